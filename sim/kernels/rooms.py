"""Live rooms: a follower is called, a viewer goes in and stays, and both ends of her stay are counted by the minute."""

import numpy as np

from sim.core import streams
from sim.core.law import part
from sim.core.noise import normal_pair, philox, unit
from sim.core.search import row_of
from sim.core.units import TICKS_PER_MINUTE
from sim.kernels.looks import seen
from sim.laws.acting import action_probability
from sim.laws.calling import comes_after_ms
from sim.laws.staying import mean_stay_ms, stay_ms
from sim.world.rooms import Air
from sim.world.users import FOLLOW_PLACES

CALLED, STAY_MS = int(Air.CALLED), int(Air.STAY_MS)
BITS, ROOM, CALL = streams.STREAM_BITS, streams.ROOM, streams.CALL


@part
def be_present(o, r, u, sheets):  # type: ignore[no-untyped-def]  # compiled
    """Count a user's coming into a room and her leaving it, each in the minute of this span that it falls in."""
    if r.room[u] < 0:
        return
    row = row_of(o.lobby.serial, r.room[u])
    if r.room_from[u] >= o.start and r.room_from[u] < o.end:
        sheets.comings[row, (r.room_from[u] - o.start) // TICKS_PER_MINUTE] += 1
    if r.room_until[u] < o.end:
        sheets.comings[row, (r.room_until[u] - o.start) // TICKS_PER_MINUTE] -= 1
        r.room[u] = -1


@part
def call(o, r, u, after, until, now):  # type: ignore[no-untyped-def]  # compiled
    """The first call that a user heeds after a tick and before another: when, and the item; -1 for none.

    She is called to rooms of accounts that she follows; if they are still open when she can come, not before `now`,
    and she has not seen them. Calls are heeded in order of time, each once.
    """
    after = max(after, r.heeded[u])
    first, found = until, np.int64(-1)
    for place in range(min(r.follows_ever[u], FOLLOW_PLACES)):
        creator = r.follows[u, place]
        if creator < 0:
            continue
        for n in range(o.lobby.first[creator], o.lobby.first[creator + 1]):
            row = o.lobby.of_host[n]
            item = o.lobby.item[row]
            if item < 0:
                continue
            card = o.cards[item]
            w = philox(o.seed, o.replication, u, creator, card.upload, CALL)
            if unit(w[0]) >= o.lobby.manners.heeded:
                continue
            at = o.lobby.opens_at[row] + comes_after_ms(unit(w[1]), o.lobby.manners.heeded_ms)
            if at > after and at < first and max(at, now) < card.visible_to and seen(r, u, card.serial) == 0:
                first, found = at, item
    return first, found


@part
def go_in(o, r, u, row, lane, called, card, times, pull, at, sheets):  # type: ignore[no-untyped-def]  # compiled
    """Whether a viewer of the preview goes into the room, and for how long, ms; -1 if she does not."""
    m = o.lobby.manners
    last = o.lobby.closes_at[row] - 1
    w = philox(o.seed, o.replication, u, card.creator, card.upload, ROOM | times << BITS)
    goes = called or unit(w[0]) < action_probability(pull, m.enter_intercept, m.enter_slope)
    if not goes or at > last:
        return np.int64(-1)
    normal, _ = normal_pair(w[2], w[3])
    stay = stay_ms(m.spread, unit(w[1]), normal, mean_stay_ms(m.stay_ms, m.stay_slope, pull), m.stay_log_sd)
    stay = min(stay, last - at)
    sheet = sheets.air[row]
    sheet[lane] += 1
    sheet[CALLED] += called
    sheet[STAY_MS] += stay
    r.room[u] = card.serial
    r.room_from[u] = at
    r.room_until[u] = at + stay
    be_present(o, r, u, sheets)
    return stay
