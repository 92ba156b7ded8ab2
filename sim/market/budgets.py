"""How a brand's budget moves between buckets: towards those whose money has come back, the total constant."""

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def moved(share: Floats, log_roi: Floats, move: float, temperature: float) -> Floats:
    """Shares after a review: (1 - move) x + move softmax(log return / temperature).

    Limits: at move 0 nothing changes; with equal returns all buckets approach the same share; the sum stays.
    Source: logit dynamics (Blume 1993; Fudenberg and Levine 1998).
    """
    odds = np.array([math.exp((one - float(log_roi.max())) / temperature) for one in log_roi.tolist()])
    return np.asarray((1.0 - move) * share + move * odds / math.fsum(odds.tolist()), dtype=np.float64)


def split(total_fen: int, share: Floats) -> NDArray[np.int64]:
    """Whole fen by share; what rounding leaves goes to the largest. The sum is the total, to the fen."""
    part = np.floor(total_fen * share / math.fsum(share.tolist())).astype(np.int64)
    part[int(np.argmax(share))] += total_fen - int(part.sum())
    return part


def believed(log_roi: Floats, spent: NDArray[np.int64], earned: NDArray[np.int64], memory: float) -> Floats:
    """What a brand believes of each bucket's log return after another review, where money was spent.

    Who earned nothing is taken to have earned a hundredth, so that the logarithm stays finite.
    """
    seen = [
        math.log(max(e / s, 0.01)) if s > 0 else old
        for old, s, e in zip(log_roi.tolist(), spent.tolist(), earned.tolist(), strict=True)
    ]
    return np.asarray((1.0 - memory) * log_roi + memory * np.array(seen), dtype=np.float64)
