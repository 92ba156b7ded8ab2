"""What an experiment sees: every impression, with who looked, whose it was, and how old the upload."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.hands import ALONE, Hands
from sim.core.units import TICKS_PER_DAY, TICKS_PER_SECOND
from sim.world.creators import SMALL_BELOW
from sim.world.tally import Act, Lane, Served, Tally
from sim.world.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Seen(NamedTuple):
    """All impressions of an experiment, by span, user and time. Shapes: [N] impressions, [C] accounts, [J] uploads.

    `day` counts from the start of the experiment; `upload` is a row of `born` (its first day) and `maker`; `request`
    numbers the requests; `arm` is the offer an impression came from, where there were two.
    """

    day: Floats
    user: Ints
    creator: Ints
    upload: Ints
    request: Ints
    watched: Floats  # seconds
    play: NDArray[np.bool_]
    natural: NDArray[np.bool_]
    arm: NDArray[np.uint8]
    born: Floats
    maker: Ints
    users: int
    target: NDArray[np.bool_]  # [C] niche, small and there at the start: whom the headline is about
    there: NDArray[np.bool_]  # [C] there at the start


class Record:
    """Keeps impressions span by span, in place of the recorder of a run."""

    def __init__(self, world: World, slate_size: int) -> None:
        self.world, self.slate_size, self.start = world, slate_size, world.now
        creators = world.creators
        self.there = creators.active(world.now)
        self.target = self.there & (creators.niche == 1) & (creators.followers < SMALL_BELOW)
        self.first_serial = int(world.next_serial)
        self.parts: list[tuple[NDArray[np.void], Ints, NDArray[np.uint8]]] = []
        self.born: dict[int, tuple[int, int]] = {}

    def span(self, tally: Tally, served: Served, ad_load: float) -> None:
        """Keep a span's impressions; uploads of before the experiment are known by -1."""
        items, log = self.world.items, served.log
        fresh = items.serial >= self.first_serial
        for serial, at, maker in zip(items.serial[fresh], items.visible_from[fresh], items.creator[fresh], strict=True):
            self.born.setdefault(int(serial), (int(at), int(maker)))
        name = items.creator.astype(np.int64) << 32 | items.upload
        order = np.argsort(name)
        asked = log["creator"].astype(np.int64) << 32 | log["upload"]
        serial = items.serial[order[np.searchsorted(name[order], asked)]].astype(np.int64)
        arm = served.arm if served.arm.size else np.zeros(log.size, dtype=np.uint8)
        self.parts.append((log, np.maximum(serial - self.first_serial, -1), arm))

    def end_of_day(self, day: int, world: World, hands: Hands = ALONE) -> None:
        """Nothing is counted by day."""

    def seen(self) -> Seen:
        """All of it."""
        log, upload, arm = (np.concatenate(column) for column in zip(*self.parts, strict=True))
        born = np.full(int(self.world.next_serial) - self.first_serial, np.inf)
        maker = np.full(born.size, -1, dtype=np.int64)
        for serial, (at, who) in self.born.items():
            born[serial - self.first_serial] = (at - self.start) / TICKS_PER_DAY
            maker[serial - self.first_serial] = who
        return Seen(
            day=(log["tick"] - self.start) / TICKS_PER_DAY,
            user=log["user"].astype(np.int64),
            creator=log["creator"].astype(np.int64),
            upload=upload,
            request=_requests(log, self.slate_size),
            watched=log["watch_ms"] / TICKS_PER_SECOND,
            play=(log["acts"] >> Act.PLAY.bit & 1).astype(bool),
            natural=log["lane"] != int(Lane.PAID),
            arm=arm,
            born=born,
            maker=maker,
            users=len(self.world.users),
            target=self.target,
            there=self.there,
        )


def _requests(log: NDArray[np.void], slate_size: int) -> Ints:
    """A number for each slate of a visit, [N]. A slate that was cut short shifts those after it by a little."""
    order = np.lexsort((log["tick"], log["visit"], log["user"]))
    user, visit = log["user"][order], log["visit"][order]
    begins = np.r_[True, (user[1:] != user[:-1]) | (visit[1:] != visit[:-1])]
    place = np.arange(log.size) - np.maximum.accumulate(np.where(begins, np.arange(log.size), 0))
    number = np.empty(log.size, dtype=np.int64)
    number[order] = np.cumsum(begins | (place % slate_size == 0)) - 1
    return number
