"""Ask for what comes next while the present is computed (see sim.core.prefetch)."""

import numpy as np

from sim.core.law import part
from sim.core.lines import LINE
from sim.core.prefetch import prefetch
from sim.core.units import TICKS_PER_HOUR
from sim.world.tally import COLUMNS, LANES, Act
from sim.world.users import FOLLOW_PLACES, RECENT_PLACES, SEEN_PLACES

OF_4 = np.uint64(LINE // 4)  # numbers of four bytes in a cache line
OFTEN = LANES + int(Act.COMMENT) + 1  # columns of counts that a natural impression changes more often than not


@part
def reach_of(o):  # type: ignore[no-untyped-def]  # compiled
    """About the hazard that one visit a day spends in the span: a guess."""
    reach = 0.0
    for hour in range(o.start // TICKS_PER_HOUR, (o.end - 1) // TICKS_PER_HOUR + 1):
        reach += o.attention * o.hourly[hour % 24]
    return reach


@part
def foresee_user(r, u):  # type: ignore[no-untyped-def]  # compiled
    """Ask for the row of a user, line by line."""
    topics = np.uint64(r.logit.shape[1])
    for k in range(np.uint64(0), topics, OF_4):
        place = u * topics + k
        prefetch(r.home_logit, place)
        prefetch(r.logit, place)
        prefetch(r.match, place)
        prefetch(r.pull, place)
        prefetch(r.tired_topic, place)
        prefetch(r.belief_shown, place)
        prefetch(r.belief_played, place)
    for place in range(np.uint64(0), np.uint64(SEEN_PLACES), OF_4):
        prefetch(r.seen_item, u * np.uint64(SEEN_PLACES) + place)
    for place in range(np.uint64(0), np.uint64(FOLLOW_PLACES), OF_4):
        prefetch(r.follows, u * np.uint64(FOLLOW_PLACES) + place)
    prefetch(r.seen_times, u * np.uint64(SEEN_PLACES))
    prefetch(r.recent_creator, u * np.uint64(RECENT_PLACES))
    prefetch(r.tired_creator, u * np.uint64(RECENT_PLACES))


@part
def foresee_counts(by_item, slate):  # type: ignore[no-untyped-def]  # compiled
    """Ask for the counts of the items of a slate, as far as a natural impression changes them more often than not."""
    for position in range(slate.size):
        if slate[position] >= 0:
            for column in range(0, OFTEN, LINE // 8):
                prefetch(by_item, slate[position] * COLUMNS + column)
