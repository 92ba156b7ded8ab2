"""The compiled span: all sessions of a range of users, each user's in order of time.

Line for line what `sim.engines.reference` says, over arrays. It reads frozen arrays and writes only the
rows of its own users and integer counts, so ranges of users can be served in any order and at once.
"""

import numpy as np

from sim.core.law import kernel
from sim.kernels.foresight import foresee_counts, foresee_user, reach_of
from sim.kernels.requests import request
from sim.kernels.responses import respond
from sim.kernels.rooms import be_present
from sim.kernels.visits import arrive, break_of_day, leave, prepare

AHEAD = np.uint64(2)  # users from this one to the one whose row is asked for


@kernel
def serve(first_user, last_user, o, r, behaviour, sheets, s):  # type: ignore[no-untyped-def]  # compiled
    """Serve the users of a half-open range for one span. Returns `last_user`, or who is next once the log is full."""
    b = behaviour
    reach = reach_of(o)
    for u in range(np.uint64(first_user), np.uint64(last_user)):
        ahead = u + AHEAD
        if ahead < last_user and (r.in_session[ahead] or r.hazard_left[ahead] < r.visits_per_day[ahead] * reach):
            foresee_user(r, ahead)
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
                if not request(o, r, u, s, b, sheets.totals):
                    leave(r, u, b)
                foresee_counts(sheets.by_item, s.slate)
                for position in range(o.slate_size):
                    if s.slate[position] < 0 or not r.in_session[u]:
                        continue
                    if r.clock[u] >= o.end:
                        break
                    if not respond(o, r, u, position, s, b, sheets):
                        leave(r, u, b)
            if r.in_session[u]:
                break
    return last_user
