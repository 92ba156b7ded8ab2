"""Policies alone against closed forms, at a refresh of one. Numbers of cases are those of the model's checks.

Seeds are fixed, so a test passes or fails for good; where luck is involved, the false-alarm rate that a fresh
seed would have is stated.
"""

import numpy as np
import pytest
from scipy.stats import binom, chisquare, kstest

import sim
from experiments.verification.checks.arena import seen_once, shares, urn
from sim.arena import error_by_refresh
from sim.core.inequality import gini, top_shares

TWO_USERS = np.array([[1.0, 0.5, 0.1], [0.2, 0.5, 1.0]])


def fair_shares(alpha: float) -> np.ndarray:
    """Two users, three items: by symmetry the middle one is credited y = 1 / (1 + 2^(1 / alpha)) a user."""
    y = 1.0 / (1.0 + 2.0 ** (1.0 / alpha))
    return np.array([1.0 - y, 2.0 * y, 1.0 - y]) / 2.0


# --- A9 alpha-fair ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("alpha", [0.5, 1.0, 2.0, 5.0, 20.0])
def test_alpha_fair_with_two_users(alpha: float) -> None:
    served = shares("alpha_fair", TWO_USERS, alpha=alpha)
    assert served == pytest.approx(fair_shares(alpha), rel=0.02)


@pytest.mark.parametrize("weights", [[1.0, 0.5, 0.25], [0.9, 0.7, 0.6, 0.4, 0.2]])
@pytest.mark.parametrize("alpha", [0.5, 0.8, 1.0, 2.0, 3.0, 5.0])
def test_alpha_fair_with_one_pool(alpha: float, weights: list[float]) -> None:
    weight = np.array(weights)
    want = weight ** ((1.0 - alpha) / alpha)
    assert shares("alpha_fair", weight, alpha=alpha) == pytest.approx(want / want.sum(), rel=0.02)


def test_alpha_zero_is_the_best_for_users() -> None:
    assert shares("alpha_fair", TWO_USERS, alpha=0.0).tolist() == [0.5, 0.0, 0.5]


def test_the_proportional_fair_scheduler_is_alpha_one() -> None:
    assert shares("proportional_fair", TWO_USERS) == pytest.approx(fair_shares(1.0), rel=0.02)


def test_error_against_refresh_length() -> None:
    table = error_by_refresh("alpha_fair", TWO_USERS, fair_shares(2.0), (1, 16, 256, 1024), alpha=2.0, requests=4_000)
    assert table["refresh"].tolist() == [1, 16, 256, 1024]
    error = table["error"].to_numpy()
    assert error[0] < 0.002
    assert (np.diff(error) > 0).all(), "a longer refresh overshoots more"


# --- A10, A11 soft choice and a floor under it ------------------------------------------------------------------


@pytest.mark.parametrize("temperature", [0.05, 0.2, 1.0])
def test_softmax_maximises_entropy(temperature: float) -> None:
    """False alarm: 1 in 1,000."""
    score, requests = np.array([0.5, 0.3, 0.15, 0.05]), 10_000
    served = sim.arena("interest", score, temperature=temperature, requests=requests)["impressions"]
    want = np.exp(score / temperature)
    assert chisquare(served, requests * want / want.sum()).pvalue > 1e-3


def test_softmax_has_its_limits() -> None:
    score = [0.5, 0.3, 0.15, 0.05]
    assert shares("interest", score, temperature=1e-4, requests=1_000).tolist() == [1.0, 0.0, 0.0, 0.0]
    assert chisquare(sim.arena("interest", score, temperature=1e6, requests=4_000)["impressions"]).pvalue > 1e-3


def test_a_floor_is_reached_and_the_rest_keeps_its_proportions() -> None:
    """A tenth of all exposure is .4 of the mean of four. The price has luck of its own: see Limits of the policy."""
    options = {"select": "softmax", "temperature": 1.0, "score_scale": "log", "requests": 40_000}
    served = shares("creator_floor", [0.5, 0.3, 0.15, 0.05], share=0.4, **options)
    assert served[3] == pytest.approx(0.1, rel=0.02)
    assert served == pytest.approx([0.4737, 0.2842, 0.1421, 0.1], abs=0.01)


# --- A26, A27 merit and equity ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("strength", "first", "disparity"), [(0.0, 1.0, 1 / 0.6), (0.01, 0.5457, 9e-4), (0.1, 0.5455, 1.7e-4)]
)
def test_fairco(strength: float, first: float, disparity: float) -> None:
    merit = np.array([0.6, 0.5])
    served = shares("fairco", merit, strength=strength)
    assert served[0] == pytest.approx(first, abs=5e-5)
    assert abs(served[0] / merit[0] - served[1] / merit[1]) == pytest.approx(disparity, rel=0.03)


@pytest.mark.parametrize("requests", [500, 2_000, 8_000])
def test_disparity_falls_as_one_over_time(requests: int) -> None:
    """The error settles where the price makes up for the gap of scores: strength x error = .1."""
    merit = np.array([0.6, 0.5])
    served = shares("fairco", merit, strength=0.01, requests=requests)
    assert requests * abs(served[0] / merit[0] - served[1] / merit[1]) == pytest.approx(0.1 / 0.01, abs=1 / 0.5)


@pytest.mark.parametrize(("users", "items"), [(1, 3), (1, 10), (7, 10), (20, 40)])
def test_attention_owed_stays_within_a_slot(users: int, items: int) -> None:
    relevance, requests = np.random.default_rng(users).random((users, items)), 2_000
    due = (relevance / relevance.sum(axis=1, keepdims=True))[np.arange(requests) % users].sum(axis=0)
    served = sim.arena("amortised_equity", relevance, quality=0.0, requests=requests)["impressions"]
    assert np.abs(served - due).max() <= 1.0


