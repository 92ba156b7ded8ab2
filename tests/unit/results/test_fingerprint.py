"""The digest of a run: every bit counts but those of a mechanism that is off."""

from sim.core.table import Column, Table
from sim.results.fingerprint import fingerprint
from sim.results.ledger import Ledger
from sim.world.world import World


def digest(world: World) -> str:
    return fingerprint(world, Ledger(True))


def with_column(world: World, column: Column) -> Table:
    twin = world.copy()
    twin.creators._schema = {**twin.creators.schema, "more": column}
    twin.creators.more = Table({"more": column}, len(twin.creators)).more
    return twin


def test_an_optional_column_counts_once_it_holds_something(world) -> None:
    before = digest(world)
    twin = with_column(world, Column("i4", "1", "shared", "a mechanism's", (), -1, optional=True))
    assert digest(twin) == before
    twin.creators.more[3] = 0
    assert digest(twin) != before


def test_any_other_column_counts_always(world) -> None:
    assert digest(with_column(world, Column("i4", "1", "shared", "new", (), -1))) != digest(world)
