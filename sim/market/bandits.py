"""Which product to try next: four ways to spend a test budget, each a pure rule on counts and keyed uniforms.

A round gives every product a number of clicks (or none); sales come back; the last word is `best`.
"""

import math
from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, betaincinv

Rule = Literal["explore_then_commit", "successive_halving", "thompson", "ucb"]
Counts = NDArray[np.int64]
Floats = NDArray[np.float64]


def best(sold: Counts, clicks: Counts, tie: float) -> int:
    """The product with the highest rate so far; `tie`, a uniform number, tosses between equals."""
    rate = sold / np.maximum(clicks, 1)
    equals = np.flatnonzero(rate == rate.max())
    return int(equals[int(tie * equals.size)])


def probability_above(sold: int, clicks: int, rate: float) -> float:
    """Posterior probability that a product's rate is above `rate`, from a flat Beta(1, 1) prior."""
    return 1.0 - float(betainc(1.0 + sold, 1.0 + clicks - sold, rate))


def evenly(sold: Counts, clicks: Counts, room: int, uniforms: Floats) -> Counts:  # noqa: ARG001  # one signature for all
    """Explore, then commit: the same number of clicks for every product."""
    return np.full(sold.size, room // sold.size, dtype=np.int64)


def halving(sold: Counts, clicks: Counts, room: int, uniforms: Floats) -> Counts:
    """Successive halving: the clicks of a round go evenly to the better half of those still in the race.

    Who has most clicks is still in. Source: Karnin, Koren and Somekh 2013, ICML.
    """
    racing = np.flatnonzero(clicks == clicks.max())
    if clicks.any() and racing.size > 1:
        rate = sold[racing] / clicks[racing]
        racing = racing[np.lexsort((uniforms[racing], -rate))][: math.ceil(racing.size / 2)]
    share = np.zeros(sold.size, dtype=np.int64)
    share[racing] = room // racing.size
    return share


def thompson(sold: Counts, clicks: Counts, room: int, uniforms: Floats) -> Counts:
    """Thompson: all clicks of the round to the highest of one draw from each product's posterior, by inverse CDF.

    Source: Thompson 1933, Biometrika 25, 285-294.
    """
    draws = betaincinv(1.0 + sold, 1.0 + clicks - sold, uniforms)
    return _all_to(int(np.argmax(draws)), sold.size, room)


def ucb(sold: Counts, clicks: Counts, room: int, uniforms: Floats) -> Counts:  # noqa: ARG001  # the same
    """UCB1: all clicks of the round to the highest mean plus sqrt(2 ln n / n_j); an untried product comes first.

    Source: Auer, Cesa-Bianchi and Fischer 2002, Machine Learning 47, 235-256.
    """
    total = int(clicks.sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        bound = np.where(clicks > 0, sold / clicks + np.sqrt(2.0 * np.log(max(total, 2)) / clicks), np.inf)
    return _all_to(int(np.argmax(bound)), sold.size, room)


def _all_to(chosen: int, count: int, room: int) -> Counts:
    share = np.zeros(count, dtype=np.int64)
    share[chosen] = room
    return share


RULES: dict[str, Callable[[Counts, Counts, int, Floats], Counts]] = {
    "explore_then_commit": evenly,
    "successive_halving": halving,
    "thompson": thompson,
    "ucb": ucb,
}


ALL_AT_FIRST: tuple[Rule, ...] = ("explore_then_commit", "successive_halving")  # whose first round tries every product


def rounds(rule: Rule, products: int) -> int:
    """Into how many rounds a rule cuts its budget."""
    if rule == "explore_then_commit":
        return 1
    return max(math.ceil(math.log2(products)), 1) if rule == "successive_halving" else 50


def try_products(
    rule: Rule,
    products: int,
    budget: int,
    sell: Callable[[int, Counts], Counts],
    uniforms: Callable[[int], Floats],
) -> tuple[int, Counts, Counts]:
    """Spend a budget of clicks on products; which is best, what was sold, and on how many clicks.

    `sell(round, clicks)` gives the sales of a round, `uniforms(round)` one uniform number a product.
    """
    sold, clicks = np.zeros(products, dtype=np.int64), np.zeros(products, dtype=np.int64)
    count = rounds(rule, products)
    for number in range(count):
        share = RULES[rule](sold, clicks, budget // count, uniforms(number))
        sold += sell(number, share)
        clicks += share
    return best(sold, clicks, float(uniforms(count)[0])), sold, clicks
