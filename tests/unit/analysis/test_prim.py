import numpy as np
import pytest

from sim.analysis.prim import LEAST_SUPPORT, find_box, luck


@pytest.fixture
def cases() -> np.ndarray:
    return np.random.default_rng(1).random((400, 6))


def test_a_known_box_is_found(cases: np.ndarray) -> None:
    hit = (cases[:, 1] < 0.5) & (cases[:, 4] > 0.6)
    box = find_box(cases, hit)
    assert list(box.bounded) == [1, 4]
    assert box.density == 1.0
    assert box.coverage > 0.9
    assert box.limits[1, 0] == -np.inf
    assert box.limits[1, 1] == pytest.approx(0.5, abs=0.05)
    assert box.limits[4, 0] == pytest.approx(0.6, abs=0.05)
    assert box.limits[4, 1] == np.inf
    assert luck(cases, hit, box, shuffles=19) == pytest.approx(0.05)


def test_a_known_box_is_found_in_noise(cases: np.ndarray) -> None:
    inside = (cases[:, 2] > 0.3) & (cases[:, 2] < 0.7)
    hit = np.random.default_rng(2).random(400) < np.where(inside, 0.9, 0.1)
    box = find_box(cases, hit)
    assert 2 in box.bounded
    assert 0.2 < box.limits[2, 0] < 0.45
    assert 0.55 < box.limits[2, 1] < 0.8
    assert box.density > 0.8


def test_pure_noise_does_not_stand_out(cases: np.ndarray) -> None:
    hit = np.random.default_rng(3).random(400) < 0.4
    assert luck(cases, hit, find_box(cases, hit), shuffles=39) > 0.05


def test_a_box_holds_the_least_support(cases: np.ndarray) -> None:
    hit = (cases < 0.35).all(axis=1)  # one case in 500
    hit[0] = True
    box = find_box(cases, hit)
    assert box.support >= LEAST_SUPPORT or not box.bounded.size


@pytest.mark.parametrize("every", [True, False])
def test_nothing_to_tell_apart_gives_no_bounds(cases: np.ndarray, every: bool) -> None:
    box = find_box(cases, np.full(400, every))
    assert box.bounded.size == 0
    assert box.support == 1.0
    assert luck(cases, np.full(400, every), box, shuffles=3) == 1.0


def test_a_constant_parameter_bounds_nothing(cases: np.ndarray) -> None:
    cases[:, 0] = 1.0
    box = find_box(cases, cases[:, 3] > 0.5)
    assert list(box.bounded) == [3]


def test_what_a_box_says_is_so(cases: np.ndarray) -> None:
    hit = cases[:, 0] > 0.55
    box = find_box(cases, hit)
    inside = box.holds(cases)
    assert box.support == inside.mean()
    assert box.density == hit[inside].mean()
    assert box.coverage == (hit & inside).sum() / hit.sum()
