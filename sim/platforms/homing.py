"""Where accounts are native, and where else they publish: by what an upload brings there, less its cost."""

import numpy as np
from numpy.typing import NDArray

from sim.core import draws, elementwise, streams

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
FEW_UPLOADS = 1.0 / 30.0  # a day: pace below which views per upload mean nothing
PEERS = 3  # accounts looked at before an account goes to a platform


def natives(seed: int, numbers: list[int], weights: list[float], accounts: int) -> Ints:
    """The platform each account is native to, as a place in `numbers`, [C]: a draw keyed by account and platform.

    Each platform has the chance of its weight; one more platform takes accounts away from the others evenly.
    Source: exponential clocks, the least of which rings with the probability of its rate.
    """
    ids = np.arange(accounts)
    clocks = [
        -elementwise.log(draws.units(seed, streams.NATIVE, ids, tick=number)[:, 0]) / weight
        for number, weight in zip(numbers, weights, strict=True)
    ]
    return np.asarray(np.argmin(clocks, axis=0), dtype=np.int64)


def per_upload(views: Floats, uploads: Floats) -> Floats:
    """Views of an upload lately, from views and uploads a day."""
    return np.asarray(views / np.maximum(uploads, FEW_UPLOADS))


def foreseen(draw: Floats, there: Ints, views_there: Floats) -> Floats:
    """What an account that is not there expects of an upload, [N]: the mean of a few that are; 0 where nobody is.

    Shapes: draw [N, PEERS] uniform; `there` the accounts on the platform; `views_there` [C] per upload of each account.
    """
    if there.size == 0:
        return np.zeros(len(draw))
    met = np.minimum((draw * there.size).astype(np.int64), there.size - 1)
    total = np.zeros(len(draw))
    for place in range(PEERS):
        total += views_there[there[met[:, place]]]
    return total / PEERS


def gain(views: Floats, rmb_per_view: float, cost_rmb: float) -> Floats:
    """Marginal profit of publishing an upload on another platform, RMB: what it brings less the cost of porting it."""
    return views * rmb_per_view - cost_rmb
