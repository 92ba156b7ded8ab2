"""The kernel over ranges of users, shared out among threads. It knows users by their rows alone, not the world."""

import threading
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.hands import ALONE, Hands, shares
from sim.core.lines import LINE, on_lines
from sim.kernels.serve import serve
from sim.kernels.serve_two import serve_two
from sim.kernels.shapes import Offer, Scratch, Sheets, scratch
from sim.platform.trial import Arm
from sim.world.rooms import AIR, minutes
from sim.world.sales import SALE_COLUMNS
from sim.world.span import Span
from sim.world.tally import BINS, COLUMNS, LOG, NO_ARM, NO_LOG, SOLD, Served, add_shown

LEAST_USERS = 500  # to call the kernel takes as long as to serve fifty
LOG_ROWS = 1 << 18  # records a thread holds before they are handed on, at least
SUMMED = (
    "by_item",
    "follow_change",
    "forecast",
    "pulls",
    "totals",
    "sales",
    "sold",
    "air",
    "comings",
)  # sums of a span, whoever counts
Ranges = list[tuple[int, int]]  # half-open ranges of users
Other = tuple[Offer, Arm, float, int] | None  # the second offer of an experiment, and whose it is


class Snapshot(NamedTuple):
    """All that a span is served from but the users' own rows: frozen, and the same for every user."""

    offer: Offer
    numbers: Any  # a Behaviour
    span: Span
    other: Other = None


class Mine(threading.local):
    """A thread's working memory, kept from one span to the next: nothing that is read in it is left from before."""

    size: tuple[int, ...] = ()
    memory: Scratch

    def scratch(self, *size: int) -> Scratch:
        """Working memory of this size."""
        if size != self.size:
            self.size, self.memory = size, scratch(*size)
        return self.memory


MINE = Mine()


def share_out(frozen: Snapshot, rows: Any, shoppers: Any, ranges: Ranges, hands: Hands = ALONE) -> Served:
    """Serve these users for one span, on so many threads; changes their own rows, returns the sums.

    `rows` and `shoppers` are namedtuples of the columns of both tables, a user's row at her number.
    """
    if hands.threads == 1:
        return _work(frozen, rows, shoppers, ranges)
    pieces = iter(list(_cut(ranges, hands.threads)))  # whoever is free takes the next one
    return add(hands.each([partial(_work, frozen, rows, shoppers, pieces)] * hands.threads), hands)


def add(parts: Iterable[Served], hands: Hands = ALONE) -> Served:
    """The sums of several sets of users, and their records in order. Integers: any grouping gives the same bits."""
    summed: dict[str, Any] = {}
    logs, arms = [], []
    for part in parts:
        for name in SUMMED:
            more = getattr(part, name)
            if name not in summed:  # what has come from another machine may be read by others
                summed[name] = more if more.flags.writeable else more.copy()
            elif name == "by_item":
                hands.each([partial(add_shown, summed[name][some], more[some]) for some in shares(len(more), hands)])
            else:
                summed[name] += more
        logs.append(part.log)
        arms.append(part.arm)
    return Served(**summed, **_in_order(logs, arms))


def _cut(ranges: Ranges, threads: int) -> Iterator[tuple[int, int]]:
    """The same users in ever smaller ranges, each a share of those that are left: few calls, and all end at once."""
    left = sum(last - first for first, last in ranges)
    for first, last in ranges:
        while first < last:
            count = min(max(left // (2 * threads), LEAST_USERS), last - first)
            yield first, first + count
            first += count
            left -= count


def _work(frozen: Snapshot, rows: Any, shoppers: Any, ranges: Iterable[tuple[int, int]]) -> Served:
    """Serve some ranges of users on this thread."""
    packed, numbers, span, other = frozen
    room = max(2 * packed.most_impressions, LOG_ROWS) if span.log else 0
    items, rooms = len(packed.cards), packed.lobby.serial.size
    busy = on_lines(LINE + 4 * BINS, np.int64)  # what is counted at every turn
    sheets = Sheets(
        by_item=on_lines(items * COLUMNS, np.int64).reshape(-1, COLUMNS),
        follow_change=np.zeros(packed.shelf_start.size - 1, dtype=np.int64),
        forecast=busy[LINE : LINE + 2 * BINS].reshape(2, BINS),
        pulls=busy[LINE + 2 * BINS :].reshape(2, BINS),
        totals=busy[:3],
        sold=np.zeros((packed.bids.size, SOLD), dtype=np.int64),
        log=np.zeros(room, dtype=LOG),
        logged=busy[3:4],
        sales=np.zeros((items if packed.selling else 0, SALE_COLUMNS), dtype=np.int64),
        shoppers=shoppers,
        air=np.zeros((rooms, AIR), dtype=np.int64),
        comings=np.zeros((rooms, minutes(span) if packed.live else 0), dtype=np.int64),
    )
    offers = (packed,) if other is None else (packed, other[0])
    bidders = max(min(one.bids.size, one.entrants * span.slate_size) for one in offers)
    memory = MINE.scratch(packed.vertical.size, packed.verticals, span.candidates_per_slot, span.slate_size, bidders)
    logs, tags, tag = [], [], np.zeros(0 if other is None else room, dtype=np.uint8)
    for first, last in ranges:
        user = first
        while user < last:
            if other is None:
                user = serve(user, last, packed, rows, numbers, sheets, memory)
            else:
                user = serve_two(user, last, packed, *other, tag, rows, numbers, sheets, memory)
            if room:
                logs.append(sheets.log[: sheets.logged[0]].copy())
                tags.append(tag[: sheets.logged[0]].copy())
                sheets.logged[0] = 0
    return Served(**{name: getattr(sheets, name) for name in SUMMED}, **_in_order(logs, tags))


def _in_order(logs: list[NDArray[np.void]], tags: list[NDArray[np.uint8]]) -> dict[str, NDArray[Any]]:
    """Records by user and time, and which offer each came from, if there were two."""
    if not any(log.size for log in logs):
        return {"log": NO_LOG, "arm": NO_ARM}
    log = np.concatenate(logs)
    arm = np.concatenate(tags) if tags else NO_ARM
    order = np.lexsort((log["tick"], log["user"]))
    return {"log": log[order], "arm": arm[order] if arm.size else NO_ARM}
