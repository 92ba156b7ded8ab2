"""The reference engine: one SimPy process per user, plain Python, made to be read.

It defines what a span means and judges the compiled engine bit for bit. It shares with that engine only
the clock, the tables, the noise generator and the scalar laws, which it runs uncompiled.
Read `visitor` (a user's life), then `slate` (a request), `person` (visits and memory), `hall` (what is shared).
"""

from collections.abc import Sequence

import simpy

from sim.engines.reference.hall import Hall
from sim.engines.reference.visitor import Visitor
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
        env = simpy.Environment(initial_time=span.start)
        for user in self.order if self.order is not None else range(len(world.users)):
            env.process(Visitor(hall, user).live(env))
        env.run()
        return hall.served()
