import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.market.brm import pay, pay_by, potential

SCORES, BETA = [0.9, 0.6, 0.5, 0.3, 0.2, 0.1], [1.0, 0.7, 0.5, 0.3, 0.2, 0.1]


def test_the_example() -> None:
    assert pay(SCORES, BETA) == pytest.approx([0.53, 0.23, 0.16, 0.06, 0.03, 0.01], abs=1e-12)


def test_pay_goes_to_whom_it_belongs() -> None:
    assert pay(SCORES[::-1], BETA) == pytest.approx(pay(SCORES, BETA)[::-1], abs=1e-15)
    assert pay([0.5, 0.5], [1.0, 0.5]) == pytest.approx([0.25, 0.25])


def test_below_the_slate_nothing_is_earned() -> None:
    assert pay([0.9, 0.8, 0.7], [1.0, 0.5]) == pytest.approx([0.15, 0.05, 0.0])
    assert pay([], [1.0]).size == 0


@pytest.mark.parametrize(
    ("scores", "beta"), [([-0.1, 0.2], [1.0]), ([0.1], [0.5, 0.6]), ([0.1], [-1.0]), ([np.nan], [1.0])]
)
def test_what_is_not_a_game_is_refused(scores: list[float], beta: list[float]) -> None:
    with pytest.raises(ValueError, match="allowed"):
        pay(scores, beta)


numbers = st.floats(0.0, 1.0)


@given(st.lists(numbers, min_size=1, max_size=8), st.lists(numbers, min_size=1, max_size=8), numbers, st.integers(0, 7))
def test_own_pay_and_the_potential_change_by_the_same(
    scores: list[float], beta: list[float], other: float, who: int
) -> None:
    who, worth = who % len(scores), sorted(beta, reverse=True)
    changed = [*scores[:who], other, *scores[who + 1 :]]
    gain = pay(changed, worth)[who] - pay(scores, worth)[who]
    assert abs(gain - (potential(changed, worth) - potential(scores, worth))) < 1e-12


@given(st.lists(numbers, min_size=2, max_size=8), st.lists(numbers, min_size=1, max_size=8))
def test_better_creators_earn_no_less(scores: list[float], beta: list[float]) -> None:
    earned = pay(scores, sorted(beta, reverse=True))
    order = np.argsort(scores)
    assert (np.diff(earned[order]) >= -1e-12).all()


def test_constant_curves_are_beta_and_others_have_a_potential_too() -> None:
    curves = [lambda s, b=b: b * s for b in BETA]
    assert pay_by(SCORES, curves) == pytest.approx(pay(SCORES, BETA), abs=1e-15)
    bent = [lambda s: s * s, lambda s: 0.5 * s * s]

    def height(scores: list[float]) -> float:
        return sum(curve(s) for curve, s in zip(bent, sorted(scores, reverse=True), strict=False))

    before, after = [0.9, 0.6, 0.5], [0.9, 0.95, 0.5]
    assert pay_by(after, bent)[1] - pay_by(before, bent)[1] == pytest.approx(height(after) - height(before), abs=1e-15)
