"""Slots that are sold: both engines sell them alike, to the bit, under every rule, and every fen is accounted for."""

import numpy as np
import pytest

from sim.core.units import MICRO
from sim.engines.compiled import CompiledEngine
from sim.engines.reference import ReferenceEngine
from sim.simulation import set_stage
from sim.world.campaigns import Goal, Pacing
from sim.world.tally import Sold

MARKET = (
    "market=standard", "market.bidders.enabled=false", "traffic.ad_load=0.5", "seed=5", "refresh_minutes=120",
    "population.users=40", "horizon_days=2", "population.first_follows=8",
)  # fmt: skip
RULES = {
    **{rule: (f"market.auction.rule={rule}",) for rule in ("second_price", "gsp", "first_price", "posted", "uniform")},
    "few entrants": ("market.auction.entrants=2",),
    "oracle": ("recommender=oracle", "market.auction.quality_exponent=2"),
    "full domain": ("market.auction.merge=full_domain", "market.auction.exchange=20"),
    "full domain, prices": ("market.auction.merge=full_domain", "policy=[creator_floor,mmr]"),
    "full domain, logs": ("market.auction.merge=full_domain", "policy=popularity"),
}


@pytest.fixture
def sold(config, live, campaigns):
    """Live a small world in which forty campaigns of all kinds bid, under an engine."""

    def begin(small):
        stage = set_stage(small)
        draw = np.random.default_rng(4)
        n = 40
        campaigns(
            stage.world,
            creator=draw.integers(0, 48, n),
            goal=draw.choice(list(Goal), n),
            conversion=0.5,
            bid=np.round(draw.lognormal(-2, 1, n), 1) * MICRO,
            value_spread=np.where(draw.random(n) < 0.5, 0.0, 0.7),
            pacing=draw.choice(list(Pacing), n),
            participation=1.0,
            target_return=1.5,
            budget=draw.integers(1, 60, n) * MICRO,
            budget_per_day=draw.integers(1, 40, n) * MICRO,
            starts_at=draw.integers(0, 86_400_000, n),
            ends_at=86_400_000 + draw.integers(0, 86_400_000, n),
        )
        return stage

    return lambda engine, *overrides: live(config(*MARKET, *overrides), engine, begin=begin)


@pytest.mark.parametrize("rule", RULES)
def test_the_engines_sell_alike(rule, sold, differences) -> None:
    one, two = (sold(engine, *RULES[rule]) for engine in (CompiledEngine(), ReferenceEngine()))
    assert differences(one, two) == []
    assert sum(int(span.sold[:, Sold.IMPRESSIONS].sum()) for span in one.spans) > 50
    ended = one.stage.world.campaigns
    assert (ended.spent > 0).sum() > 5
    assert ended.make_good.sum() > 0, "budgets run out within spans"


def test_threads_sell_alike(sold, differences) -> None:
    one = sold(CompiledEngine())
    assert differences(one, sold(CompiledEngine(threads=3))) == []


def test_each_rule_has_its_effect(sold) -> None:
    assert len({sold(CompiledEngine(), *overrides).fingerprint for overrides in RULES.values()}) == len(RULES)
