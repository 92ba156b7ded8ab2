"""Checks of policies alone in the arena: A2, A4, A5, A9 to A12, A25 to A27."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import binom, chisquare, kstest

import sim
from experiments.arena_error.checks import CHECKS as FORMS
from experiments.verification.figure import Check, Figure, likely, near, sampled
from sim.core.inequality import gini, top_shares

SOFT = (0.5, 0.3, 0.15, 0.05)


def shares(policy: str, relevance: ArrayLike, **options: object) -> NDArray[np.float64]:
    """Shares of exposure that the items end with."""
    seen = sim.arena(policy, relevance, **options)["impressions"].to_numpy()
    return np.asarray(seen / seen.sum())


def urn(creators: int, first: float, requests: int, replicates: int) -> NDArray[np.int64]:
    """Impressions by replicate and creator under preferential attachment from `first` each."""
    runs = [
        sim.arena("popularity", np.ones(creators), gamma=1.0, first=first, requests=requests, seed=seed)
        for seed in range(replicates)
    ]
    return np.array([run["impressions"] for run in runs])


def seen_once(newcomers: float, explored: float, requests: int, seeds: int) -> tuple[float, int]:
    """Share of items that only their arrival counts for, and how many items it is a share of (Yule and Simon)."""
    items = round(requests * newcomers / (1.0 - newcomers))
    unseen = []
    for seed in range(seeds):
        born = np.sort(np.random.default_rng(seed).integers(0, requests, items))
        born[0] = 0
        both = ["popularity", "exploration_budget"]
        run = sim.arena(both, np.ones(items), born=born, share=explored, requests=requests, refresh=8, seed=seed)
        unseen.append(float((run["impressions"] == 0).mean()))
    return float(np.mean(unseen)), items * seeds


def _logit_choice() -> list[Figure]:
    utility, requests, found = (1.0, 0.5, 0.0, 0.0), 10_000, []
    for which, left in (("four", utility), ("the other three", utility[1:])):
        seen = sim.arena("interest", left, temperature=1.0, requests=requests)["impressions"].to_numpy()
        weight = np.exp(left)
        found.append(likely(f"choice among {which}", chisquare(seen, requests * weight / weight.sum()).pvalue))
        for item, expected in enumerate(weight / weight.sum()):
            error = math.sqrt(expected * (1 - expected) / requests)
            found.append(sampled(f"share of item {item + 1} of {which}", seen[item] / requests, expected, error))
    return found


def _polya() -> list[Figure]:
    requests, pairs, tens = 200, 80, 30
    first = urn(2, 1.0, requests, pairs)[:, 0]
    smooth = (first + np.random.default_rng(0).random(first.size)) / (requests + 1)
    found = [likely("two creators: the first's share is uniform", kstest(smooth, "uniform").pvalue)]
    for start, hhi, inequality in ((1.0, 0.1818, 0.4496), (0.1, 0.55, 0.794)):
        seen = urn(10, start, requests, tens)
        squares, ginis = ((seen / requests) ** 2).sum(axis=1), np.array([gini(row) for row in seen])
        finite = (1.0 + (requests - 1) * hhi) / requests  # new draws only
        error, spread = squares.std() / math.sqrt(tens), ginis.std() / math.sqrt(tens)
        found.append(sampled(f"ten creators from {start:g}: concentration", squares.mean(), finite, error))
        found.append(sampled(f"ten creators from {start:g}: Gini", ginis.mean(), inequality, spread, 0.01))
    alike = np.ptp([shares("interest", [1.0, 0.9], requests=100, seed=seed)[0] for seed in range(3)])
    return [*found, near("without attachment: spread between lives", alike, 0.0, 0.0)]


def _yule() -> list[Figure]:
    found = []
    for newcomers, explored, once in ((0.1, 0.0, 0.5263), (0.1, 0.2, 0.284), (0.3, 0.0, 0.5882)):
        share, items = seen_once(newcomers, explored, 4_000, 3)
        error = math.sqrt(once * (1 - once) / items)
        what = f"items seen once: newcomers {newcomers:g}, explored {explored:g}"
        found.append(sampled(what, share, once, error))
    top = [
        top_shares(
            sim.arena(["popularity", "exploration_budget"], np.ones(400), born=np.arange(400) * 10, share=share,
                      requests=4_000, refresh=8)["impressions"], (0.01,),
        )[0]
        for share in (0.0, 0.2)
    ]  # fmt: skip
    return [*found, Figure("top 1 %, explored .2 over none", top[1] / top[0], "< 0.8", 0.0, 0.8, "one life")]


def _forms(*names: str, luck: float = 0.0) -> list[Figure]:
    """Largest error of any item's share of exposure, against the closed forms of the arena."""
    found = []
    for name in names:
        form = FORMS[name]
        requests = 4_000
        served = shares(form.policy, form.relevance, requests=requests, **form.options)
        error = float(np.abs(served - form.shares).max())
        rests_on = "no luck involved" if not luck else "4 standard errors, and the price's own error"
        found.append(near(f"{name}: largest error", error, 0.0, luck or 0.005, rests_on))
    return found


