"""The compiled span of an experiment: as `serve`, with two offers in one world.

Who is served from which offer is a user's arm: always the first, always the second, or a keyed coin at every
request. A kernel of its own, so that a world without an experiment neither waits for it nor pays for it.
"""

import numpy as np

from sim.core import streams
from sim.core.law import kernel, part
from sim.core.noise import philox, unit
from sim.kernels.requests import request
from sim.kernels.responses import respond
from sim.kernels.rooms import be_present
from sim.kernels.visits import arrive, break_of_day, leave, prepare

TRIAL = streams.TRIAL
SECOND, BY_REQUEST = 1, 2  # arms; 0 is the first offer


@part
def weigh(o, s):  # type: ignore[no-untyped-def]  # compiled
    """How far each topic reaches in retrieval under an offer's weights, for the user who is prepared."""
    total = 0.0
    for k in range(o.vertical.size):
        total += o.topic_total[k] * s.odds[k]
        s.upto[k] = total


@kernel
def serve_two(first_user, last_user, o, second, arm, share, lot, tags, r, behaviour, sheets, s):  # type: ignore[no-untyped-def]  # compiled
    """Serve the users of a half-open range for one span. Returns `last_user`, or who is next once the log is full.

    Both offers are of one world and span; they differ in what a plan may say. `tags` says of each record of the log
    whether it came from the second.
    """
    b = behaviour
    for u in range(np.uint64(first_user), np.uint64(last_user)):
        if sheets.log.size > 0 and sheets.log.size - sheets.logged[0] < o.most_impressions:
            return np.int64(u)
        if o.live:
            be_present(o, r, u, sheets)
        break_of_day(o, r, u, b)
        if r.away[u]:
            continue
        s.foretold[0] = 0
        if r.in_session[u]:
            prepare(o, r, u, s, b)
        while True:
            if not r.in_session[u] and not arrive(o, r, u, s, b, sheets.totals):
                break
            while r.in_session[u] and r.clock[u] < o.end:
                treated = arm[u] == SECOND
                if arm[u] == BY_REQUEST:
                    number = np.int64(r.request[u]) + 1
                    treated = unit(philox(o.seed, o.replication, u, number, lot, TRIAL)[1]) < share
                offered = second if treated else o
                weigh(offered, s)
                if not request(offered, r, u, s, b, sheets.totals):
                    leave(r, u, b)
                for position in range(o.slate_size):
                    if s.slate[position] < 0 or not r.in_session[u]:
                        continue
                    if r.clock[u] >= o.end:
                        break
                    if tags.size > 0:
                        tags[sheets.logged[0]] = treated
                    if not respond(o, r, u, position, s, b, sheets):
                        leave(r, u, b)
            if r.in_session[u]:
                break
    return last_user
