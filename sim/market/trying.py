"""Try a product out: contracts with KOCs, a campaign of its own wherever a platform takes only certain sums."""

from sim.market.brand_settings import BrandSettings
from sim.market.granules import ANY, bought, payable
from sim.market.scouting import Scouted
from sim.market.signing import affordable, asked_fen, sign
from sim.world.brands import Bucket
from sim.world.commerce import Commerce
from sim.world.world import World


def try_out(
    world: World,
    commerce: Commerce,
    settings: BrandSettings,
    brand: int,
    product: int,
    kocs: Scouted,
    wanted: int,
    left_fen: int,
) -> tuple[int, int]:
    """Sign with the first of these KOCs; how many, and the sum that the campaign sets aside, fen.

    So many are wanted. Where the platform takes only certain sums, as many are signed as the sum for them pays; with
    less than that left, none. What signs nobody comes back when the round is paid.
    """
    accounts, sum_fen = kocs.first(wanted), 0
    if commerce.sums != ANY:
        pays = payable(int(asked_fen(world, commerce, settings, accounts).sum()), *commerce.sums)
        accounts = affordable(world, commerce, settings, kocs, pays)
        asked = asked_fen(world, commerce, settings, accounts)
        wanted, sum_fen = bought(asked, wanted, commerce.sums, left_fen)
    return sign(world, commerce, settings, brand, product, Bucket.KOC, accounts[:wanted], trial=True).size, sum_fen
