"""What an impression counts under a clip: the closed form, what is kept, and who refuses to weigh."""

import numpy as np
import pytest

import sim
from sim.core.errors import PolicyError
from sim.platform.plan import TrafficPlan, compose
from sim.policies.debiased_feedback import DebiasedFeedback
from sim.policies.interest import Interest
from sim.recommender.feedback import FEEDBACK, weights_of
from sim.recommender.propensity import weights
from sim.recommender.two_tower import climb

TINY = ["scenario=quick", "population.users=60", "population.creators=20", "horizon_days=6"]


def test_a_weight_is_mean_propensity_over_own() -> None:
    shown, visible = np.array([90, 10, 20]), np.array([4, 4, 2])
    assert weights(shown, np.inf, visible) == pytest.approx(12.0 / np.array([90 / 4, 10 / 4, 20 / 2]))
    assert weights(shown, 2.0, visible) == pytest.approx([12.0 / 22.5, 2.0, 1.2])
    assert weights(np.array([99, 1]), 10.0) == pytest.approx([50 / 99, 10.0])
    assert weights(np.array([98, 1, 1, 1, 1, 1, 1, 1, 1, 1]), 2.0)[0] == pytest.approx(0.5), "nor less than 1 / clip"


def test_without_a_clip_in_the_way_weights_sum_to_the_impressions() -> None:
    draw = np.random.default_rng(0)
    shown, visible = draw.integers(1, 500, 40), draw.integers(1, 90, 40)
    assert shown @ weights(shown, np.inf, visible) == pytest.approx(shown.sum())
    assert shown * weights(shown, np.inf) == pytest.approx(np.full(40, shown.mean())), "each as much as any other"


def test_clip_one_counts_all_alike_and_nothing_is_no_error() -> None:
    assert (weights(np.array([5, 0, 70]), 1.0) == 1.0).all()
    assert (weights(np.zeros(3, dtype=np.int64), 20.0) == 1.0).all()
    assert weights(np.zeros(0, dtype=np.int64), 20.0, np.zeros(0, dtype=np.int64)).size == 0


def test_accounts_count_the_same_whatever_they_were_shown() -> None:
    known = np.zeros(100, dtype=FEEDBACK)
    known["creator"][:20] = 2
    each = weights_of(known, 5, 20.0)
    assert each[:20].sum() == pytest.approx(each[20:].sum())
    assert each[0] > 1.0 > each[-1]


def test_a_step_is_as_long_as_its_weight() -> None:
    """The first step of a number at 0 is rate x w m / root of (w m)^2: for tiny misses it tells the weight."""
    known = np.zeros(1, dtype=FEEDBACK)
    known["played"] = 1
    moved = []
    for weight in (0.0, 1e-4, 2e-4):
        tables = [np.zeros((1, 2), dtype=np.float32) for _ in range(6)]
        climb(known, np.array([weight]), 0.1, 0.0, *tables)
        moved.append(float(tables[0][0, 0]))
    assert moved[0] == 0.0
    assert moved[2] == pytest.approx(2 * moved[1], rel=0.01)


def test_who_always_shows_the_best_has_no_chances_to_weigh_by() -> None:
    for select in (None, "argmax"):
        with pytest.raises(PolicyError, match=r"policy mine: feedback_weight .* select is argmax"):
            compose([TrafficPlan(feedback_weight=20.0), TrafficPlan(select=select)], ["mine", "other"])
    assert compose([TrafficPlan(feedback_weight=20.0), TrafficPlan(select="lottery")], ["a", "b"]).feedback_weight == 20


@pytest.mark.parametrize("learner", ["oracle", "noisy"])
def test_a_learner_that_reads_the_truth_refuses(learner: str) -> None:
    said = rf"policy debiased_feedback: feedback_weight is 20.0.*the learner {learner.title()} "
    with pytest.raises(PolicyError, match=said):
        sim.simulate([*TINY, "policy=debiased_feedback", f"recommender={learner}"])


@pytest.mark.parametrize("learner", ["bayes_topic", "als", "two_tower", "hybrid"])
def test_at_clip_one_it_is_the_soft_choice_to_the_bit(learner: str) -> None:
    def lived(policy: object) -> str:
        return sim.simulate([*TINY, f"recommender={learner}"], policies={"soft": policy}).fingerprint  # type: ignore[dict-item]

    soft = lived(Interest(temperature=0.5))
    assert lived(DebiasedFeedback(clip=1.0, temperature=0.5)) == soft
    assert lived(DebiasedFeedback(clip=20.0, temperature=0.5)) != soft
