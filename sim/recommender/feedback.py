"""Feedback as a learner gets it: single impressions with their outcome, some time after they happened."""

import numpy as np
from numpy.typing import NDArray

from sim.core.units import TICKS_PER_DAY, TICKS_PER_HOUR
from sim.recommender.propensity import weights
from sim.world.tagging import labels
from sim.world.tally import Act
from sim.world.world import World

FEEDBACK = np.dtype([("tick", "i8"), ("user", "i4"), ("creator", "i4"), ("topic", "i4"), ("played", "i4")])
NIGHT = 48  # bytes of an impression in the work of a night: line, score, weight, and copies of its columns
NOTHING = np.zeros(0, dtype=FEEDBACK)


def bytes_waiting(impressions: float, delay_hours: float) -> float:
    """Bytes of so many impressions a day while they wait, with a night's work on those of a day."""
    return impressions * (2.0 * FEEDBACK.itemsize * (1.0 + delay_hours / 24.0) + NIGHT)


def received(waiting: NDArray[np.void], log: NDArray[np.void], world: World) -> NDArray[np.void]:
    """What waits to be learned from, with a span's impressions added in order of time; topics as labelled."""
    more = np.zeros(log.size, dtype=FEEDBACK)
    for name in ("tick", "user", "creator"):
        more[name] = log[name]
    more["topic"] = labels(log["topic"].astype(np.int32), more["creator"], world.false_topic, world.topics)
    more["played"] = log["acts"] >> Act.PLAY.bit & 1
    return np.concatenate([waiting, more[np.lexsort((more["user"], more["tick"]))]])


def ripe(waiting: NDArray[np.void], now: int, delay_hours: float) -> int:
    """How many of those that wait are older than the delay, at the end of a day; none at other times."""
    if now % TICKS_PER_DAY:
        return 0
    return int(np.searchsorted(waiting["tick"], now - round(delay_hours * TICKS_PER_HOUR)))


def weights_of(known: NDArray[np.void], accounts: int, clip: float) -> NDArray[np.float64]:
    """What each of these impressions counts, [N]: by the propensity of its account among them, whatever the lane.

    Limits: an account that came, or had nothing to show, in part of that time counts as there all the time.
    """
    shown = np.bincount(known["creator"], minlength=accounts)
    each: NDArray[np.float64] = weights(shown, clip)[known["creator"]]
    return each
