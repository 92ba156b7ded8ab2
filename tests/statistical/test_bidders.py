"""Who bids, and what that does to prices: merchants who outgrow the slots, accounts whose exposure falls."""

import numpy as np
import pytest

import sim
from sim.core.units import TICKS_PER_DAY
from sim.world.campaigns import Purpose

WORLD = (
    "market=standard", "market.commerce.products=0", "market.commerce.brands=0", "population.users=300",
    "population.creators=100", "horizon_days=50", "warmup_days=10", "record.metrics=[cpm,ad_revenue,ad_load]",
)  # fmt: skip


def late(run, metric: str, group: str = "all") -> float:
    values = run.metrics
    there = (values.metric == metric) & (values.group == group) & (values.day >= 35)
    return float(values[there].value.mean())


def test_prices_rise_when_merchants_outgrow_the_slots() -> None:
    """Mean of two worlds: how far prices rise depends on who the merchants are (1.17 to 1.73 times in six worlds)."""

    def lived(*overrides: str) -> list[sim.Run]:
        return [sim.simulate([*WORLD, *overrides, f"seed={seed}"]) for seed in range(2)]

    def price(runs: list[sim.Run]) -> float:
        return float(np.mean([late(run, "cpm") for run in runs]))

    still, growing = (lived(f"market.bidders.merchant_growth={rate}") for rate in (0.0, 1.0))
    assert price(growing) > 1.2 * price(still)
    more = lived("market.bidders.merchant_growth=1", "traffic.ad_load=0.3")
    assert price(more) < 0.85 * price(growing), "more slots for the same bidders"
    assert late(growing[0], "ad_load") == pytest.approx(0.1, abs=0.01), "what is offered is sold"


def test_accounts_buy_when_natural_traffic_is_taken_away() -> None:
    """The mechanism alone: with half of the slots paid from day 10, more tickets are bought, and heads spend more."""
    lively = [*WORLD, "market.bidders.boost_per_day=0.2"]
    steady = sim.simulate(lively)
    dry = sim.simulate([*lively, "traffic=step", "traffic.ad_load.start=0.1", "traffic.ad_load.end=0.6"])

    def tickets(run) -> int:
        table = run.warm.world.campaigns
        return int(np.count_nonzero((table.purpose == Purpose.BOOST) & (table.starts_at >= 10 * 86_400_000)))

    def share(run) -> float:
        table = run.warm.world.campaigns
        return float(table.budget[table.purpose == Purpose.HEAD].sum() / run.creators.natural.sum())

    assert tickets(dry) > 1.5 * tickets(steady)
    assert share(dry) > share(steady)


def merchants_who(pacing: str, *more: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of merchants whose campaigns are over: spent over budget, worth won over spent, shading."""
    run = sim.simulate([
        *WORLD, "horizon_days=60", "traffic.ad_load=0.2", "market.bidders.merchant_budget_rmb=0.15",
        f"market.bidders.merchant_pacing={pacing}", *more,
    ])  # fmt: skip
    table = run.warm.world.campaigns
    over = (table.purpose == Purpose.MERCHANT) & (table.ends_at < 59 * TICKS_PER_DAY) & (table.spent > 0)
    assert over.sum() > 50
    assert (table.spent <= table.budget).all()
    worth = run.config.market.impressions_scale * table.bid * table.plays
    return table.spent[over] / table.budget[over], worth[over] / table.spent[over], table.multiplier[over]


def test_merchants_hold_a_return_or_make_a_budget_last_or_neither() -> None:
    """Without pacing more is spent at a lower return; a return that is held is held from above, and costs spending."""
    spent, returned, _ = merchants_who("none")
    _, as_usual, shaded = merchants_who("adaptive")
    _, thrifty, out = merchants_who("throttle")
    assert (out == 0.0).all(), "auctions are sat out, bids stay"
    assert shaded.max() > 0.2
    assert np.median(as_usual) > 1.2 * np.median(returned), "a shaded bid buys cheaper"
    assert np.median(thrifty) < np.median(as_usual)
    for wanted in (1.5, 3.0):
        held, got, _ = merchants_who("return", f"market.bidders.merchant_return={wanted}")
        assert np.median(got) > 0.9 * wanted
        assert held.mean() < spent.mean()
