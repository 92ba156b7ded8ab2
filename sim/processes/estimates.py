"""What the platform makes of its own counters: each account's merit, and the attention that would be due to it."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.core.units import FIXED_POINT
from sim.world.world import World

SALES_WEIGHT = 200.0  # impressions that a product's record is worth against an item's own, and the average against it
MERIT_WEIGHT = 10.0  # plays that an average account is worth against an account's own

Floats = NDArray[np.float64]


def merit(world: World) -> Floats:
    """Valid plays per play expected of those whom the account's visible items were shown to, shrunk to 1, [C].

    Where the learner forms no expectation, an impression is expected to be played as often as on average.
    """
    items, count = world.items, len(world.creators)
    expected: Floats = np.bincount(items.creator, items.expected, minlength=count) / float(FIXED_POINT)
    if not expected.any():
        rate = int(items.plays.sum()) / max(int(items.impressions.sum()), 1)
        expected = np.asarray(np.bincount(items.creator, items.impressions, minlength=count) * rate, dtype=np.float64)
    plays = np.bincount(items.creator, items.plays, minlength=count)
    return np.asarray((plays + MERIT_WEIGHT) / (expected + MERIT_WEIGHT), dtype=np.float64)


def due(world: World, merits: Floats) -> Floats:
    """Natural impressions of the last span, shared out by merit among the active accounts with a visible item, [C]."""
    weight = merits * world.creators.active(world.now)
    weight[np.bincount(world.items.creator, minlength=weight.size) == 0] = 0.0
    served = int(world.creators.impressions_last_span.sum())
    return np.asarray(weight * (served / max(math.fsum(weight), 1e-300)), dtype=np.float64)


def sales(world: World) -> Floats | None:
    """RMB of net sales expected of an impression, [I]; 0 of what sells nothing, None where nothing is sold.

    An item's own record, shrunk to that of its product's visible items, and that to the average of what is sold.
    """
    commerce, items = world.commerce, world.items
    if commerce is None:
        return None
    sells = np.flatnonzero(commerce.wares.product >= 0)
    product, shown = commerce.wares.product[sells], items.impressions[sells].astype(np.float64)
    earned = commerce.wares.gmv_fen[sells] / 100.0
    average = math.fsum(earned) / max(math.fsum(shown), 1.0)
    kinds = len(commerce.products)
    seen, fetched = np.bincount(product, shown, kinds), np.bincount(product, earned, kinds)
    of_product = (fetched + SALES_WEIGHT * average) / (seen + SALES_WEIGHT)
    found = np.zeros(len(items))
    found[sells] = (earned + SALES_WEIGHT * of_product[product]) / (shown + SALES_WEIGHT)
    return found
