"""When an account's newest item retires."""

import numpy as np

from sim.world.creators import Creators
from sim.world.items import Items
from sim.world.succession import succeed

WINDOW = 100


def items(serial: list[int], creator: list[int], appears: list[int]) -> Items:
    table = Items(len(serial))
    table.serial[:], table.creator[:], table.visible_from[:] = serial, creator, appears
    return table


def world_of(newest: list[int], table: Items) -> Creators:
    creators = Creators(len(newest), 1)
    creators.newest_serial[:] = newest
    for frozen in (creators, table):
        frozen.freeze()
    return creators


def test_a_former_newest_item_retires_after_its_window_or_with_its_successor() -> None:
    never = Items(1).visible_to[0]
    table = items([2, 4, 5, 7, 8, 9], [0, 1, 2, 0, 1, 1], [10, 20, 30, 50, 500, 510])
    creators = world_of([2, 4, 5, -1], table)
    succeed(table, creators, items([7, 8, 9], [0, 1, 1], [50, 500, 510]), WINDOW)
    # of account 0 in its window, of 1 after it, of 2 no successor; of 1 two at once, of which the first is old already
    np.testing.assert_array_equal(table.visible_to, [110, 500, never, never, 600, never])
    np.testing.assert_array_equal(creators.newest_serial, [7, 9, 5, -1])


def test_one_that_has_gone_already_is_not_looked_for() -> None:
    table = items([6, 7], [1, 0], [0, 50])
    creators = world_of([3, 6, -1], table)
    before = table.visible_to.copy()
    succeed(table, creators, items([7], [0], [50]), WINDOW)
    np.testing.assert_array_equal(table.visible_to, before)
    np.testing.assert_array_equal(creators.newest_serial, [7, 6, -1])
    assert not table.visible_to.flags.writeable
    assert not creators.newest_serial.flags.writeable
