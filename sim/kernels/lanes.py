"""The lane of a slot, and the items of the lanes that are not ranked."""

import numpy as np

from sim.core import streams
from sim.core.law import part
from sim.core.noise import philox, unit, unit_fine
from sim.core.prefetch import prefetch
from sim.kernels.looks import draw_entry, entry_at, predicted, seen, value_of
from sim.kernels.shapes import DRAW_ATTEMPTS
from sim.world.tally import Lane
from sim.world.users import FOLLOW_PLACES

FOLLOW_ATTEMPTS = 4
INTEREST, FOLLOW, EXPLORE, SOCIAL, SEARCH, PAID = (int(lane) for lane in Lane)
FOLLOW_STREAM, EXPLORE_STREAM = streams.FOLLOW, streams.EXPLORE


@part
def lane_of(o, draw):  # type: ignore[no-untyped-def]  # compiled
    """The lane of a slot: paid first, then the natural lanes by their shares."""
    if draw < o.ad_load:
        return PAID
    left = (draw - o.ad_load) / (1.0 - o.ad_load)
    for lane in (FOLLOW, EXPLORE, SOCIAL, SEARCH):
        left -= o.natural_lanes[lane]
        if left < 0.0:
            return lane
    return INTEREST


@part
def drawn(o, entries, u, number, position, now, stream):  # type: ignore[no-untyped-def]  # compiled
    """A visible item drawn by weight, or -1 after a few attempts."""
    if entries.size == 0:
        return -1
    for attempt in range(DRAW_ATTEMPTS):
        w = philox(o.seed, o.replication, u, number, position << 8 | attempt, stream)
        item = draw_entry(entries, 0, entries.size, w[0], w[1])
        if o.cards[item].visible_from <= now and now < o.cards[item].visible_to:
            return item
    return -1


@part
def explored(o, r, u, number, position, now, s, b):  # type: ignore[no-untyped-def]  # compiled
    """An item of the explore lane: drawn by weight, or the best-scored of a few draws."""
    if not o.explore_rank:
        return drawn(o, o.explore_entries, u, number, position, now, EXPLORE_STREAM)
    best, best_score = np.int64(-1), -np.inf
    if o.explore_entries.size > 0:
        for attempt in range(DRAW_ATTEMPTS):
            w = philox(o.seed, o.replication, u, number, position << 8 | attempt, EXPLORE_STREAM)
            s.mark[attempt] = unit_fine(w[0], w[1]) * o.explore_entries.size
            prefetch(o.explore_entries, np.uint64(s.mark[attempt]))
        for attempt in range(DRAW_ATTEMPTS):
            s.drawn[attempt] = entry_at(o.explore_entries, 0, s.mark[attempt])
            prefetch(o.cards, s.drawn[attempt])
        for attempt in range(DRAW_ATTEMPTS):
            item = s.drawn[attempt]
            card = o.cards[item]
            if card.visible_from <= now and now < card.visible_to and seen(r, u, card.serial) == 0:
                score = value_of(o.value, predicted(o, r, u, item, card, s, b)) * card.factor
                if score > best_score:
                    best, best_score = np.int64(item), score
    return best


@part
def from_follows(o, r, u, number, position, now, slate):  # type: ignore[no-untyped-def]  # compiled
    """The newest unseen item of a followed account drawn at random, or -1."""
    known = min(r.follows_ever[u], FOLLOW_PLACES)
    if known == 0:
        return -1
    for attempt in range(FOLLOW_ATTEMPTS):
        w = philox(o.seed, o.replication, u, number, position << 8 | attempt, FOLLOW_STREAM)
        creator = r.follows[u, np.int64(unit(w[0]) * known)]
        if creator < 0:
            continue  # an unfollow has left the place empty
        for place in range(o.shelf_start[creator], o.shelf_start[creator + 1]):
            item = np.int64(o.shelf[place])
            card = o.cards[item]
            if card.visible_from <= now and now < card.visible_to and seen(r, u, card.serial) == 0:
                taken = False
                for other in range(position):
                    if slate[other] == item:
                        taken = True
                if not taken:
                    return item
    return -1
