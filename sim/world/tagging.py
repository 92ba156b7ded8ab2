"""Labels of items: what the platform reads, which need not be what the item is about."""

import numpy as np
from numpy.typing import NDArray

from sim.core import draws, streams
from sim.world.settings import PopulationSettings
from sim.world.topics import Topics

HONEST = -1


def false_topics(
    settings: PopulationSettings, topics: Topics, seed: int, niche: NDArray[np.uint8]
) -> NDArray[np.int32]:
    """The niche topic that each account puts on its mainstream items, or -1 where its labels are true, [C].

    Only mainstream accounts mis-tag; who does, and as what (by demand among niche topics), is drawn apart from all
    their other traits, so that mis-taggers differ from honest accounts in nothing else.
    """
    false = np.full(niche.size, HONEST, dtype=np.int32)
    leaves = np.flatnonzero(topics.niche)
    if settings.mistag_share == 0.0 or not leaves.size:
        return false
    draw = draws.units(seed, streams.ACCOUNT_LABELS, np.arange(niche.size))
    upto = np.cumsum(topics.demand[leaves])
    chosen = leaves[np.searchsorted(upto[:-1], draw[:, 1] * upto[-1], side="right")]
    return np.where((niche == 0) & (draw[:, 0] < settings.mistag_share), chosen, false).astype(np.int32)


def labels(
    topic: NDArray[np.int32], creator: NDArray[np.int32], false: NDArray[np.int32], topics: Topics
) -> NDArray[np.int32]:
    """The label of each item, [I]: its topic, unless its account mis-tags and the topic is not niche anyway."""
    if false.max(initial=HONEST) == HONEST:
        return topic
    return np.where((false[creator] >= 0) & ~topics.niche[topic], false[creator], topic)
