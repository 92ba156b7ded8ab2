"""How often people come, differently from one another: the lognormal counterpart of a gamma mixture."""

import numpy as np
import pytest
from scipy import stats

MEAN, LOG_SD = 3.0, 0.6


@pytest.fixture(scope="module")
def counted() -> np.ndarray:
    """Visits of 20,000 users on a first day, counted by the simulator, [U]."""
    from sim.config.load import load
    from sim.processes.publishing import publish
    from sim.processes.refresh import open_span
    from sim.simulation import set_stage

    stage = set_stage(
        load(
            [
                "population.users=20000", "population.topics=2", "population.verticals=1", "population.creators=10",
                f"population.visits_per_day={MEAN}", f"population.visits_log_sd={LOG_SD}", "refresh_minutes=1440",
                "population.first_follows=0", "behaviour.stay_base=-50", "behaviour.leave_hazard_per_day=0",
                "behaviour.visit_sensitivity=0", "behaviour.pause_seconds=0",
            ]
        )
    )  # fmt: skip
    publish(stage)
    open_span(stage)
    return stage.world.users.visit.astype(np.int64)


def test_visits_of_a_mixed_crowd_have_the_mean_and_variance_of_a_poisson_lognormal(counted: np.ndarray) -> None:
    variance = MEAN + MEAN**2 * (np.exp(LOG_SD**2) - 1.0)
    assert counted.mean() == pytest.approx(MEAN, abs=4 * np.sqrt(variance / counted.size))
    assert counted.var() == pytest.approx(variance, rel=0.08)
    assert counted.var() > 1.5 * counted.mean(), "overdispersed, unlike a Poisson count"


def test_as_many_stay_away_as_the_mixture_says(counted: np.ndarray) -> None:
    place, weight = np.polynomial.hermite_e.hermegauss(60)
    none = float(weight @ np.exp(-MEAN * np.exp(LOG_SD * place - LOG_SD**2 / 2))) / np.sqrt(2 * np.pi)
    assert (counted == 0).mean() == pytest.approx(none, abs=4 * np.sqrt(none / counted.size))
    assert none > 1.5 * stats.poisson.pmf(0, MEAN)
