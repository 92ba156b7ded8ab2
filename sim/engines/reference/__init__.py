"""The reference engine: one SimPy process per user, plain Python, made to be read.

It defines what a span means and judges the compiled engine bit for bit. It shares with that engine only
the clock, the tables, the noise generator and the scalar laws, which it runs uncompiled.
Read `visitor` (a user's life), then `slate` (a request), `person` (visits and memory), `hall` (what is shared).
"""

from collections.abc import Iterable, Sequence

import numpy as np
import simpy

from sim.engines.reference.hall import Hall
from sim.engines.reference.two import Subject
from sim.engines.reference.visitor import Visitor
from sim.platform.trial import Arms
from sim.recommender.index import Index
from sim.world.span import Span
from sim.world.tally import Served
from sim.world.world import World


class ReferenceEngine:
    """Serves a span with one SimPy process per user. `order` [U] is the order in which they are started."""

    def __init__(self, order: Sequence[int] | None = None) -> None:
        self.order = order

    def serve(self, world: World, index: Index, span: Span) -> Served:
        """Serve all users for one span; changes their own rows, returns the sums."""
        hall = Hall(world, index, span)
        self._live(span, (Visitor(hall, user) for user in self._order(world)))
        return hall.served()

    def serve_two(self, world: World, index: Index, second: Index, arms: Arms, span: Span) -> Served:
        """Serve all users for one span, each request from the offer of its arm."""
        halls = Hall(world, index, span), Hall(world, second, span)
        self._live(span, (Subject(halls, user, arms) for user in self._order(world)))
        one, other = (hall.served() for hall in halls)
        log = np.concatenate([one.log, other.log])
        arm = np.repeat(np.array([0, 1], dtype=np.uint8), [one.log.size, other.log.size])
        order = np.lexsort((log["tick"], log["user"]))
        sums = {
            name: getattr(one, name) + getattr(other, name) for name in Served._fields if name not in {"log", "arm"}
        }
        return Served(**sums, log=log[order], arm=arm[order])

    def close(self) -> None:
        """Nothing is elsewhere."""

    def _order(self, world: World) -> Iterable[int]:
        return self.order if self.order is not None else range(len(world.users))

    def _live(self, span: Span, visitors: Iterable[Visitor]) -> None:
        env = simpy.Environment(initial_time=span.start)
        for visitor in visitors:
            env.process(visitor.live(env))
        env.run()
