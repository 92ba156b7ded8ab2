"""Try a product out: contracts with KOCs, a campaign of its own wherever a platform takes only certain sums."""

import numpy as np
from numpy.typing import NDArray

from sim.market.brand_settings import BrandSettings
from sim.market.granules import ANY, bought
from sim.market.signing import asked_fen, sign
from sim.world.brands import Bucket
from sim.world.commerce import Commerce
from sim.world.world import World


def try_out(
    world: World,
    commerce: Commerce,
    settings: BrandSettings,
    brand: int,
    product: int,
    kocs: NDArray[np.int64],
    wanted: int,
    left_fen: int,
) -> tuple[int, int]:
    """Sign with the first of these KOCs; how many, and the sum that the campaign sets aside, fen.

    So many are wanted. Where the platform takes only certain sums, as many are signed as the sum for them pays; with
    less than that left, none. What signs nobody comes back when the round is paid.
    """
    sum_fen = 0
    if commerce.sums != ANY:
        wanted, sum_fen = bought(asked_fen(world, commerce, settings, kocs), wanted, commerce.sums, left_fen)
    return sign(world, commerce, settings, brand, product, Bucket.KOC, kocs[:wanted], trial=True).size, sum_fen
