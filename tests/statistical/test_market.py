"""The market against closed forms: auctions, clearing and pacing, through the simulator's own sales."""

import numpy as np
import pytest

from experiments.verification.checks.sales import BEGIN, FLIGHT, PLENTY, sell, uniform
from sim.core.units import MICRO, TICKS_PER_DAY
from sim.world.campaigns import Pacing
from sim.world.tally import Sold


@pytest.fixture
def sold():
    """Let campaigns bid until a day; the stage, what was sold [N, SOLD], and the slots served."""
    return sell


@pytest.mark.parametrize(("n", "revenue"), [(2, 1 / 3), (3, 0.5), (5, 2 / 3), (10, 9 / 11)])
def test_second_price_revenue(n, revenue, sold) -> None:
    _, sums, slots = sold([], uniform(n))
    assert slots > 5000
    assert sums[:, Sold.IMPRESSIONS].sum() == slots
    assert sums[:, Sold.CHARGE].sum() / MICRO / slots == pytest.approx(revenue, abs=0.01)


def test_second_price_revenue_with_a_reserve(sold) -> None:
    _, sums, slots = sold(["market.auction.reserve_cpm_rmb=500"], uniform(2))
    assert sums[:, Sold.CHARGE].sum() / MICRO / slots == pytest.approx(5 / 12, abs=0.012)
    assert sums[:, Sold.IMPRESSIONS].sum() / slots == pytest.approx(3 / 4, abs=0.02)


def test_first_price_and_a_price_list(sold) -> None:
    _, sums, slots = sold(["market.auction.rule=first_price"], uniform(5))
    assert sums[:, Sold.CHARGE].sum() / MICRO / slots == pytest.approx(5 / 6, abs=0.01), "the highest of five"
    _, sums, slots = sold(["market.auction.rule=posted", "market.auction.posted_cpm_rmb=400"], uniform(2))
    assert sums[:, Sold.CHARGE].sum() / MICRO / slots == pytest.approx(0.4 * (1 - 0.4**2), abs=0.01)
    assert sums[0, Sold.IMPRESSIONS] == pytest.approx(sums[1, Sold.IMPRESSIONS], rel=0.06), "buyers are drawn evenly"


def test_better_content_pays_less_for_the_same_place(sold) -> None:
    """The winner pays the second score over its own quality."""
    bids = {"creator": np.arange(2), "bid": np.array([600_000, 500_000])}
    stage, _, _ = sold(["market.auction.quality_exponent=1", "slate_size=1"], bids, until=BEGIN + 1)
    book, sums = stage.book.bids, stage.engine.last
    score = book["bid"] * book["quality"]
    winner = int(score.argmax())
    assert len(set(book["quality"].tolist())) == 2
    price = min(score.min() / book["quality"][winner], book["bid"][winner])
    assert sums[winner, Sold.CHARGE] == sums[winner, Sold.IMPRESSIONS] * int(price)
    assert sums[winner, Sold.IMPRESSIONS] > 0 == sums[1 - winner, Sold.IMPRESSIONS]


def test_weak_content_cannot_buy(sold) -> None:
    bids = {"creator": np.arange(20), "bid": MICRO}
    stage, _, _ = sold(["market.auction.quality_gate=1", "market.auction.quality_exponent=1"], bids)
    assert 0 < stage.book.bids.size < 20
    assert stage.book.bids["quality"].min() >= 1


@pytest.mark.parametrize(("slots", "price"), [(10, 0.8911), (30, 0.6931), (60, 0.3960), (90, 0.0990)])
def test_uniform_price_clearing(slots, price, sold) -> None:
    """A hundred bidders of even worth, so many slots at once: (N - S) / (N + 1)."""
    _, sums, _ = sold(
        ["market.auction.rule=uniform", "behaviour.stay_base=30", "population.users=60"],
        uniform(100), until=BEGIN + 1, slots=slots,
    )  # fmt: skip
    assert sums[:, Sold.CHARGE].sum() / sums[:, Sold.IMPRESSIONS].sum() / MICRO == pytest.approx(price, abs=0.006)


@pytest.mark.parametrize("halved", [False, True])
def test_budgets_alone_set_the_price_when_they_bind(halved, sold) -> None:
    """Ten bidders whose budgets bind: price = sum of budgets over impressions, so half the supply costs twice."""
    load_ = "traffic.ad_load=0.5" if halved else "traffic.ad_load=1"
    columns = {
        "creator": np.arange(10),
        "bid": 5 * MICRO, "value_spread": 0.5, "pacing": Pacing.ADAPTIVE, "budget": 4000 * MICRO,
        "ends_at": (BEGIN + FLIGHT) * TICKS_PER_DAY,
    }  # fmt: skip
    stage, _, slots = sold([load_], columns, until=BEGIN + FLIGHT)
    table = stage.world.campaigns
    assert table.spent.sum() == pytest.approx(table.budget.sum(), rel=0.02)
    supply = slots * (0.5 if halved else 1.0)
    cpm = 1000 * table.spent.sum() / MICRO / table.impressions.sum()
    assert cpm == pytest.approx(1000 * 40_000 / supply, rel=0.04)


def test_adaptive_pacing_finds_the_shaded_bid(sold) -> None:
    """Worth 1 against bids even on [0, 1], budget .08 an auction: b = .4, multiplier 1.5, four in ten won."""
    days = 24
    rival = {"creator": np.array([0, 1]), "bid": np.array([MICRO, MICRO // 2]), "value_spread": np.array([0.0, 1.0])}
    end = (BEGIN + days) * TICKS_PER_DAY
    _, _, slots = sold([], {**rival, "ends_at": end}, until=BEGIN + days)
    budget = int(0.08 * slots * MICRO)
    columns = {"pacing": np.array([Pacing.ADAPTIVE, Pacing.NONE]), "budget": np.array([budget, PLENTY]), "ends_at": end}
    stage, sums, slots = sold(["refresh_minutes=120"], {**rival, **columns}, until=BEGIN + days)
    multiplier = np.array(stage.engine.multipliers)[:, 0]
    settled = multiplier[multiplier.size // 3 :]
    assert settled.mean() == pytest.approx(1.5, abs=0.12)
    assert (1 / (1 + settled)).mean() == pytest.approx(0.4, abs=0.02)
    assert stage.world.campaigns.spent[0] == pytest.approx(budget, rel=0.02)
    assert stage.world.campaigns.spent[0] <= budget
    assert sums[0, Sold.IMPRESSIONS] / slots == pytest.approx(0.4, abs=0.02)
