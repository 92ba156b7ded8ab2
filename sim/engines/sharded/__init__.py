"""The sharded engine: one run over several machines, each living some of the users, to the same bits.

Read `shard` (some users and what serves them), `crowd` (their rows, and a shard that is lost), `place` and `actors`
(where shards live).
"""

import weakref
from collections.abc import Callable

from sim.core.table import Table
from sim.engines.compiled import snapshot
from sim.engines.ranges import Ranges, Snapshot
from sim.engines.sharded.crowd import Crowd
from sim.engines.sharded.place import Here, Place
from sim.engines.sharded.shard import SHOPPERS, USERS
from sim.engines.sharded.split import Split, even
from sim.platform.trial import Arms
from sim.recommender.index import Index
from sim.world.span import Span
from sim.world.tally import Served
from sim.world.world import World


class ShardedEngine:
    """Serves a span with `shards` shards of users; the result depends neither on how many nor on where they are."""

    def __init__(
        self,
        shards: int = 2,
        threads: int = 1,
        copy_spans: int = 8,
        place: Place | None = None,
        split: Callable[[int, int], Split] = even,
    ) -> None:
        self.shards, self.threads, self.copy_spans, self.split = shards, threads, copy_spans, split
        self.place: Place = place or Here()
        self.crowd: Crowd | None = None
        self._world: weakref.ref[World] | None = None

    def serve(self, world: World, index: Index, span: Span) -> Served:
        """Serve all users for one span; returns the sums."""
        return self._serve(world, snapshot(world, index, span))

    def serve_two(self, world: World, index: Index, second: Index, arms: Arms, span: Span) -> Served:
        """Serve all users for one span, each request from the offer of its arm."""
        return self._serve(world, snapshot(world, index, span, second, arms))

    def close(self) -> None:
        """Give the world its rows back, and end the shards."""
        if self.crowd is not None:
            self.crowd.disband()
        self.crowd = self._world = None

    def _serve(self, world: World, frozen: Snapshot) -> Served:
        if self.crowd is None or self._world is None or self._world() is not world:
            self.crowd = self._gather(world)
        return self.crowd.serve(frozen)

    def _gather(self, world: World) -> Crowd:
        """The users of a world that this engine has not served before."""
        self.close()  # those of the world before go home
        self._world = weakref.ref(world)
        tables: dict[str, Table] = {USERS: world.users}
        if world.commerce is not None:
            tables[SHOPPERS] = world.commerce.shoppers
        split = [ranges for ranges in self.split(len(world.users), self.shards) if _some(ranges)]
        return Crowd(tables, self.place, split, self.threads, self.copy_spans)


def _some(ranges: Ranges) -> bool:
    """Whether a shard has any users."""
    return any(first < last for first, last in ranges)
