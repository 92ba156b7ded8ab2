"""Tests of many products with one budget, paid in sums that a platform takes."""

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.core.units import FEN_PER_RMB
from sim.market.granules import payable

BUDGET = 100_000  # RMB
LOOK, CLICKS = 1_300, 300  # a KOC's fee of 850 RMB and 300 clicks of 1.5 RMB show a product once
RATE, SPREAD, KNACK = 0.015, 0.6, 0.6  # orders per click; log standard deviations of products, and of KOCs
PLATFORMS = ((500, 100), (5_000, 1_000), (10_000, 5_000), (20_000, 10_000), (50_000, 50_000))  # smallest, step; RMB
NUMBERS = (2, 3, 4, 5, 8, 12, 16, 24, 32)
ROUNDS = (1, 3)
TESTS = 4_000
Floats = NDArray[np.float64]


def plan(products: int, rounds: int, smallest: int, step: int) -> list[tuple[int, int]]:
    """For each round the products in it and the looks at each: as many of both as the platform's sums leave.

    What a sum buys beyond the looks that were wanted is more looks. A round that cannot be paid is not held.
    """
    left, racing, held = BUDGET, products, []
    for number in range(rounds):
        wanted = max(left // (rounds - number) // racing // LOOK, 1) * LOOK
        price = payable(*(FEN_PER_RMB * sum_ for sum_ in (wanted, smallest, step))) // FEN_PER_RMB
        racing = min(racing, left // price)
        if racing == 0:
            break
        held.append((racing, price // LOOK))
        left -= racing * price
        racing = math.ceil(racing / 2)
    return held


def found_rate(rates: Floats, rounds: list[tuple[int, int]], rng: np.random.Generator) -> Floats:
    """The rate of the product that each test ends with, [T]: the one that sold best per look. Shapes: rates [T, P]."""
    tests, products = rates.shape
    rows = np.arange(tests)[:, None]
    sold, looks = np.zeros((tests, products)), np.zeros((tests, products))
    racing = np.tile(np.arange(products), (tests, 1))
    for count, each in rounds:
        racing = racing[:, :count]
        knack = np.exp(KNACK * rng.standard_normal((tests, count, each)) - 0.5 * KNACK**2)
        chance = np.minimum(rates[rows, racing][:, :, None] * knack, 1.0)
        sold[rows, racing] += rng.binomial(CLICKS, chance).sum(axis=2)
        looks[rows, racing] += each
        score = sold[rows, racing] / looks[rows, racing]
        racing = np.take_along_axis(racing, np.argsort(-score, axis=1, kind="stable"), axis=1)
    return np.asarray(rates[np.arange(tests), racing[:, 0]])


def table(seed: int, spread: float = SPREAD, tests: int = TESTS) -> pd.DataFrame:
    """Every platform, number of products and number of rounds; the same products everywhere."""
    luck = np.random.default_rng(seed).standard_normal((tests, max(NUMBERS)))
    worth = np.exp(spread * luck - 0.5 * spread**2)
    rows = []
    for smallest, step in PLATFORMS:
        for rounds in ROUNDS:
            for products in NUMBERS:
                held = plan(products, rounds, smallest, step)
                first = held[0][0]
                value = found_rate(RATE * worth[:, :first], held, np.random.default_rng((seed, products, rounds)))
                value = value / RATE
                error = float(value.std(ddof=1)) / math.sqrt(tests)
                rows.append((smallest, rounds, first, len(held), float(value.mean()), error))
    return pd.DataFrame(rows, columns=["smallest", "rounds", "products", "held", "value", "error"])
