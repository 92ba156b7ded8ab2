"""What follows from a table is found once, and again when the table has changed."""

import gc

import numpy as np

from sim.core.known import Known
from sim.world.items import Items


def total(items: Items, factor: int = 1) -> int:
    return factor * int(items.plays.sum())


def test_it_is_found_once_for_a_table_that_is_frozen() -> None:
    asked: list[Items] = []
    known: Known[Items, int] = Known(lambda items: asked.append(items) or total(items))
    items = Items(3)
    assert [known.of(items), known.of(items), len(asked), len(known)] == [0, 0, 2, 0], "it may be written to"
    items.freeze()
    assert [known.of(items), known.of(items), len(asked), len(known)] == [0, 0, 3, 1]


def test_it_is_found_again_when_the_table_has_changed() -> None:
    known: Known[Items, int] = Known(total)
    items = Items(3)
    items.freeze()
    assert known.of(items, 2) == 0
    with items.writing("plays"):
        items.plays[:] = 5
    assert known.of(items, 2) == 30
    items.select(np.array([0]))
    items.freeze()
    assert known.of(items, 2) == 10


def test_nothing_is_kept_of_a_table_that_is_no_more() -> None:
    known: Known[Items, int] = Known(total)
    items = Items(3)
    items.freeze()
    twin = items.copy()
    twin.freeze()
    known.of(items)
    known.of(twin)
    assert len(known) == 2
    del twin
    gc.collect()
    assert len(known) == 1
