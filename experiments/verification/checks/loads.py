"""Checks of ad loads and natural exposure where slots are sold: A20b (the load that pays best), A21b (the identity)."""

import math

import numpy as np
from numpy.typing import NDArray

from experiments.verification.checks.sales import PLENTY, open_campaigns
from experiments.verification.figure import Check, Figure, near
from sim.config.load import load
from sim.core.units import MICRO, TICKS_PER_DAY
from sim.market.ad_optimum import best_load, followed_load, planned_load
from sim.simulation import run_stage, set_stage
from sim.traffic.ad_pursuit import Response
from sim.world.campaigns import Goal, Pacing
from sim.world.tally import LANES, Lane
from sim.world.world import World

# Nothing but their habit keeps users from coming, and it answers within days.
QUICK = (
    "behaviour.ad_response=2", "behaviour.ad_response_soon=0", "behaviour.ad_habit_days=15", "behaviour.ad_dislike=0",
    "behaviour.stay_paid=0", "behaviour.stay_gain=0", "behaviour.visit_sensitivity=0",
    "behaviour.leave_hazard_per_day=0", "population.users=500", "population.creators=120", "population.topics=4",
    "population.verticals=2", "population.first_follows=0", "population.koc_uploads_per_day=2",
    "population.mid_uploads_per_day=2", "candidates_per_slot=1", "refresh_minutes=1440",
    "warmup_days=0", "record.metrics=[]", "record.ledger=false",
)  # fmt: skip
SOLD_OUT = (
    "market=standard", "market.bidders.enabled=false", "market.commerce.products=0", "market.commerce.brands=0",
    "market.impressions_scale=1", "market.auction.reserve_cpm_rmb=0", "market.auction.quality_exponent=0",
    "market.auction.quality_gate=0", "market.auction.entrants=100", "market.auction.posted_cpm_rmb=500",
)  # fmt: skip
READ = 75, 125  # days over which a load is read, once users have answered to it
SLATE = 90  # slots of a request where all are sold at one price: few whole slots would show
BUYERS = 100
STILL = (
    "policy=random", "population.users=2000", "horizon_days=15", "warmup_days=1", "behaviour.stay_gain=0",
    "behaviour.stay_paid=0", "behaviour.visit_sensitivity=0", "behaviour.leave_hazard_per_day=0",
    "market=standard", "market.bidders.enabled=false", "market.commerce.products=0", "market.commerce.brands=0",
    "market.auction.reserve_cpm_rmb=0", "market.auction.quality_gate=0", "record.metrics=[]",
)  # fmt: skip


def sold_out(
    load_: float, rule: str, bids: NDArray[np.int64], days: tuple[int, int] = READ, *more: str
) -> tuple[float, float]:
    """Visits a day, and RMB for an impression by the books, between two days of a world where every slot is sold."""
    said = [f"market.auction.rule={rule}", f"traffic.ad_load={load_}", f"horizon_days={days[1]}", *more]
    stage = set_stage(load([*QUICK, *SOLD_OUT, *said]))
    stage.slate_size = SLATE if rule == "uniform" else 10
    buyers(stage.world, bids)
    books: list[tuple[int, int, int]] = []

    def look(day: int) -> None:
        if day in days:
            table, users = stage.world.campaigns, stage.world.users
            books.append((int(users.visit.sum()), int(table.impressions.sum()), int(table.spent.sum())))

    run_stage(stage, range(1, days[1] + 1), after_day=look)
    visits, shown, spent = (after - before for before, after in zip(*books, strict=True))
    return visits / (days[1] - days[0]), spent / MICRO / shown


def buyers(world: World, bids: NDArray[np.int64]) -> None:
    """Somebody for every account who never runs out of money."""
    open_campaigns(
        world, creator=np.arange(bids.size), bid=bids, budget=PLENTY, pacing=Pacing.NONE, goal=Goal.IMPRESSION,
        starts_at=2 * TICKS_PER_DAY,
    )  # fmt: skip


