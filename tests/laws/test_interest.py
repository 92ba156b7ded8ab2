"""Interests: how they are drawn, how they drift, and the taste score that follows from them."""

import math

import numpy as np
import pytest
from scipy import special, stats

from sim.core import draws, streams
from sim.laws.affinity import lift, match
from sim.laws.behaviour import record
from sim.laws.interest import drift
from sim.laws.settings import BehaviourSettings
from sim.world.population import interests
from sim.world.settings import PopulationSettings
from sim.world.topics import topics

USERS = 20_000
DRIFT = ("population.visits_per_day=20", "population.visits_log_sd=0", "behaviour.stay_base=-50")


def behaviour(**changes: float) -> np.void:
    return record(BehaviourSettings(**changes))[0]  # type: ignore[no-any-return]


def entropy(shares: np.ndarray) -> np.ndarray:
    return special.entr(shares).sum(axis=1)


def expected_entropy(concentration: np.ndarray) -> float:
    total = concentration.sum()
    return float(special.digamma(total + 1) - (concentration / total) @ special.digamma(concentration + 1))


@pytest.mark.parametrize(
    ("alpha", "nats", "largest"), [(0.1, 1.3465, 0.505), (0.5, 2.3153, 0.246), (1.0, 2.5977, 0.180)]
)
def test_dirichlet_draws_have_the_entropy_and_the_maximum_of_theory(alpha: float, nats: float, largest: float) -> None:
    concentration = np.full(20, alpha)
    shares = draws.dirichlets(3, streams.INTERESTS, np.arange(USERS), concentration)
    assert expected_entropy(concentration) == pytest.approx(nats, abs=5e-5)
    h, top = entropy(shares), shares.max(axis=1)
    assert h.mean() == pytest.approx(nats, abs=4 * h.std() / math.sqrt(USERS) + 5e-5)
    assert top.mean() == pytest.approx(largest, abs=4 * top.std() / math.sqrt(USERS) + 1e-3)
    assert np.abs(shares.sum(axis=1) - 1).max() < 1e-12


def test_one_share_of_a_dirichlet_draw_is_beta() -> None:
    concentration = np.array([0.05, 0.5, 3.0])
    shares = draws.dirichlets(4, streams.INTERESTS, np.arange(USERS), concentration)
    for k, alpha in enumerate(concentration):
        assert stats.kstest(shares[:, k], stats.beta(alpha, concentration.sum() - alpha).cdf).pvalue > 1e-4


def test_interests_of_the_population_have_the_entropy_of_their_concentration() -> None:
    settings = PopulationSettings(users=USERS)
    tree = topics(settings)
    h = entropy(interests(settings, tree, 0, np.arange(USERS)))
    theory = expected_entropy(settings.interest_concentration * tree.demand)
    assert h.mean() == pytest.approx(theory, abs=4 * h.std() / math.sqrt(USERS))


def test_drift_without_reinforcement_settles_at_the_variance_of_theory() -> None:
    b = behaviour(reinforcement=0.0, interest_return_per_day=0.02, interest_volatility=0.02)
    assert drift(5.0, 1.0, 0.0, 0.0, 0.1, 1e5, 0.0, b) == pytest.approx(1.0)  # all the way home
    spread = drift(5.0, 1.0, 0.0, 0.0, 0.1, 1e5, 1.0, b) - 1.0
    assert spread**2 == pytest.approx(0.01)  # volatility^2 / (2 x return rate)


@pytest.mark.parametrize("back", [0.0, 0.02, 3.0])
def test_drift_over_two_stretches_is_drift_over_both(back: float) -> None:
    b = behaviour(reinforcement=0.0, interest_return_per_day=back, interest_volatility=0.3)

    def step(days: float, logit: float = 0.0, noise: float = 0.0) -> float:
        return float(drift(logit, 0.0, 0.0, 0.0, 0.1, days, noise, b))

    assert step(5.0, step(2.0, 1.0)) == pytest.approx(step(7.0, 1.0))
    kept = step(5.0, 1.0)
    assert (kept * step(2.0, noise=1.0)) ** 2 + step(5.0, noise=1.0) ** 2 == pytest.approx(step(7.0, noise=1.0) ** 2)


