"""The length of a session: geometric when nothing but chance ends it."""

import math

import numpy as np
import pytest
from scipy import stats

from sim.laws.acting import stay_probability, utility

STAY = 0.9


@pytest.mark.parametrize("slate", [1, 10])
def test_sessions_are_geometric_with_the_simulators_own_stay_law(slate: int, come_once, few_items) -> None:
    visit = come_once(
        f"behaviour.stay_base={math.log(STAY / (1 - STAY))}",
        f"slate_size={slate}",
        "population.creators=20",
        *few_items,
    )
    users = visit.stage.world.users
    length = users.session_impressions.astype(np.int64)
    assert not users.in_session.any()
    assert length.sum() == visit.served.totals[2]
    assert length.mean() == pytest.approx(10.0, abs=4 * np.sqrt(90.0 / length.size))
    fourth_moment = 90.0**2 * (9 + 0.1**2 / STAY)  # of a geometric number with variance 90
    assert length.var() == pytest.approx(90.0, abs=4 * np.sqrt((fourth_moment - 90.0**2) / length.size))
    assert (length >= 5).mean() == pytest.approx(0.6561, abs=4 * np.sqrt(0.6561 * 0.3439 / length.size))
    seen = np.bincount(np.minimum(length, 50), minlength=51)[1:]
    expected = np.append(STAY ** np.arange(49) * (1 - STAY), STAY**49) * length.size
    assert stats.chisquare(seen, expected).pvalue > 1e-4


def test_utility_above_the_reference_keeps_people_and_ads_drive_them_away() -> None:
    base = math.log(9.0)
    assert stay_probability(base, 0.3, 0.0, 0.2, 0.0) == pytest.approx(0.9)
    assert stay_probability(base, 0.3, 1.0, 0.2, 0.0) > 0.9 > stay_probability(base, 0.3, 0.0, 0.2, 1.0)
    assert stay_probability(base, 0.0, 5.0, 0.0, 1.0) == pytest.approx(0.9)


def test_utility_is_the_log_sum_of_watching_and_skipping() -> None:
    assert utility(0.0) == pytest.approx(math.log(2.0))
    assert utility(-40.0) == pytest.approx(0.0, abs=1e-12)
    assert utility(40.0) == pytest.approx(40.0)
    step = 1e-6  # its slope is the chance of watching
    assert (utility(1.0 + step) - utility(1.0 - step)) / (2 * step) == pytest.approx(1 / (1 + math.exp(-1.0)), rel=1e-6)
