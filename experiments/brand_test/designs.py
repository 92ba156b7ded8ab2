"""Tests of two products by KOCs who differ, and rules that look for the best of four."""

import math

import numpy as np

from sim.market import bandits
from sim.market.two_products import best_number_of_creators

RATES, BUDGET, FEE, CLICK = (0.02, 0.03), 100_000.0, 850.0, 1.5
SPREADS = (0.2, 0.6, 1.0)  # log standard deviation between KOCs
NUMBERS = (4, 8, 16, 24, 32, 48, 64, 80, 96, 104, 110)
TESTS = 4_000
FOUR, CLICKS, RULE_TESTS = (0.01, 0.015, 0.02, 0.03), 4_000, 400


def right(spread: float, kocs: int, seed: int) -> float:
    """Share of tests that name the better product, half of the KOCs showing each."""
    clicks = int((BUDGET - kocs * FEE) / CLICK / kocs)
    rng = np.random.default_rng((seed, kocs, round(1000 * spread)))
    knack = np.exp(spread * rng.standard_normal((2, TESTS, kocs // 2)) - 0.5 * spread**2)
    rate = np.minimum(np.array(RATES)[:, None, None] * knack, 1.0)
    sold = rng.binomial(clicks, rate).sum(axis=2)
    return float((sold[1] > sold[0]).mean() + 0.5 * (sold[1] == sold[0]).mean())


def best_by_formula(spread: float) -> float:
    """KOCs that make the variance of the estimated rates least."""
    rate = float(np.mean(RATES))
    return best_number_of_creators(rate, rate * math.sqrt(math.expm1(spread**2)), BUDGET, FEE, CLICK)


def rules(seed: int) -> dict[str, tuple[float, float]]:
    """For each rule, how often it is right and which share of clicks goes to the best product."""
    found = {}
    for rule in bandits.RULES:
        hits, own = 0, 0.0
        for number in range(RULE_TESTS):
            rng = np.random.default_rng((seed, number))
            luck = np.random.default_rng((seed, number, 1)).random((64, len(FOUR)))
            best, _, clicks = bandits.try_products(
                rule,  # type: ignore[arg-type]  # the names of RULES are the rules
                len(FOUR),
                CLICKS,
                lambda _, n, rng=rng: rng.binomial(n, FOUR),
                lambda n, luck=luck: luck[n],
            )
            hits += best == len(FOUR) - 1
            own += float(clicks[-1]) / float(clicks.sum())
        found[rule] = hits / RULE_TESTS, own / RULE_TESTS
    return found
