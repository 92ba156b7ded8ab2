"""The social lane: what friends have shared, newest first."""

import numpy as np

from sim.core.law import part
from sim.kernels.looks import seen
from sim.world.users import INBOX_PLACES, LIKED_PLACES, OUTBOX_PLACES


@part
def row_of(cards, serial):  # type: ignore[no-untyped-def]  # compiled
    """The row of an item by its running number, or -1 once it has retired; rows are in order of it."""
    low, high = 0, cards.size
    while low < high:
        middle = (low + high) // 2
        if np.int64(cards[middle].serial) < serial:
            low = middle + 1
        else:
            high = middle
    if low < cards.size and np.int64(cards[low].serial) == serial:
        return low
    return -1


@part
def letters_about(r, u, serial):  # type: ignore[no-untyped-def]  # compiled
    """How many letters about an item lie in a user's inbox: what a policy of friends' signals can rank by."""
    count = 0
    for place in range(r.inbox.shape[1]):
        if r.inbox[u, place] == serial:
            count += 1
    return count


@part
def from_friends(o, r, u, position, now, slate):  # type: ignore[no-untyped-def]  # compiled
    """The newest letter's item that can be shown, or -1. A letter stays until it is looked at or past its time."""
    if not o.social:
        return -1
    for back in range(1, INBOX_PLACES + 1):
        place = (r.received[u] + INBOX_PLACES - back) % INBOX_PLACES
        serial = np.int64(r.inbox[u, place])
        if serial < 0:
            continue
        item = row_of(o.cards, serial)
        if item < 0 or now >= o.cards[item].visible_to or seen(r, u, serial) > 0:
            r.inbox[u, place] = -1
            continue
        taken = False
        for other in range(position):
            if slate[other] == item:
                taken = True
        if not taken:
            return item
    return -1


@part
def read_letters(r, u, serial):  # type: ignore[no-untyped-def]  # compiled
    """Forget the letters about an item that has been looked at."""
    for place in range(r.inbox.shape[1]):
        if r.inbox[u, place] == serial:
            r.inbox[u, place] = -1


@part
def share(o, r, u, serial):  # type: ignore[no-untyped-def]  # compiled
    """Put an item into the outbox; once it is full, further shares of the span reach nobody."""
    if o.social and r.sent[u] < OUTBOX_PLACES:
        r.outbox[u, r.sent[u]] = serial
        r.sent[u] += 1


@part
def like(o, r, u, serial):  # type: ignore[no-untyped-def]  # compiled
    """Let friends see that an item was liked; the oldest of the places gives way."""
    if o.likes:
        r.liked[u, r.liked_ever[u] % LIKED_PLACES] = serial
        r.liked_ever[u] += 1
