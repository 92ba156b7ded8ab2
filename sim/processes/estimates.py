"""What the platform makes of its own counters: each account's merit, and the attention that would be due to it."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.core.law import loop
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
    expected, shown, plays = np.zeros(count), np.zeros(count), np.zeros(count)
    _sum(items.creator, items.expected, items.impressions, items.plays, expected, shown, plays)
    expected /= FIXED_POINT
    if not expected.any():
        expected = shown * (plays.sum() / max(shown.sum(), 1.0))  # whole numbers: their sums are exact
    return np.asarray((plays + MERIT_WEIGHT) / (expected + MERIT_WEIGHT), dtype=np.float64)


@loop
def _sum(creator, expected, impressions, plays, of_expected, of_impressions, of_plays):  # type: ignore[no-untyped-def]  # compiled
    for i in range(creator.size):
        of_expected[creator[i]] += expected[i]
        of_impressions[creator[i]] += impressions[i]
        of_plays[creator[i]] += plays[i]


def due(world: World, merits: Floats) -> Floats:
    """Natural impressions of the last span, shared out by merit among the active accounts with a visible item, [C]."""
    shown = np.zeros(merits.size, dtype=bool)
    shown[world.items.creator] = True
    shown &= world.creators.active(world.now)
    rows = np.flatnonzero(shown)
    weight = merits[rows]
    found = np.zeros(merits.size)
    served = int(world.creators.impressions_last_span.sum())
    found[rows] = weight * (served / max(math.fsum(weight.tolist()), 1e-300))
    return found


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
