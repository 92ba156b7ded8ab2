"""What has been made for brands: items under contract, found once for all brands and again when items come or go."""

import numpy as np
from numpy.typing import NDArray

from sim.core.known import Known
from sim.world.commerce import Commerce
from sim.world.deals import Deals
from sim.world.wares import NOTHING, Wares


class Made:
    """Rows of items under contract, by brand."""

    def __init__(self, wares: Wares, deals: Deals) -> None:
        rows = np.flatnonzero(wares.deal != NOTHING)
        brand = deals.brand[wares.deal[rows]]
        order = np.argsort(brand, kind="stable")
        self._rows, self._brand = rows[order], brand[order]

    def of(self, brand: int) -> NDArray[np.int64]:
        """Those of a brand, in order, [n]."""
        first, last = np.searchsorted(self._brand, (brand, brand + 1))
        return self._rows[first:last]


_KNOWN: Known[Wares, Made] = Known(Made)


def made(commerce: Commerce, brand: int) -> NDArray[np.int64]:
    """Rows of the items that were made for a brand, in order, [n]."""
    return _KNOWN.of(commerce.wares, commerce.deals).of(brand)
