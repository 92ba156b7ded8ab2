"""What is shared is frozen inside a span: NumPy refuses to write it, and so does the compiler."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.core.errors import SimError
from sim.core.law import kernel
from sim.engines.compiled import CompiledEngine, offer
from sim.kernels.shapes import Rows
from sim.processes.publishing import publish
from sim.processes.refresh import open_span
from sim.processes.stage import Stage
from sim.simulation import set_stage


class Onlooker(CompiledEngine):
    """An engine that shows somebody the frozen world before it serves it."""

    def __init__(self, look: Callable[..., None]) -> None:
        super().__init__()
        self.look = look

    def serve(self, world: Any, index: Any, span: Any) -> Any:
        self.look(world, index, span)
        return super().serve(world, index, span)


@pytest.fixture
def stage() -> Stage:
    from sim.config.load import load

    return set_stage(load(["scenario=quick", "population.users=20", "policy=creator_floor"]))


def open_with(stage: Stage, look: Callable[..., None]) -> None:
    stage.engine = Onlooker(look)
    publish(stage)
    open_span(stage)


def test_no_shared_column_can_be_written_inside_a_span(stage: Stage) -> None:
    def look(world: Any, index: Any, span: Any) -> None:
        for table in (world.users, world.creators, world.items):
            for name, column in table.schema.items():
                array = getattr(table, name)
                assert array.flags.writeable == (column.owner == "row"), name
                if column.owner == "shared":
                    with pytest.raises(ValueError, match="read-only"):
                        array[...] = 0
        for name, array in (*index._asdict().items(), *index.prediction._asdict().items()):
            assert not isinstance(array, np.ndarray) or not array.flags.writeable, name

    open_with(stage, look)


def test_everything_that_the_kernel_reads_is_frozen(stage: Stage) -> None:
    def look(world: Any, index: Any, span: Any) -> None:
        for name, array in offer(world, index, span)._asdict().items():
            assert not isinstance(array, np.ndarray) or not array.flags.writeable, name
        assert not world.behaviour.flags.writeable

    open_with(stage, look)


def test_only_a_users_own_row_is_live_inside_a_span() -> None:
    from sim.world import creators, items
    from sim.world.users import schema

    assert {column.owner for column in (*creators.SCHEMA.values(), *items.SCHEMA.values())} == {"shared"}
    assert {name for name, column in schema(3).items() if column.owner == "shared"} == {"visits_per_day", "home_logit"}


@kernel
def write_visits(rows):  # type: ignore[no-untyped-def]  # compiled
    rows.visits_per_day[0] = 1.0


@kernel
def write_satisfaction(rows):  # type: ignore[no-untyped-def]  # compiled
    rows.satisfaction[0] = 1.0


@kernel
def write_price(offered):  # type: ignore[no-untyped-def]  # compiled
    offered.price[0, 0] = 1.0


def test_the_compiler_refuses_a_kernel_that_writes_what_is_frozen(stage: Stage) -> None:
    from numba.core.errors import TypingError

    def look(world: Any, index: Any, span: Any) -> None:
        rows = Rows(*(array for _, array in world.users.columns()))
        with pytest.raises(TypingError, match="readonly"):
            write_visits(rows)
        with pytest.raises(TypingError, match="readonly"):
            write_price(offer(world, index, span))
        write_satisfaction(rows)  # her own row is live
        assert world.users.satisfaction[0] == 1.0

    open_with(stage, look)


def test_a_policy_cannot_change_what_it_looks_at(stage: Stage) -> None:
    class Greedy:
        def start(self, observed: Any) -> Any:
            return None

        def allocate(self, observed: Any, state: Any) -> Any:
            observed.items.plays[:] = 0

    publish(stage)
    stage.policy.policies = (Greedy(),)
    stage.policy.names = ("greedy",)
    with pytest.raises((ValueError, SimError), match="read-only"):
        open_span(stage)
