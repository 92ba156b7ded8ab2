"""Checks of paid slots through the simulator's own sales: A6, A7, A8."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.verification.figure import Check, Figure, near
from sim.core.units import MICRO, TICKS_PER_DAY
from sim.processes.stage import Server, Stage
from sim.world.campaigns import Campaigns, Goal, Pacing, Party
from sim.world.tally import Sold
from sim.world.world import World

PLENTY = 10**9 * MICRO
SALE = (
    "market=standard", "market.bidders.enabled=false", "market.commerce.products=0", "market.commerce.brands=0",
    "traffic.ad_load=1", "slate_size=1", "population.users=300", "population.creators=100",
    "population.koc_uploads_per_day=5", "population.mid_uploads_per_day=5", "population.entrants_at_most=0",
    "market.impressions_scale=1", "market.auction.reserve_cpm_rmb=0", "market.auction.quality_exponent=0",
    "market.auction.quality_gate=0", "market.auction.entrants=100", "warmup_days=0", "horizon_days=40",
)  # fmt: skip
BEGIN = 3  # day on which every account has something to show
FLIGHT = 24  # days of campaigns whose budgets bind: of few days those who are done early leave some slots unsold
SAMPLE = "about 4 standard errors of this many sales"


class Spans:
    """An engine that keeps what was sold, the slots served while somebody bid, and the shading of bids."""

    def __init__(self, engine: Server, count: int) -> None:
        self.engine, self.slots = engine, 0
        self.sums = np.zeros((count, len(Sold)), dtype=np.int64)
        self.multipliers: list[NDArray[np.float64]] = []

    def serve(self, world: World, index: Any, span: Any) -> Any:
        """Serve, and count."""
        served = self.engine.serve(world, index, span)
        if index.book.bids.size:
            self.last = served.sold
            self.sums[index.book.bids["serial"]] += served.sold
            self.slots += int(served.totals[2])
            self.multipliers.append(world.campaigns.multiplier.copy())
        return served


def open_campaigns(world: World, **columns: Any) -> Campaigns:
    """Open campaigns in a world, columns of the table by name."""
    more = Campaigns(max(np.size(column) for column in columns.values()))
    more.bidder_kind[:] = Party.MERCHANT
    more.bidder[:] = np.arange(len(more))
    for name, column in columns.items():
        getattr(more, name)[:] = column
    world.open_campaigns(more)
    return world.campaigns


def sell(
    overrides: Iterable[str], columns: dict[str, Any], until: int = 8, slots: int = 1
) -> tuple[Stage, NDArray[np.int64], int]:
    """Let campaigns bid until a day; the stage, what was sold [N, SOLD], and the slots served."""
    from sim.config.load import load
    from sim.simulation import run_stage, set_stage

    stage = set_stage(load([*SALE, *overrides]))
    stage.slate_size = slots
    defaults = {"budget": PLENTY, "pacing": Pacing.NONE, "goal": Goal.IMPRESSION}
    open_campaigns(stage.world, **{**defaults, "starts_at": BEGIN * TICKS_PER_DAY, **columns})
    spans = Spans(stage.engine, len(stage.world.campaigns))
    stage.engine = spans
    run_stage(stage, range(1, until + 1))
    return stage, spans.sums, spans.slots


def uniform(n: int) -> dict[str, Any]:
    """Bidders whose worth of an impression is even on [0, 1] RMB, anew in every auction."""
    return {"creator": np.arange(n), "bid": MICRO // 2, "value_spread": 1.0}


def _second_price() -> list[Figure]:
    found = []
    for n, revenue in ((2, 1 / 3), (3, 0.5), (5, 2 / 3), (10, 9 / 11)):
        _, sums, slots = sell([], uniform(n))
        found.append(near(f"{n} bidders: revenue", sums[:, Sold.CHARGE].sum() / MICRO / slots, revenue, 0.01, SAMPLE))
    _, sums, slots = sell(["market.auction.reserve_cpm_rmb=500"], uniform(2))
    reserve = sums[:, Sold.CHARGE].sum() / MICRO / slots
    return [*found, near("2 bidders, reserve of a half: revenue", reserve, 5 / 12, 0.012, SAMPLE)]


def _clearing() -> list[Figure]:
    found = []
    for slots, price in ((10, 0.8911), (30, 0.6931), (60, 0.3960), (90, 0.0990)):
        rule = ["market.auction.rule=uniform", "behaviour.stay_base=30", "population.users=60"]
        _, sums, _ = sell(rule, uniform(100), until=BEGIN + 1, slots=slots)
        paid = sums[:, Sold.CHARGE].sum() / sums[:, Sold.IMPRESSIONS].sum() / MICRO
        found.append(near(f"a hundred bidders, {slots} slots: price", paid, price, 0.006, SAMPLE))
    for load in (1.0, 0.5):
        columns = {
            "creator": np.arange(10), "bid": 5 * MICRO, "value_spread": 0.5, "pacing": Pacing.ADAPTIVE,
            "budget": 4000 * MICRO, "ends_at": (BEGIN + FLIGHT) * TICKS_PER_DAY,
        }  # fmt: skip
        stage, _, slots = sell([f"traffic.ad_load={load}"], columns, until=BEGIN + FLIGHT)
        table = stage.world.campaigns
        cpm = 1000 * table.spent.sum() / MICRO / table.impressions.sum()
        due = 1000 * 40_000 / (slots * load)
        found.append(near(f"budgets bind, ad load {load:g}: CPM over budgets / slots", cpm / due, 1.0, 0.04, "4 %"))
    return found


def _pacing() -> list[Figure]:
    days = 16
    end = (BEGIN + days) * TICKS_PER_DAY
    rival = {"creator": np.array([0, 1]), "bid": np.array([MICRO, MICRO // 2]), "value_spread": np.array([0.0, 1.0])}
    _, _, slots = sell([], {**rival, "ends_at": end}, until=BEGIN + days)
    budget = int(0.08 * slots * MICRO)
    paced = {"pacing": np.array([Pacing.ADAPTIVE, Pacing.NONE]), "budget": np.array([budget, PLENTY]), "ends_at": end}
    stage, sums, slots = sell(["refresh_minutes=120"], {**rival, **paced}, until=BEGIN + days)
    spans = stage.engine
    assert isinstance(spans, Spans)
    shading = np.array(spans.multipliers)[:, 0]
    settled = shading[shading.size // 3 :]
    hunting = "8 %: a controller hunts around its level"
    return [
        near("multiplier it settles at", settled.mean(), 1.5, 0.12, hunting),
        near("shaded bid", (1 / (1 + settled)).mean(), 0.4, 0.02, hunting),
        near("spent over budget", stage.world.campaigns.spent[0] / budget, 1.0, 0.02, "no luck involved"),
        near("auctions won", sums[0, Sold.IMPRESSIONS] / slots, 0.4, 0.02, hunting),
    ]


CHECKS = {
    "A6": Check("second price among even bidders", _second_price),
    "A7": Check("prices that clear, and budgets that bind", _clearing),
    "A8": Check("pacing finds the shaded bid", _pacing),
}
