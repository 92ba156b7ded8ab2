"""Who knows the users better, and whom error costs exposure: in worlds of their own, against stated chances of error.

Differences between two learners in the same world are tested by Student's t over worlds at one side and 1 %: a
fact that is not there passes in one of a hundred collections of worlds. The worlds are fixed, so what passes once
passes until the model changes.
"""

from functools import cache

import numpy as np
import pytest
from scipy import stats

import sim
from experiments.learners.truth import area, judge

WORLDS = range(10)
LEARNERS = {
    "oracle": ["recommender=oracle"],
    "bayes_topic": ["recommender=bayes_topic"],
    "als": ["recommender=als"],
    "lost": ["recommender=noisy", "recommender.learner.error=30.0"],
    "no error": ["recommender=noisy", "recommender.learner.error=0.0"],
}
SIZE = [
    "population.users=300", "population.creators=60", "horizon_days=30", "warmup_days=15",
    "record.metrics=[exposure_per_creator]", "record.ledger=false",
]  # fmt: skip
ALPHA = 0.01


@cache
def lived(learner: str, world: int) -> tuple[float, float]:
    """The area against the truth, and ln of a niche account's exposure over a mainstream one's, after warm-up."""
    run = sim.simulate([*SIZE, *LEARNERS[learner], f"seed={world}"])
    late = run.metrics[run.metrics["day"] >= 15].groupby("group")["value"].mean()
    return judge(run, 60, 30).auc, float(np.log(late["niche=yes"] / late["niche=no"]))


def over(what: int, one: str, other: str) -> np.ndarray:
    """Differences by world between two learners."""
    return np.array([lived(one, world)[what] - lived(other, world)[what] for world in WORLDS])


def chance_of(differences: np.ndarray) -> float:
    """The chance that differences without a direction are at least so much above 0."""
    return float(stats.ttest_1samp(differences, 0.0, alternative="greater").pvalue)


@pytest.mark.parametrize(("better", "worse"), [("oracle", "bayes_topic"), ("bayes_topic", "als"), ("als", "lost")])
def test_who_knows_more_is_right_more_often(better: str, worse: str) -> None:
    assert chance_of(over(0, better, worse)) < ALPHA


def test_who_is_lost_in_noise_knows_nothing() -> None:
    assert np.mean([lived("lost", world)[0] for world in WORLDS]) == pytest.approx(0.5, abs=0.03)


def test_feedback_without_skips_costs_niche_accounts_more_than_mainstream_ones() -> None:
    """What was shown much looks liked much, and few numbers hold the large topics first: popularity bias."""
    assert chance_of(over(1, "oracle", "als")) < ALPHA


def test_error_without_a_direction_favours_niche_accounts() -> None:
    """A slate drawn by error is drawn by supply, of which niche accounts have more than of demand."""
    assert chance_of(over(1, "lost", "oracle")) < ALPHA


@pytest.mark.parametrize("world", [0, 1])
def test_without_error_nothing_is_left_of_either(world: int) -> None:
    assert lived("no error", world) == lived("oracle", world)


def test_the_area_is_that_of_counted_pairs() -> None:
    predicted, chance = np.array([2.0, 1.0, 1.0, 0.0]), np.array([0.9, 0.5, 0.1, 0.2])
    pairs = [(p * (1 - q), (a > b) + 0.5 * (a == b)) for a, p in zip(predicted, chance, strict=True)
             for b, q in zip(predicted, chance, strict=True)]  # fmt: skip
    weight, right = map(np.array, zip(*pairs, strict=True))
    assert area(predicted, chance) == pytest.approx(weight @ right / weight.sum())
