"""Tables that grow: room for more rows is nobody's business but theirs."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.lines import LINE
from sim.core.table import LARGE, Column, Table

SCHEMA = {
    "name": Column("i4", "1", "shared", "a number", (), -1),
    "pair": Column("f8", "1", "row", "two numbers", (2,)),
}


def table(*names: int) -> Any:
    made: Any = Table(SCHEMA, len(names))
    made.name[:] = names
    made.pair[:] = np.array(names).reshape(-1, 1)
    return made


@given(pieces=st.lists(st.integers(0, 40), min_size=1, max_size=12), cut=st.integers(0, 11))
def test_rows_are_those_that_were_added(pieces: list[int], cut: int) -> None:
    grown, expected = table(), np.zeros(0, dtype=np.int64)
    for number, size in enumerate(pieces):
        more = np.arange(size) + 100 * number
        grown.append(table(*more))
        expected = np.concatenate([expected, more])
        if number == cut:
            grown.select(np.arange(len(grown))[::2])
            expected = expected[::2]
        assert len(grown) == expected.size
        assert grown.name.tolist() == expected.tolist()
        assert grown.pair.tolist() == np.repeat(expected, 2).reshape(-1, 2).tolist()
        assert grown.name.dtype == np.int32


def test_a_copy_grows_apart() -> None:
    first = table(*range(20))
    first.append(table(20))
    twin = first.copy()
    first.append(table(21))
    twin.append(table(22))
    assert first.name[-2:].tolist() == [20, 21]
    assert twin.name[-2:].tolist() == [20, 22]


def test_a_column_put_in_its_place_is_kept() -> None:
    grown = table(*range(20))
    grown.append(table(20))
    grown.name = np.arange(21, dtype=np.int32) + 100
    grown.append(table(1))
    assert grown.name.tolist() == [*range(100, 121), 1]


def test_room_is_no_part_of_what_is_kept() -> None:
    grown = table(*range(20))
    grown.append(table(20))
    grown.append(table(21))
    grown.recall()
    assert [name for name, held in vars(grown).items() if isinstance(held, dict) and held] == ["_schema"]
    grown.append(table(22))
    assert grown.name.tolist() == list(range(23))


def test_what_is_no_column_is_said_so() -> None:
    with pytest.raises(AttributeError, match="has no column nmae"):
        _ = table(1).nmae


def test_large_columns_begin_on_a_cache_line_also_in_a_copy() -> None:
    made: Any = Table(SCHEMA, LARGE // 8)
    made.pair[:] = 3.0
    for one in (made, made.copy()):
        assert one.pair.ctypes.data % LINE == 0
        assert (one.pair == 3.0).all()
        assert (one.name == -1).all()
        assert one.whole()
    assert made.copy().pair.base is not made.pair.base
