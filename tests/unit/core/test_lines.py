"""Arrays that share no cache line with others."""

import numpy as np
import pytest

from sim.core.lines import LINE, on_lines


@pytest.mark.parametrize("count", [1, 7, 8, 1000])
@pytest.mark.parametrize("kind", [np.uint8, np.float64, np.dtype([("a", "i8"), ("b", "u4"), ("c", "u4")])])
def test_it_begins_on_a_line_and_has_its_last_to_itself(count: int, kind: object) -> None:
    array = on_lines(count, kind)
    begin = array.ctypes.data
    room = array.base
    assert array.size == count
    assert begin % LINE == 0
    assert room.ctypes.data + room.nbytes - (begin + array.nbytes) >= LINE
    assert array.tobytes() == bytes(array.nbytes)


def test_it_can_be_filled() -> None:
    assert on_lines(3, np.int64, -1).tolist() == [-1, -1, -1]
