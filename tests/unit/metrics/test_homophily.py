"""The products behind homophily are those of all follows at once, to the bit, however they are cut."""

import numpy as np
import pytest

from sim.metrics.homophily import BLOCK, products


@pytest.mark.parametrize("follows", [1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7])
@pytest.mark.parametrize("topics", [1, 7, 40])
def test_blocks_change_no_bit(follows: int, topics: int) -> None:
    draw = np.random.default_rng(follows + topics)
    mine, theirs = (draw.random((rows, topics), dtype=np.float32) for rows in (50, 30))
    user, account = draw.integers(0, 50, follows), draw.integers(0, 30, follows).astype(np.int32)
    whole = np.einsum("ek,ek->e", mine[user], theirs[account])
    np.testing.assert_array_equal(products(mine, theirs, user, account), whole)