def _fair() -> list[Figure]:
    found = _forms(*(name for name in FORMS if name.startswith("alpha-fair")))
    greedy = shares("alpha_fair", FORMS["worst off"].relevance, alpha=0.0, requests=200)
    return [*found, near("alpha 0: share of the item between", greedy[1], 0.0, 0.0)]


def _soft() -> list[Figure]:
    found = []
    for temperature in (0.05, 0.2, 1.0):
        seen = sim.arena("interest", SOFT, temperature=temperature, requests=4_000)["impressions"]
        weight = np.exp(np.array(SOFT) / temperature)
        found.append(likely(f"softmax at {temperature:g}", chisquare(seen, 4_000 * weight / weight.sum()).pvalue))
    cold = shares("interest", SOFT, temperature=1e-4, requests=500)
    hot = sim.arena("interest", SOFT, temperature=1e6, requests=2_000)["impressions"]
    return [
        *found,
        near("at no temperature: share of the best", cold[0], 1.0, 0.0),
        likely("at any: all alike", chisquare(hot).pvalue),
    ]


def _ladder() -> list[Figure]:
    pools, gates, found = [300.0, 3_000.0, 12_000.0, 100_000.0], [0.03, 0.035, 0.04], []
    items = 200
    for chance in (0.03, 0.035, 0.04):
        passing = float(binom.sf(math.ceil(gates[0] * pools[0] - 1e-9) - 1, pools[0], chance))
        run = sim.arena(
            "ladder", np.ones(items), slots=items, requests=int(pools[0]),
            pools=pools, gates=gates, gate="like_rate", like_prob=chance,
        )  # fmt: skip
        error = math.sqrt(passing * (1 - passing) / items)
        found.append(sampled(f"like rate {chance:g}: share that left it", (run["level"] > 0).mean(), passing, error))
    return found


def _rerankers() -> list[Figure]:
    relevance = [1.0, 0.9, 0.8]
    pair = shares("mmr", relevance, topic=[0, 0, 1], slots=2, requests=200, weight=1.0)
    return [
        *_forms("a pair that differs"),
        near("relevance alone: share of the two most relevant", pair[:2].sum(), 1.0, 0.0),
    ]


def _merit() -> list[Figure]:
    merit, found = np.array([0.6, 0.5]), []
    for strength, first, gap in ((0.0, 1.0, 1 / 0.6), (0.01, 0.5457, 9e-4), (0.1, 0.5455, 1.7e-4)):
        served = shares("fairco", merit, strength=strength)
        found.append(near(f"strength {strength:g}: share of the better", served[0], first, 5e-5))
        apart = abs(served[0] / merit[0] - served[1] / merit[1])
        found.append(near(f"strength {strength:g}: disparity", apart, gap, 0.03 * gap))
    return found


def _owed() -> list[Figure]:
    found, requests = [], 1_000
    for users, items in ((1, 3), (7, 10)):
        relevance = np.random.default_rng(users).random((users, items))
        due = (relevance / relevance.sum(axis=1, keepdims=True))[np.arange(requests) % users].sum(axis=0)
        served = sim.arena("amortised_equity", relevance, quality=0.0, requests=requests)["impressions"]
        most = float(np.abs(served - due).max())
        found.append(Figure(f"{users} users, {items} items: most owed", most, "<= 1 slot", 0.0, 1.0, "no luck"))
    relevance = np.array([1.0, 0.7, 0.3])
    served = sim.arena("amortised_equity", relevance, quality=0.8, requests=4_000)["impressions"]
    most = float(np.abs(served - 4_000 * relevance / relevance.sum()).max())
    return [*found, Figure("with a floor on quality: most owed", most, "> 1,000 slots", 1_000.0, math.inf, "no luck")]


CHECKS = {
    "A2": Check("logit choice, and what is left keeps its odds", _logit_choice),
    "A4": Check("Polya's urn: popularity alone makes luck permanent", _polya),
    "A5": Check("Yule and Simon: newcomers under popularity", _yule),
    "A9": Check("alpha-fair shares", _fair),
    "A10": Check("softmax between the best and all alike", _soft),
    "A11": Check("a floor of a tenth under softmax", lambda: _forms("floor of a tenth", luck=0.035)),
    "A12": Check("the ladder's first gate", _ladder),
    "A25": Check("re-rankers: a determinant, and relevance alone", _rerankers),
    "A26": Check("merit, by a controller", _merit),
    "A27": Check("attention owed stays within a slot", _owed),
}