def test_a_floor_on_quality_leaves_debts() -> None:
    relevance = np.array([1.0, 0.7, 0.3])
    served = sim.arena("amortised_equity", relevance, quality=0.8, requests=4_000)["impressions"]
    assert np.abs(served - 4_000 * relevance / relevance.sum()).max() > 1_000


# --- P12, P14 the worst off, and merit --------------------------------------------------------------------------


@pytest.mark.parametrize(("weight", "middle"), [(0.0, 0.0), (0.2, 0.0), (0.25, 1 / 3), (10.0, 1 / 3)])
def test_max_min_helps_when_it_is_worth_it(weight: float, middle: float) -> None:
    """A slot for the middle item costs .5 and raises the smallest exposure by 9/4 of a slot: worth it above 2/9."""
    served = shares("max_min", TWO_USERS, weight=weight, capped=False)
    assert served[1] == pytest.approx(middle, rel=0.02, abs=1e-3)


def test_tilting_reaches_shares_of_merit() -> None:
    merit = TWO_USERS.mean(axis=0)
    served = shares("fairness_of_exposure", TWO_USERS, requests=20_000)
    assert served == pytest.approx(merit / merit.sum(), rel=0.02)


def test_a_quota_is_met() -> None:
    relevance = np.array([1.0, 0.9, 0.5, 0.4])
    options = {"followers": [5e5, 5e5, 100.0, 100.0], "share": 0.4}
    assert shares("group_quota", relevance, **options)[2:].sum() == pytest.approx(0.4, rel=0.02)


# --- A4, A5 urns ------------------------------------------------------------------------------------------------


def test_polya_urn_of_two() -> None:
    """The first of two has a uniform number of T new impressions: KS, false alarm 1 in 1,000."""
    requests = 200
    first = urn(2, 1.0, requests, 200)[:, 0]
    assert kstest((first + np.random.default_rng(0).random(first.size)) / (requests + 1), "uniform").pvalue > 1e-3
    assert np.var(first / requests) == pytest.approx(1 / 12, rel=0.25)  # 4 standard errors


@pytest.mark.parametrize(("first", "hhi", "inequality"), [(1.0, 0.1818, 0.4496), (0.1, 0.55, 0.794)])
def test_polya_urn_of_ten(first: float, hhi: float, inequality: float) -> None:
    """Means over replicates within 4 standard errors: false alarm 1 in 10,000."""
    requests = 400
    seen = urn(10, first, requests, 80)
    concentration = ((seen / requests) ** 2).sum(axis=1)
    finite = (1.0 + (requests - 1) * hhi) / requests  # new draws only
    assert concentration.mean() == pytest.approx(finite, abs=4 * concentration.std() / np.sqrt(80))
    ginis = np.array([gini(row) for row in seen])
    assert ginis.mean() == pytest.approx(inequality, abs=4 * ginis.std() / np.sqrt(80) + 0.005)


def test_without_attachment_luck_fades() -> None:
    assert np.ptp([shares("interest", [1.0, 0.9], requests=200, seed=s)[0] for s in range(5)]) == 0.0


@pytest.mark.parametrize(("newcomers", "explored", "once"), [(0.1, 0.0, 0.5263), (0.1, 0.2, 0.284), (0.3, 0.0, 0.5882)])
def test_yule_simon(newcomers: float, explored: float, once: float) -> None:
    """An item's arrival is its first impression, so those seen once have none: 4 binomial errors, 1 in 10,000."""
    share, items = seen_once(newcomers, explored, requests=8_000, seeds=6)
    assert share == pytest.approx(once, abs=4 * np.sqrt(once * (1 - once) / items))


def test_exploration_thins_the_tail() -> None:
    born = np.arange(800) * 10
    seen = [
        sim.arena(["popularity", "exploration_budget"], np.ones(800), born=born, share=share, requests=8_000, refresh=8)
        for share in (0.0, 0.2)
    ]
    top = [top_shares(run["impressions"], (0.01,))[0] for run in seen]
    assert top[1] < 0.8 * top[0]


# --- A12 the ladder ---------------------------------------------------------------------------------------------

POOLS, GATES = [300.0, 3_000.0, 12_000.0, 100_000.0], [0.03, 0.035, 0.04]


@pytest.mark.parametrize(
    ("chance", "passing"), [(0.03, (0.5464, 0.0630)), (0.035, (0.7251, 0.5137)), (0.04, (0.8503, 0.9280, 0.5064))]
)
def test_reach_of_the_ladder(chance: float, passing: tuple[float, ...]) -> None:
    """Every item is shown on each request until its pool is used. Shares within 4 errors: 1 in 10,000 each."""
    exact = [binom.sf(np.ceil(gate * pool - 1e-9) - 1, pool, chance) for gate, pool in zip(GATES, POOLS, strict=False)]
    assert exact[: len(passing)] == pytest.approx(passing, abs=1e-4)
    items, requests = 250, int(sum(POOLS[: len(passing)]))
    run = sim.arena(
        "ladder", np.ones(items), slots=items, requests=requests,
        pools=POOLS, gates=GATES, gate="like_rate", like_prob=chance,
    )  # fmt: skip
    used = np.concatenate([[0.0], np.cumsum(POOLS)])
    for level in range(len(passing)):
        reach = float(np.prod(exact[: level + 1]))
        error = np.sqrt(reach * (1.0 - reach) / items)
        assert (run["level"] > level).mean() == pytest.approx(reach, abs=4 * error)
        stopped = run.loc[run["level"] == level, "impressions"]
        assert set(stopped) <= {int(used[level + 1])}, "a pool is used to the impression"
