"""Money: in every small world with a market, every fen charged is taken and given; no budget is overdrawn."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.config.load import load
from sim.simulation import run_stage, set_stage
from sim.world.campaigns import Party
from sim.world.money import MADE_GOOD, SALES, Entry
from sim.world.tally import Lane, Served, Sold


@st.composite
def markets(draw: st.DrawFn) -> list[str]:
    """Overrides of a small world with a market of any kind."""
    choices = {
        "seed": st.integers(0, 1000),
        "population.users": st.integers(1, 60),
        "population.creators": st.integers(1, 60),
        "population.visits_per_day": st.sampled_from([0.5, 3.0]),
        "traffic.ad_load": st.sampled_from([0.0, 0.1, 0.7, 1.0]),
        "refresh_minutes": st.sampled_from([60, 360, 1440]),
        "slate_size": st.sampled_from([1, 4, 10]),
        "market.auction.rule": st.sampled_from(["second_price", "gsp", "first_price", "posted", "uniform"]),
        "market.auction.reserve_cpm_rmb": st.sampled_from([0, 3, 30]),
        "market.auction.entrants": st.sampled_from([1, 8]),
        "market.bidders.merchants_per_account": st.sampled_from([0, 0.5, 3]),
        "market.bidders.merchant_budget_rmb": st.sampled_from([0.01, 0.3, 5]),
        "market.bidders.boost_per_day": st.sampled_from([0, 1]),
        "market.bidders.boost_ticket_rmb": st.sampled_from([1, 100]),
    }
    said = {name: draw(values, label=name) for name, values in choices.items()}
    full = draw(st.booleans(), label="full domain")
    if full:
        said |= {"market.auction.rule": "second_price", "market.auction.merge": "full_domain"}
    return ["market=standard", *(f"{name}={value}" for name, value in said.items()), "horizon_days=4", "warmup_days=1"]


class Till:
    """An engine that adds up what was sold, and to whom it was shown."""

    def __init__(self, engine: Any) -> None:
        self.engine, self.cost, self.sold, self.paid = engine, 0, 0, 0

    def serve(self, world: Any, index: Any, span: Any) -> Served:
        served: Served = self.engine.serve(world, index, span)
        if index.book is not None:
            self.cost += int(served.sold[:, Sold.CHARGE].sum())
            self.sold += int(served.sold[:, Sold.IMPRESSIONS].sum())
            self.paid += int(served.by_item[:, Lane.PAID].sum())
            assert (served.sold >= 0).all()
        return served


@settings(max_examples=15)
@given(overrides=markets())
def test_every_fen_is_taken_and_given_and_no_budget_is_overdrawn(overrides: list[str]) -> None:
    stage = set_stage(load(overrides))
    till = Till(stage.engine)
    stage.engine = till
    run_stage(stage, range(1, 5))
    campaigns, money = stage.world.campaigns, stage.world.money
    money.check()
    assert (campaigns.spent <= campaigns.budget).all()
    assert (campaigns.spent_today <= campaigns.budget_per_day).all()
    assert min(campaigns.spent.min(initial=0), campaigns.make_good.min(initial=0)) == 0
    assert till.cost == campaigns.spent.sum() + campaigns.make_good.sum(), "who was shown is charged or made good"
    assert till.sold == till.paid == campaigns.impressions.sum(), "every paid slot was sold to one campaign"
    assert money.paid[Entry.AD].sum() == campaigns.spent.sum()
    assert money.paid[Entry.MAKE_GOOD].sum() == campaigns.make_good.sum()
    assert money.balance[Party.PLATFORM][SALES] == till.cost
    made_good = money.balance[Party.PLATFORM][MADE_GOOD] if money.balance[Party.PLATFORM].size > MADE_GOOD else 0
    assert made_good == -campaigns.make_good.sum()
    assert min(money.balance[party].min() for party in (Party.MERCHANT, Party.ACCOUNT, Party.BRAND)) >= 0
    for party in (Party.MERCHANT, Party.ACCOUNT):
        mine = campaigns.bidder_kind == party
        by_bidder = np.bincount(campaigns.bidder[mine], campaigns.spent[mine], minlength=money.balance[party].size)
        assert money.paid[Entry.AD, party].sum() == by_bidder.sum() == campaigns.spent[mine].sum()
