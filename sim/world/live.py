"""Live rooms in the world: who opens them and when, who is in them, and what has become of them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core import draws, elementwise, streams
from sim.core.errors import InvariantError
from sim.core.noise import WORLD
from sim.core.sums import sums_by
from sim.core.units import NEVER, TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MINUTE
from sim.laws.arrival import next_visit
from sim.world.creators import Creators, Kind, Tier
from sim.world.items import Items
from sim.world.live_settings import LiveSettings
from sim.world.rooms import AIR, Air, Hosts, Rooms
from sim.world.sales import Sale, Scene, column
from sim.world.stories import StorySettings, place_rooms
from sim.world.tally import LANES, Served

DAYS_PER_WEEK = 7
FARTHEST = 3650 * TICKS_PER_DAY  # no planned wait is longer
EVEN_WEEK = np.ones(DAYS_PER_WEEK)


class Opening(NamedTuple):
    """Rooms that open in the coming span, by account and session. Shapes: [N]."""

    creator: NDArray[np.int64]
    session: NDArray[np.int64]
    opens_at: NDArray[np.int64]
    closes_at: NDArray[np.int64]


class Live:
    """Hosts and their rooms. A world without live rooms has none of this.

    Streams: HOST (who goes live, and how well), SESSION (each room).
    """

    def __init__(
        self,
        settings: LiveSettings,
        creators: Creators,
        stories: StorySettings,
        hourly: NDArray[np.float64],
        seed: int,
        first: int,
    ) -> None:
        self.settings, self.seed, self.hourly = settings, seed, hourly
        self.hosts, self.rooms = Hosts(len(creators)), Rooms()
        ids = np.arange(len(creators))
        draw = draws.units(seed, streams.HOST, ids)
        goes = draw[:, 0] < _share(settings, creators)
        self.hosts.per_day[goes] = settings.rooms_per_week / DAYS_PER_WEEK
        place_rooms(stories, self.hosts)
        goes = self.hosts.per_day > 0.0
        self.hosts.talent[:] = settings.talent_sd * draws.normals(seed, streams.HOST, ids, slot=1)[:, 0]
        self.hosts.behind[goes & (ids < first)] = settings.past_rooms
        hazard = -elementwise.log(draw[:, 1])
        for host in np.flatnonzero(goes).tolist():
            self.hosts.next_at[host] = self._next(0, float(hazard[host]), float(self.hosts.per_day[host]))
        self.freeze()

    def freeze(self) -> None:
        """Make all of it read-only."""
        self.hosts.freeze()
        self.rooms.freeze()

    def copy(self) -> "Live":
        """An independent copy."""
        twin = object.__new__(Live)
        twin.__dict__.update(self.__dict__)
        twin.hosts, twin.rooms = self.hosts.copy(), self.rooms.copy()
        twin.freeze()
        return twin

    def _next(self, since: int, hazard: float, per_day: float) -> int:
        """When the next room opens, if none is open since a tick: at the hours at which users are here."""
        at, _ = next_visit(since, hazard, per_day, self.hourly, EVEN_WEEK, since + FARTHEST)
        return int(at) if at >= 0 else NEVER

    def plan(self, until: int, pace: NDArray[np.float64]) -> Opening:
        """Draw every room that opens before a tick, and when the next one will. `pace` [C] multiplies how often.

        A room opens whether or not its account is there: who asks drops those of accounts that are not.
        """
        hosts, settings = self.hosts, self.settings
        found: list[tuple[int, int, int, int]] = []
        hosts.thaw()
        while (due := np.flatnonzero(hosts.next_at < until)).size:
            draw = draws.each(self.seed, WORLD, streams.SESSION, due, hosts.session[due].astype(np.int64))
            hours = settings.shortest_hours + (settings.longest_hours - settings.shortest_hours) * draw[:, 0]
            closes = hosts.next_at[due] + (hours * TICKS_PER_HOUR).astype(np.int64)
            hazard = -elementwise.log(draw[:, 1])
            for n, host in enumerate(due.tolist()):
                found.append((host, int(hosts.session[host]), int(hosts.next_at[host]), int(closes[n])))
                rate = float(hosts.per_day[host] * pace[host])
                hosts.next_at[host] = self._next(int(closes[n]), float(hazard[n]), rate)
            hosts.session[due] += 1
        hosts.freeze()
        columns = np.array(sorted(found), dtype=np.int64).reshape(-1, 4)
        return Opening(*(np.ascontiguousarray(column) for column in columns.T))

    def open(self, items: Items, closes_at: NDArray[np.int64]) -> None:
        """Add the rooms that these items are."""
        more = Rooms(len(items))
        more.serial[:], more.creator[:] = items.serial, items.creator
        more.opens_at[:], more.closes_at[:] = items.visible_from, closes_at
        self.rooms.append(more)
        self.rooms.freeze()

    def item_rows(self, items: Items) -> NDArray[np.int64]:
        """The row of each room among the items, or -1 once that has retired, [R]."""
        if not len(items):
            return np.full(len(self.rooms), -1, dtype=np.int64)
        place = np.minimum(np.searchsorted(items.serial, self.rooms.serial), len(items) - 1)
        return np.where(items.serial[place] == self.rooms.serial, place, -1)

    def span(self, served: Served, items: Items, end: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Sums of a span by room [R, AIR], and who is in each at the end of every minute of it [R, M].

        Raises:
            InvariantError: if more have left a room than have come.
        """
        air, row = served.air.copy(), self.item_rows(items)
        air[row >= 0, Air.SHOWN] = served.by_item[row[row >= 0], :LANES].sum(axis=1)
        minutes = served.comings.shape[1]
        air[:, Air.OPEN_MS] = self.rooms.open_ms(end - minutes * TICKS_PER_MINUTE, end)
        level = self.rooms.present[:, None] + np.cumsum(served.comings, axis=1)
        if level.min(initial=0) < 0:
            raise InvariantError("more users have left a live room than have gone in")
        return air, level

    def by_account(self, served: Served, items: Items, end: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The same by account [C, AIR], and who is in any room at the end of every minute [M]. Ask before `commit`."""
        air, level = self.span(served, items, end)
        return sums_by(air, self.rooms.creator, len(self.hosts)), level.sum(axis=0)

    def commit(self, served: Served, items: Items, end: int) -> None:
        """Add a span's sums to the rooms."""
        rooms, row = self.rooms, self.item_rows(items)
        air, level = self.span(served, items, end)
        rooms.thaw()
        rooms.air += air
        rooms.peak[:] = np.maximum(rooms.peak, level.max(axis=1, initial=0))
        rooms.present[:] = level[:, -1]
        if len(served.sales):
            rooms.gmv_fen[row >= 0] += served.sales[row[row >= 0], column(Scene.LIVE, Sale.GMV)]
        rooms.freeze()

    def settle(self, serial: int) -> None:
        """Close the books of a room: what it came to is its host's, and its row goes.

        Raises:
            InvariantError: if somebody is still in it.
        """
        rooms, hosts = self.rooms, self.hosts
        row = int(np.searchsorted(rooms.serial, serial))
        if rooms.present[row]:
            raise InvariantError(f"{rooms.present[row]} users are in live room {serial}, which has closed")
        host = rooms.creator[row]
        hosts.thaw()
        hosts.held[host] += 1
        hosts.air[host] += rooms.air[row]
        hosts.peak[host] = max(hosts.peak[host], rooms.peak[row])
        hosts.gmv_fen[host] += rooms.gmv_fen[row]
        hosts.freeze()
        rooms.select(np.flatnonzero(np.arange(len(rooms)) != row))
        rooms.freeze()


def _share(settings: LiveSettings, creators: Creators) -> NDArray[np.float64]:
    """Probability that each account goes live, [C]."""
    by_tier = np.zeros(len(Tier))
    by_tier[Tier.KOC], by_tier[Tier.MID], by_tier[Tier.HEAD] = (
        settings.koc_share, settings.mid_share, settings.head_share,
    )  # fmt: skip
    return np.where(creators.kind == Kind.MERCHANT, settings.merchant_share, by_tier[creators.first_tier])


NO_AIR = np.zeros((0, AIR), dtype=np.int64)