def _best_load() -> list[Figure]:
    """Attention and price as the books have them at two loads; the best load that they imply; where a platform ends."""
    few, many = 0.1, 0.25
    even = np.full(BUYERS, MICRO)
    falling = np.round(MICRO * np.maximum(np.arange(BUYERS), 0.5) ** -0.3).astype(np.int64)  # worth of the n-th buyer
    (usual, steady), (left, same) = (sold_out(one, "posted", even) for one in (few, many))
    (_, dear), (_, cheap) = (sold_out(one, "uniform", falling, (4, 14)) for one in (few, many))
    fall = 1.0 - left / usual  # of attention: response x (many - few) / (1 - response x few)
    response = fall / (many - few + fall * few)
    elasticity = math.log(dear / cheap) / math.log(many / few)
    seen = _shown_in_a_month(few, many) / fall
    revenue = few * usual * steady / (many * left * same)
    luck = "4 %: luck of 1 %, and users who feel more ads than usual come back later to unlearn it"
    planned = planned_load(2.0, seen) / best_load(2.0)
    return [
        near("response of attention", response, 2.0, 0.08, luck),
        near("revenue at a load of .1, over that at .25", revenue, 0.64, 0.026, luck),
        near("best load, price list", best_load(response), 0.25, 0.01, luck),
        near("elasticity of the clearing price", elasticity, 0.3, 0.02, "whole slots a request"),
        near("best load, clearing price", best_load(response, elasticity), 0.2059, 0.0085, luck),
        near("a plan by what a month shows, over the best", planned, 3.0, 0.45, "15 %: a third of the fall, and luck"),
        *(_climb(days) for days in (3600, 10)),
    ]


def _shown_in_a_month(few: float, many: float) -> float:
    """Fall of attention in a month, where a third of the response is quick and the rest takes years."""
    slow = ("behaviour.ad_response_soon=0.333333", "behaviour.ad_soon_days=3", "behaviour.ad_habit_days=3600")
    first, then = (sold_out(one, "posted", np.full(BUYERS, MICRO), (12, 42), *slow)[0] for one in (few, many))
    return 1.0 - then / first


def _climb(look_ahead_days: int) -> Figure:
    """The load that a platform ends at which climbs by what it sees of its users."""
    said = (
        "traffic=endogenous", "traffic.ad_load.price_elasticity=0", "horizon_days=280", "market.auction.rule=posted",
        f"traffic.ad_load.look_ahead_days={look_ahead_days}", "behaviour.ad_response_soon=0.32",
        "behaviour.ad_soon_days=7", "behaviour.ad_habit_days=20", "population.users=600",
    )  # fmt: skip
    stage = set_stage(load([*QUICK, *SOLD_OUT, *said]))
    buyers(stage.world, np.full(BUYERS, MICRO))
    loads: list[float] = []
    run_stage(stage, range(1, 281), after_day=lambda _: loads.append(stage.pursuit.load if stage.pursuit else 0.0))
    end = followed_load(2.0, Response.of(stage.world.behaviour_settings).shown(look_ahead_days))
    what = f"where a platform climbs to that looks {look_ahead_days:,} days ahead"
    return near(what, float(np.mean(loads[-70:])), end, 0.06 * end, "6 %: a week's visits are few")


def natural_of_each(accounts: int, load_: float) -> tuple[float, int]:
    """Natural impressions of an account where all paid slots are sold, and slots in all."""
    stage = set_stage(load([*STILL, f"population.creators={accounts}", f"traffic.ad_load={load_}"]))
    open_campaigns(
        stage.world, creator=np.arange(40), bid=MICRO, budget=PLENTY, pacing=Pacing.NONE, goal=Goal.IMPRESSION,
    )  # fmt: skip
    run_stage(stage, range(1, 16))
    shown = stage.recorder.ever[:, :LANES].sum(axis=0)  # type: ignore[attr-defined]  # the recorder of a run
    return float(shown.sum() - shown[Lane.PAID]) / accounts, int(shown.sum())


def _identity() -> list[Figure]:
    """Attention flat, ad load from 10 to 25 %, half as many competitors again: what an account keeps."""
    before, slots = natural_of_each(300, 0.10)
    after, as_many = natural_of_each(450, 0.25)
    chance = "by chance 0.25 %: 1 % would be a false alarm in 10,000"
    return [
        near("attention, after over before", as_many / slots, 1.0, 0.002, "the same users, the same luck"),
        near("natural exposure of an account, after over before", after / before, 0.5556, 0.0056, chance),
    ]


CHECKS = {
    "A20b": Check("the ad load that pays best, from the market's own books", _best_load),
    "A21b": Check("the identity of natural exposure, where slots are sold", _identity),
}
