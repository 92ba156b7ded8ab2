"""Checks of closed forms that are functions of the library: A18 to A24."""

import math

import numpy as np
from scipy.special import ndtri

from experiments.verification.figure import Check, Figure, near
from sim.core import inequality
from sim.market.ad_optimum import best_load, planned_load
from sim.market.brm import pay, potential
from sim.market.small_share import share_before
from sim.market.two_products import probability_best
from sim.market.window import months_of_window
from sim.traffic.logistic import Logistic

MIDDLES = (np.arange(400_000) + 0.5) / 400_000  # quantiles: a population without sampling noise
SCORES, BETA = [0.9, 0.6, 0.5, 0.3, 0.2, 0.1], [1.0, 0.7, 0.5, 0.3, 0.2, 0.1]


def _two_products() -> list[Figure]:
    exact = ((500, 0.8444), (1000, 0.9245), (2000, 0.9790), (5000, 0.9994))
    return [near(f"{n} clicks each", probability_best(0.02, 0.03, n), right, 5e-5) for n, right in exact]


def _inequality() -> list[Figure]:
    normal = ndtri(MIDDLES)
    known = ((1.0, 0.5205), (1.5, 0.7112), (1.975, 0.8374), (2.5, 0.9229))
    found = [near(f"Gini, log sd {s:g}", inequality.gini(np.exp(s * normal)), g, 2e-3) for s, g in known]
    top = inequality.top_shares(np.exp(1.975 * normal), (0.01, 0.03, 0.10))
    for share, held, expected in zip((1, 3, 10), top, (0.3627, 0.5375, 0.756), strict=True):
        found.append(near(f"top {share} % of log sd 1.975", held, expected, 3e-3))
    pareto = inequality.gini((1.0 - MIDDLES) ** -0.5)
    null = inequality.poisson_gini(1e4)
    return [
        *found,
        near("Gini, Pareto 2", pareto, 1 / 3, 2e-3),
        near("Poisson null at 10,000 each", null, 1 / math.sqrt(math.pi * 1e4), 1e-6),
    ]


def _best_ad_load() -> list[Figure]:
    return [
        near("best load, steady price", best_load(2.0), 0.25, 5e-5),
        near("best load, price falls with supply", best_load(2.0, 0.3), 0.2059, 5e-5),
        near("a plan that sees a third, over the best", planned_load(2.0, 1 / 3) / best_load(2.0), 3.0, 1e-9),
    ]


def _identity() -> list[Figure]:
    """Attention flat, ad load from 10 to 25 %, half as many competitors again."""
    load = Logistic(start=0.10, end=0.25)
    kept = (1.0 - load.at(1e9)) / (1.0 - load.at(-1.0)) / 1.5
    return [near("natural exposure of an account, after over before", kept, 0.5556, 5e-5)]


def _year_ago() -> list[Figure]:
    found = share_before(0.3)
    return [
        near("share of small accounts a year ago", found.before, 0.411, 5e-4),
        near("growth of large accounts", found.large_growth, 0.104, 5e-4),
    ]


def _window() -> list[Figure]:
    return [
        near("months, as published", months_of_window(), 12.99, 5e-3),
        near("months, twice the return at first is less", months_of_window(r0=2.0), 8.89, 5e-3),
    ]


def _rewards() -> list[Figure]:
    worst = 0.0
    draw = np.random.default_rng(0)
    for _ in range(500):
        scores = draw.random(6)
        changed = scores.copy()
        who = int(draw.integers(6))
        changed[who] = draw.random()
        gain = pay(changed.tolist(), BETA)[who] - pay(scores.tolist(), BETA)[who]
        worst = max(worst, abs(gain - (potential(changed.tolist(), BETA) - potential(scores.tolist(), BETA))))
    off = float(np.abs(np.array(pay(SCORES, BETA)) - [0.53, 0.23, 0.16, 0.06, 0.03, 0.01]).max())
    return [near("own pay less potential, worst of 500", worst, 0.0, 1e-12), near("the example", off, 0.0, 1e-12)]


CHECKS = {
    "A18": Check("the better of two products, exactly", _two_products),
    "A19": Check("measures of inequality", _inequality),
    "A20": Check("the ad load that pays best, and a myopic plan", _best_ad_load),
    "A21": Check("the identity of natural exposure", _identity),
    "A22": Check("what half of sales and a growth of 58 % imply", _year_ago),
    "A23": Check("the window's length", _window),
    "A24": Check("backward rewards have a potential", _rewards),
}
