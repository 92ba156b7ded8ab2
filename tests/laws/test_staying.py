import math

import numpy as np
import pytest

from sim.core.law import plain
from sim.laws import calling, staying
from sim.laws.staying import EXPONENTIAL, FIXED, LOGNORMAL

stay_ms, mean_stay_ms = plain(staying.stay_ms), plain(staying.mean_stay_ms)
comes_after_ms = plain(calling.comes_after_ms)
MEAN, LOG_SD, DRAWS = 120_000.0, 0.8, 40_000


def stays(spread: int) -> np.ndarray:
    draw = np.random.default_rng(spread)
    pairs = zip(draw.random(DRAWS), draw.standard_normal(DRAWS), strict=True)
    return np.array([stay_ms(spread, u, z, MEAN, LOG_SD) for u, z in pairs])


@pytest.mark.parametrize(
    ("spread", "relative_sd"), [(EXPONENTIAL, 1.0), (LOGNORMAL, math.sqrt(math.expm1(LOG_SD**2))), (FIXED, 0.0)]
)
def test_every_law_of_stays_has_the_same_mean(spread: int, relative_sd: float) -> None:
    drawn = stays(spread)
    assert drawn.mean() == pytest.approx(MEAN, rel=4 * relative_sd / math.sqrt(DRAWS) + 1e-5)
    assert drawn.std() / MEAN == pytest.approx(relative_sd, rel=0.06, abs=1e-9)


def test_half_of_exponential_stays_are_shorter_than_the_mean_times_log_2() -> None:
    assert stay_ms(EXPONENTIAL, 0.5, 0.0, MEAN, LOG_SD) == int(MEAN * math.log(2))


def test_whoever_is_drawn_more_stays_longer_but_no_longer_than_a_day() -> None:
    assert mean_stay_ms(MEAN, 0.2, 1.0) / MEAN == pytest.approx(math.exp(0.2))
    assert mean_stay_ms(MEAN, 1.0, 300.0) == staying.LONGEST_MS
    assert stay_ms(LOGNORMAL, 0.5, 6.0, staying.LONGEST_MS, 5.0) == staying.LONGEST_MS


def test_who_heeds_a_call_comes_after_an_exponential_time() -> None:
    uniform = (np.arange(10_000) + 0.5) / 10_000
    after = np.array([comes_after_ms(u, 300_000.0) for u in uniform])
    assert after.mean() == pytest.approx(300_000, rel=0.01)
    assert (after > 300_000).mean() == pytest.approx(math.exp(-1), abs=0.002)
