"""Executors of a span: the compiled engine, and the reference engine that judges it."""

from typing import Protocol

from sim.recommender.index import Index
from sim.world.span import Span
from sim.world.tally import Served
from sim.world.world import World


class Engine(Protocol):
    """Serves all users for one span. Changes users' own rows, nothing else."""

    def serve(self, world: World, index: Index, span: Span) -> Served: ...
