"""The sums of a span from those of its parts."""

import numpy as np

from sim.engines.ranges import SUMMED, add
from sim.world.tally import COLUMNS, NO_LOG, Served


def part(amount: int, writeable: bool) -> Served:
    sums = {name: np.full((3, COLUMNS), amount, dtype=np.int64) for name in SUMMED}
    for array in sums.values():
        array.flags.writeable = writeable
    return Served(**sums, log=NO_LOG)


def test_parts_are_added_whether_they_are_ours_or_not() -> None:
    for ours in (True, False):
        served = add([part(1, ours), part(2, False), part(4, ours)])
        assert all((getattr(served, name) == 7).all() for name in SUMMED)


def test_what_others_may_read_is_left_as_it_is() -> None:
    first = part(1, writeable=False)
    add([first, part(2, writeable=True)])
    assert all((getattr(first, name) == 1).all() for name in SUMMED)
