"""The shelf: people come with an intent, and find what suits it and sells."""

import math

import numpy as np

from sim.core import streams
from sim.core.law import part
from sim.core.noise import philox, unit
from sim.kernels.looks import draw_entry
from sim.kernels.shapes import DRAW_ATTEMPTS

SEARCH_STREAM = streams.SEARCH


@part
def searched(o, r, u, number, position, now):  # type: ignore[no-untyped-def]  # compiled
    """An item of the shelf: an interest of the user by what there is for it, then an item by weight; or -1."""
    topics = o.vertical.size
    total = 0.0
    for k in range(topics):
        total += o.shelf_total[k] * math.exp(np.float64(r.match[u, k]))
    if not total > 0.0:
        return -1
    for attempt in range(DRAW_ATTEMPTS):
        w = philox(o.seed, o.replication, u, number, position << 8 | attempt, SEARCH_STREAM)
        mark = unit(w[0]) * total
        topic, last, upto = -1, -1, 0.0
        for k in range(topics):
            if o.shelf_total[k] > 0.0:
                upto += o.shelf_total[k] * math.exp(np.float64(r.match[u, k]))
                last = k
                if topic < 0 and mark < upto:
                    topic = k
        if topic < 0:
            topic = last
        first = o.shelf_first[topic]
        item = draw_entry(o.shelf_entries, first, o.shelf_first[topic + 1] - first, w[1], w[2])
        if o.cards[item].visible_from <= now and now < o.cards[item].visible_to:
            return item
    return -1
