"""Check of brands' tests of products, through the simulator's own market: A18b."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.verification.figure import Check, Figure, sampled
from sim.config.load import load
from sim.core.units import NEVER
from sim.market.two_products import probability_best
from sim.simulation import run_stage, set_stage
from sim.world.commerce import Commerce

LOW, HIGH = 0.02, 0.03  # orders per click of the two products that a brand tests
TESTED_BY = 40  # the day by whose end every brand has judged its first test
# Nothing but the product decides whether a click becomes an order; brands test, and never scale. Slots are dealt at
# random: who meets an item again, and has forgotten it, meets with the same luck, so repeats would add to the spread.
TESTING = (
    "policy=random",
    "market=standard", "market.bidders.enabled=false", "market.commerce.brands=300", "market.commerce.products=600",
    "market.commerce.selling_share=0", "market.commerce.search_share=0", "market.commerce.card_click=0.1",
    f"market.commerce.card_order={HIGH}", "market.commerce.knack_log_sd=0", "market.commerce.price_order=0",
    "market.commerce.match_order=0", "market.commerce.differentiation_order=0", "market.commerce.trust_order=0",
    "market.commerce.home_bonus=0", "market.commerce.authenticity_order=0", "market.commerce.sponsored_fatigue=0",
    "market.commerce.angle_fatigue=0", "market.commerce.launch_days=0.01", "market.commerce.appeal_half_life_days=1e9",
    "market.brands.first_head=0", "market.brands.first_koc=1", "market.brands.first_ecom=0",
    "market.brands.budget_rmb=1e7", "market.brands.test_days=10", "market.brands.test_kocs=16",
    "market.brands.threshold=0.99",
    "population.users=750", "population.creators=1200", "population.koc_share=1", "population.mid_share=0",
    "population.topics=4", "population.verticals=1", "population.entrants_at_most=0", "traffic.ad_load=0",
    "refresh_minutes=1440", f"horizon_days={TESTED_BY}", "warmup_days=0", "record.metrics=[]",
)  # fmt: skip


class Trial(NamedTuple):
    """A brand's first test as it was judged: clicks and orders of the worse and the better product, and the verdict."""

    clicks: NDArray[np.int64]
    orders: NDArray[np.int64]
    right: bool


def _two_products_a_brand(commerce: Commerce, topics: int) -> None:
    """Each brand owns two products that differ in nothing but how many clicks become orders."""
    number = np.arange(len(commerce.products))
    values = {
        "brand": number // 2, "topic": number // 2 % topics, "draw": np.where(number % 2, 0.0, math.log(LOW / HIGH)),
        "region": -1, "launched_at": 0, "ends_at": NEVER,
    }  # fmt: skip
    with commerce.products.writing(*values):
        for name, value in values.items():
            getattr(commerce.products, name)[:] = value


def tests_of_brands(scale: float, *more: str) -> list[Trial]:
    """What every brand's first test found, in a world where an impression stands for `scale` real ones."""
    stage = set_stage(load([*TESTING, f"market.impressions_scale={scale}", *more]))
    commerce = stage.world.commerce
    assert commerce is not None
    _two_products_a_brand(commerce, stage.world.topics.demand.size)
    found: dict[int, Trial] = {}
    before: tuple[NDArray[np.int64], ...] = ()

    def look(_: int) -> None:
        """A test is judged just after a cut, by what was sold until the end of the day before."""
        nonlocal before
        brands, deals = commerce.brands, commerce.deals
        for number in np.flatnonzero(brands.tests == 1).tolist():
            if number not in found:
                product, clicks, orders = before
                worse, better = product == 2 * number, product == 2 * number + 1
                found[number] = Trial(
                    np.array([clicks[worse].sum(), clicks[better].sum()]),
                    np.array([orders[worse].sum(), orders[better].sum()]),
                    bool(brands.right[number]),
                )
        before = deals.product.copy(), deals.clicks.copy(), deals.orders.copy()

    run_stage(stage, range(1, TESTED_BY + 1), after_day=look)
    return list(found.values())


def _brands_tests() -> list[Figure]:
    """Right as often as two binomials say, at the clicks that each test got; no orders but by the products' rates."""
    found = []
    for scale in (400, 800, 1600):
        trials = [trial for trial in tests_of_brands(scale) if trial.clicks.min() > 0]
        expected = np.array([probability_best(LOW, HIGH, int(t.clicks[0]), int(t.clicks[1])) for t in trials])
        error = math.sqrt(float((expected * (1.0 - expected)).sum())) / len(trials)
        clicks = np.array([trial.clicks for trial in trials])
        right = float(np.mean([trial.right for trial in trials]))
        what = f"{len(trials)} brands' tests, {clicks.mean():.0f} clicks each: share that is right"
        found.append(sampled(what, right, float(expected.mean()), error))
        orders, rate = np.array([trial.orders for trial in trials]), np.array([LOW, HIGH])
        spread = (orders - clicks * rate) / np.sqrt(np.maximum(clicks, 1) * rate * (1.0 - rate))
        found.append(sampled("  spread of their orders over binomial", spread.var(), 1.0, math.sqrt(2.0 / spread.size)))
    return found


CHECKS = {"A18b": Check("brands tell the better of two products as often as two binomials say", _brands_tests)}
