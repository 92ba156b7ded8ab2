"""Sums that a platform takes for a campaign: a smallest one, and steps above it."""

import numpy as np
from numpy.typing import NDArray

Sums = tuple[int, int]  # the smallest and the step, in fen
ANY: Sums = (0, 0)


def spendable(wanted_fen: int, smallest_fen: int, step_fen: int) -> int:
    """The largest sum up to what is wanted that a platform takes: nothing, or the smallest and whole steps more."""
    if wanted_fen < smallest_fen:
        return 0
    if step_fen <= 0:
        return wanted_fen
    return smallest_fen + (wanted_fen - smallest_fen) // step_fen * step_fen


def payable(wanted_fen: int, smallest_fen: int, step_fen: int) -> int:
    """The smallest sum a platform takes for what costs so much: whoever wants less pays for more than she wanted."""
    if wanted_fen <= 0:
        return 0
    if wanted_fen <= smallest_fen or step_fen <= 0:
        return max(wanted_fen, smallest_fen)
    return smallest_fen - (smallest_fen - wanted_fen) // step_fen * step_fen


def bought(asked_fen: NDArray[np.int64], wanted: int, sums: Sums, left_fen: int) -> tuple[int, int]:
    """How many accounts, in this order, a campaign signs that wants so many of them, and the sum it sets aside, fen.

    What the smallest sum buys beyond those who were wanted is more of them. Nobody, if less than the sum is left.
    """
    sum_fen = payable(int(asked_fen[:wanted].sum()), *sums)
    if sum_fen > left_fen:
        return 0, 0
    return int(np.searchsorted(np.cumsum(asked_fen), sum_fen, side="right")), sum_fen
