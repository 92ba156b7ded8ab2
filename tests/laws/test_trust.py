"""Trust grows towards one by watching, is spent by paid impressions, and fades; unfollowing follows from skips."""

import pytest

from sim.laws.behaviour import record
from sim.laws.settings import BehaviourSettings
from sim.laws.trust import trust_after
from sim.laws.unfollowing import unfollow_probability

B = record(BehaviourSettings(trust_gain=0.05, trust_loss=0.2, unfollow_rate=0.03, unfollow_paid=0.04))[0]


def test_whole_watches_close_the_gap_geometrically() -> None:
    trust = 0.0
    for _ in range(30):
        trust = trust_after(trust, 1.0, 0.0, B)
    assert trust == pytest.approx(1.0 - 0.95**30)


def test_trust_is_concave_in_watching_and_stays_below_one() -> None:
    steps = [trust_after(t / 10, 0.5, 0.0, B) - t / 10 for t in range(11)]
    assert steps == sorted(steps, reverse=True)
    assert steps[-1] == 0.0


def test_a_paid_impression_takes_its_part_however_long_it_is_watched() -> None:
    assert trust_after(0.5, 0.0, 1.0, B) == trust_after(0.5, 1.0, 1.0, B) == pytest.approx(0.4)


def test_nobody_unfollows_without_a_rate() -> None:
    assert unfollow_probability(-20.0, 1.0, record(BehaviourSettings())[0]) == 0.0


@pytest.mark.parametrize(("paid", "rate"), [(0.0, 0.03), (1.0, 0.07)])
def test_unfollowing_falls_with_the_pull(paid: float, rate: float) -> None:
    assert unfollow_probability(0.0, paid, B) == pytest.approx(rate / 2)
    assert unfollow_probability(-40.0, paid, B) == pytest.approx(rate)
    assert unfollow_probability(40.0, paid, B) < 1e-12
