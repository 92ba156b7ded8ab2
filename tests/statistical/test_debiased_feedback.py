"""Rich get richer: what is left of a head start when it is over, and what weighing feedback takes off it.

Accounts are alike but for their topics. For eight days every other account is found nine times as often as the rest;
whether the odd or the even ones is the only difference between two lives of a world. What is left is the log odds of
the favoured ones' exposure from day 10 to 15. Worlds are fixed; each statement is tested by Student's t over them at
one side and 1 %.
"""

from functools import cache

import numpy as np
from scipy import stats

import sim
from sim.platform.observed import Observed
from sim.platform.plan import TrafficPlan
from sim.platform.policy import Policy, State
from sim.policies.debiased_feedback import DebiasedFeedback
from sim.policies.interest import Interest

WORLDS = range(6)
ALIKE = (
    "population.users=300", "population.creators=60", "population.topics=10", "population.verticals=4",
    "population.quality_sd=0", "population.inconsistency_median=0", "population.inconsistency_log_sd=0",
    "population.cadence_log_sd=0", "population.cadence_reliability=1", "population.merchant_share=0",
    "population.koc_uploads_per_day=1", "population.mid_uploads_per_day=1", "population.head_uploads_per_day=1",
    "population.entrants_at_most=0", "traffic.ad_load=0", "platform.follow_share=0", "refresh_minutes=360",
    "horizon_days=16", "warmup_days=2", "record.metrics=[]", "recommender=als",
)  # fmt: skip
OVER = 8  # day on which the head start ends
TEMPERATURE = 0.5
ALPHA = 0.01


class HeadStart(Policy):
    """Find the accounts of one side more often, for a time."""

    side: int

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        favoured = (observed.items.creator % 2 == self.side) & (observed.day < OVER)
        return TrafficPlan(retrieve=np.where(favoured, 9.0, 1.0)), state


@cache
def left(world: int, clip: float) -> tuple[float, float]:
    """Log odds of being favoured: while the head start lasts, and when it is over. Clip 0 is plain soft interest."""
    soft = DebiasedFeedback(clip=clip, temperature=TEMPERATURE) if clip else Interest(temperature=TEMPERATURE)
    odds = []
    for side in (0, 1):
        run = sim.simulate([*ALIKE, f"seed={world}"], policies={"head_start": HeadStart(side=side), "soft": soft})
        shown = run.ledger.assign(odd=run.ledger["creator"] % 2).groupby(["day", "odd"])["impressions"].sum().unstack()
        odds.append([np.log(shown.loc[days, 1].sum() / shown.loc[days, 0].sum()) for days in (range(8), range(10, 16))])
    early, late = (np.array(odds[1]) - np.array(odds[0])) / 2.0
    return float(early), float(late)


def chance_of(numbers: list[float]) -> float:
    """The chance that numbers around 0 are at least so much above it."""
    return float(stats.ttest_1samp(numbers, 0.0, alternative="greater").pvalue) if np.ptp(numbers) else 1.0


def taken_off(clip: float) -> list[float]:
    """What a clip takes off the advantage left in each world."""
    return [left(world, 0.0)[1] - left(world, clip)[1] for world in WORLDS]


def test_a_head_start_lasts_where_what_was_shown_looks_liked() -> None:
    assert min(left(world, 0.0)[0] for world in WORLDS) > 1.0
    assert chance_of([left(world, 0.0)[1] for world in WORLDS]) < ALPHA


def test_weighed_feedback_takes_some_of_it_away() -> None:
    assert chance_of(taken_off(20.0)) < ALPHA
    assert min(left(world, 20.0)[0] for world in WORLDS) > 1.0, "the head start itself was as large"


def test_control_with_equal_weights_nothing_is_taken() -> None:
    assert taken_off(1.0) == [0.0] * len(WORLDS)
    assert not chance_of(taken_off(1.0)) < ALPHA