def test_without_return_the_variance_grows_by_the_day() -> None:
    b = behaviour(reinforcement=0.0, interest_return_per_day=0.0, interest_volatility=0.02)
    assert drift(0.0, 0.0, 0.0, 0.0, 0.1, 9.0, 1.0, b) == pytest.approx(0.06)


def test_reinforcement_moves_interest_to_what_satisfies_and_moves_the_mean_nowhere() -> None:
    b = behaviour(reinforcement=0.5, interest_return_per_day=0.0, interest_volatility=0.0)
    shares, pull = np.array([0.5, 0.3, 0.2]), np.array([0.0, 2.0, -1.0])
    moved = np.array([drift(0.0, 0.0, p, pull.sum(), s, 1.0, 0.0, b) for p, s in zip(pull, shares, strict=True)])
    assert moved == pytest.approx(0.5 * (pull - shares * pull.sum()))
    assert moved.sum() == pytest.approx(0.0)
    assert moved[1] > 0 > moved[2]


def test_the_simulator_lets_interests_drift_to_that_variance() -> None:
    """Without reinforcement logits end at home, with the stationary variance, unlike from topic to topic."""
    from sim.config.load import load
    from sim.simulation import simulate

    law = ("behaviour.reinforcement=0", "behaviour.interest_return_per_day=2", "behaviour.interest_volatility=0.2")
    run = simulate(load([*DRIFT, *law, "population.users=2000", "population.topics=10", "population.verticals=2",
        "population.creators=20", "behaviour.leave_hazard_per_day=0", "horizon_days=4", "warmup_days=0"]))  # fmt: skip
    users = run.warm.world.users
    drifted = users.drift_day == 3
    assert drifted.sum() > 1_500
    away = (users.logit.astype(np.float64) - users.home_logit)[drifted]
    variance = 0.2**2 / (2 * 2) * (1 - math.exp(-2 * 2 * 3))
    assert away.var() == pytest.approx(variance, rel=4 * math.sqrt(2 / away.size))
    assert abs(away.mean()) < 4 * math.sqrt(variance / away.size)
    off = np.corrcoef(away.T) - np.eye(10)
    assert np.abs(off).max() < 4.5 / math.sqrt(len(away))


def test_the_taste_score_after_a_drift_is_that_of_the_population_as_built() -> None:
    """The score computed span by span from logits agrees with the one that whole arrays gave at the start."""
    from sim.config.load import load
    from sim.simulation import simulate

    still = ("behaviour.reinforcement=0", "behaviour.interest_volatility=0")
    overrides = [*DRIFT, *still, "population.users=300", "horizon_days=3", "warmup_days=0"]
    drifted = simulate(overrides).warm.world.users
    from sim.simulation import set_stage

    built = set_stage(load(overrides)).world.users
    assert (drifted.drift_day > 0).sum() > 200
    assert drifted.match == pytest.approx(built.match, abs=2e-4)


def test_the_taste_score_has_mean_zero_and_variance_one_over_random_pairs() -> None:
    from sim.config.load import load
    from sim.simulation import set_stage

    world = set_stage(load(["population.users=5000", "population.entrants_at_most=0"])).world
    creators = world.creators
    supply = (creators.topic_mix * creators.uploads_per_day[:, None]).sum(axis=0).astype(np.float64)
    supply /= supply.sum()
    scores = world.users.match.astype(np.float64)
    assert (scores @ supply).mean() == pytest.approx(0.0, abs=1e-4)
    assert (scores**2 @ supply).mean() == pytest.approx(1.0, abs=1e-4)


def test_the_average_user_has_a_lift_of_one_and_that_score_is_the_centre() -> None:
    assert lift(0.2, 0.5, 0.3, 0.2 + 0.3 * 0.3) == pytest.approx(1.0)
    assert lift(0.2, 0.5, 0.0, 0.2) == pytest.approx(1.0)
    assert match(1.0, 0.01, 0.0, 1.0) == 0.0
    assert match(1.0, 0.01, -2.0, 4.0) == 0.5
    assert match(math.e**2, 1e-12, 0.0, 1.0) == pytest.approx(2.0)
