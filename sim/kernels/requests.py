"""A request: every slot of the slate gets its lane and its item."""

import numpy as np

from sim.core import streams
from sim.core.law import part
from sim.core.noise import philox, unit
from sim.kernels.auction import mingle, sell
from sim.kernels.lanes import drawn, explored, from_follows, lane_of
from sim.kernels.looks import predicted, seen
from sim.kernels.ranking import rank
from sim.kernels.rooms import call
from sim.kernels.shapes import padded
from sim.kernels.shelf import searched
from sim.kernels.social import from_friends
from sim.laws.weariness import decay, fade
from sim.platform.book import FULL_DOMAIN, SLOTS
from sim.world.tally import Lane
from sim.world.users import RECENT_PLACES

INTEREST, FOLLOW, EXPLORE, PAID = int(Lane.INTEREST), int(Lane.FOLLOW), int(Lane.EXPLORE), int(Lane.PAID)
SOCIAL, SEARCH = int(Lane.SOCIAL), int(Lane.SEARCH)
SLOT, EXPLORE_STREAM, PAID_STREAM = (streams.SLOT, streams.EXPLORE, streams.PAID)


@part
def rest(o, r, u, now):  # type: ignore[no-untyped-def]  # compiled
    """Let weariness fade to the present, which becomes its reference time."""
    elapsed = now - r.tired_at[u]
    of_topic = decay(elapsed, o.topic_half_life)
    of_creator = decay(elapsed, o.creator_half_life)
    for k in range(o.vertical.size):
        r.tired_topic[u, k] = fade(np.float64(r.tired_topic[u, k]), of_topic)
    for place in range(RECENT_PLACES):
        r.tired_creator[u, place] = fade(np.float64(r.tired_creator[u, place]), of_creator)
    r.tired_at[u] = now


@part
def pin(o, r, u, now, s, b):  # type: ignore[no-untyped-def]  # compiled
    """Give pinned items the first interest slots; how many. What was seen, or is not visible, is passed over."""
    position = 0
    done = 0
    for place in range(o.pinned.shape[1]):
        item = np.int64(o.pinned[u, place])
        if item < 0:
            continue
        card = o.cards[item]
        if now < card.visible_from or now >= card.visible_to or seen(r, u, card.serial) > 0:
            continue
        taken = False
        for other in range(o.slate_size):
            if s.slate[other] == item:
                taken = True
        if taken:
            continue
        while position < o.slate_size and (s.lane[position] != INTEREST or s.slate[position] >= 0):
            position += 1
        if position == o.slate_size:
            break
        s.slate[position] = item
        s.slate_pull[position] = predicted(o, r, u, item, card, s, b)
        done += 1
    return done


@part
def request(o, r, u, s, b, totals):  # type: ignore[no-untyped-def]  # compiled
    """Fill the slate; whether anything is in it. Empty positions hold -1. Who is called to a room sees that alone."""
    r.request[u] += 1
    totals[1] += 1
    number = np.int64(r.request[u])
    now = r.clock[u]
    rest(o, r, u, now)
    for position in range(padded(o.slate_size)):
        w = philox(o.seed, o.replication, u, number, position, SLOT)
        s.draw[position] = unit(w[0])
        s.stay[position] = unit(w[1])
    if o.live:
        when, item = call(o, r, u, np.int64(-1), now + 1, now)
        s.called[0] = item >= 0
        if s.called[0]:
            r.heeded[u] = when
            for position in range(o.slate_size):
                s.slate[position] = -1
            s.lane[0] = FOLLOW
            s.slate[0] = item
            s.slate_pull[0] = 0.0
            return True
    for position in range(o.slate_size):
        s.lane[position] = lane_of(o, s.draw[position])
        s.slate[position] = -1
    wanted = 0
    for position in range(o.slate_size):
        item = -1
        if s.lane[position] == FOLLOW:
            item = from_follows(o, r, u, number, position, now, s.slate)
        elif s.lane[position] == PAID and o.market == SLOTS:
            continue  # sold below, when the slots that are not ranked are filled
        elif s.lane[position] == PAID:
            item = drawn(o, o.paid_entries, u, number, position, now, PAID_STREAM)
        elif s.lane[position] == EXPLORE:
            item = explored(o, r, u, number, position, now, s, b)
        elif s.lane[position] == SOCIAL:
            item = from_friends(o, r, u, position, now, s.slate)
        elif s.lane[position] == SEARCH:
            item = searched(o, r, u, number, position, now)
        s.slate[position] = item
        if item < 0:
            s.lane[position] = INTEREST
            wanted += 1
    if o.market == SLOTS:
        wanted += sell(o, r, u, number, now, s, b)
    if o.pinned.size > 0:
        wanted -= pin(o, r, u, now, s, b)
    taken = 0
    for position in range(o.slate_size):
        if s.slate[position] >= 0:
            s.taken[taken] = s.slate[position]
            taken += 1
    filled = rank(o, r, u, number, now, wanted, taken, s, b)
    if o.market == FULL_DOMAIN:
        filled = mingle(o, r, u, number, now, filled, wanted, s, b)
    place = 0
    shown = 0
    for position in range(o.slate_size):
        if s.lane[position] == INTEREST and s.slate[position] < 0:
            if place < filled:
                s.slate[position] = s.best[place]
                s.slate_pull[position] = s.best_pull[place]
                if o.market == FULL_DOMAIN and s.best_row[place] >= 0:
                    s.lane[position] = PAID
                    s.row[position] = s.best_row[place]
                    s.charge[position] = s.best_charge[place]
            else:
                s.slate[position] = drawn(o, o.explore_entries, u, number, position, now, EXPLORE_STREAM)
                s.lane[position] = EXPLORE
            place += 1
        if s.slate[position] >= 0:
            shown += 1
    return shown > 0
