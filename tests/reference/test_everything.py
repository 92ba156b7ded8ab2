"""Both engines with all of the creators' world at once: careers, agencies, kinds, follower graph, trust, friends."""

import numpy as np

from sim.engines.reference import ReferenceEngine
from sim.simulation import branch, simulate
from sim.world.campaigns import Party
from sim.world.careers import Source
from sim.world.creators import Kind
from sim.world.money import Entry
from sim.world.tally import Lane

ALL = (
    "careers=agencies", "careers.exit_level_per_month=0.2", "careers.part_time_wage_rmb=50000",
    "careers.return_per_month=5", "careers.burnout_per_month=1", "careers.entrants_per_month=2",
    "careers.best_response_per_week=0.5", "careers.boost_least=1", "careers.views_per_impression=20000",
    "careers.production_cost_rmb=0.01", "careers.agencies.overhead_rmb=0", "careers.agencies.scouted=32",
    "careers.agencies.upload_rmb=1000",
    "population.merchant_share=0.15", "population.brand_share=0.05", "population.synthetic_share=0.1",
    "traffic.synthetic_uploads._target_=sim.traffic.step.Step", "traffic.synthetic_uploads.start=0.2",
    "traffic.synthetic_uploads.end=1.0",
    "population.first_follow_rule=price", "population.first_follow_spread=lognormal", "population.first_follows=8",
    "population.friends=8", "platform.social_share=0.2", "behaviour.share_reach=4", "behaviour.share_opened=0.8",
    "behaviour.unfollow_rate=0.3", "behaviour.trust_gain=0.3", "behaviour.trust_weight=1.5",
    "live.enabled=true", "horizon_days=43", "warmup_days=2", "refresh_minutes=1440",
    "population.users=20", "population.visits_per_day=1",
)  # fmt: skip


SOLD = (
    "market=standard", "market.commerce.products=20", "market.commerce.brands=3", "market.bidders.boost_per_day=0.5",
    "stories=standard", "population.first_follow_rule=fame", "population.first_follow_attempts=4",
)  # fmt: skip


def test_the_engines_agree_with_everything_on(live, config, differences) -> None:
    fast, slow = live(config(*ALL)), live(config(*ALL), ReferenceEngine())
    assert fast.impressions > 1_000
    assert differences(fast, slow) == []
    here, there = fast.stage.world, slow.stage.world
    for one, two in ((here.careers, there.careers), (here.agencies, there.agencies)):
        for (name, column), (_, other) in zip(one.columns(), two.columns(), strict=True):
            assert column.tobytes() == other.tobytes(), name
    assert set(np.unique(here.creators.kind)) == set(Kind), "every kind is there, signed ones too"
    assert here.agencies.taken.sum() > 0
    assert sum(int(span.by_item[:, Lane.SOCIAL].sum()) for span in fast.spans) > 20
    assert (here.users.trust > 0).any()
    assert here.careers.spells.any()


def test_the_engines_agree_where_products_and_slots_are_sold_too(live, config, differences) -> None:
    fast, slow = live(config(*ALL, *SOLD)), live(config(*ALL, *SOLD), ReferenceEngine())
    assert differences(fast, slow) == []
    here, there = fast.stage.world, slow.stage.world
    assert here.careers.money.tobytes() == there.careers.money.tobytes()
    assert (here.careers.money[:, Source.SHOP] > 0).any()
    assert (here.careers.money[:, Source.PAID_SPEND] < 0).any()
    assert here.money.paid.tobytes() == there.money.paid.tobytes()
    assert here.money.paid[Entry.AD, Party.AGENCY].sum() > 0, "agencies bought tickets"
    assert here.live.hosts.air.tobytes() == there.live.hosts.air.tobytes()


def test_a_branch_goes_on_with_everything_on(config) -> None:
    whole = simulate(config(*ALL))
    gone_on = branch(simulate(config(*ALL), until_day=38), [])[0]
    assert gone_on.fingerprint == whole.fingerprint
    assert gone_on.creators.equals(whole.creators)
