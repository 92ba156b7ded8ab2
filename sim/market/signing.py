"""Sign contracts, pay what they cost, and keep every fen in the books."""

import numpy as np
from numpy.typing import NDArray

from sim.core.units import FEN, NEVER, TICKS_PER_DAY
from sim.market.brand_settings import BrandSettings
from sim.market.contract import BASIS
from sim.market.fees import demand_factor, fees_fen, views_per_item
from sim.market.scouting import Scouted
from sim.market.settling import earn
from sim.market.supply import supply
from sim.world.brands import Bucket
from sim.world.campaigns import Party
from sim.world.careers import Source
from sim.world.commerce import Commerce
from sim.world.creators import Tier
from sim.world.deals import Deals
from sim.world.money import Entry
from sim.world.wares import ANGLES
from sim.world.world import World

DEMAND_DAYS = 30
AT_FIRST = 64  # accounts whose fees are looked at before others' are


def asked_fen(
    world: World, commerce: Commerce, settings: BrandSettings, accounts: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The fee that each of these accounts asks now, [n]."""
    creators, signed_at = world.creators, commerce.deals.signed_at
    known = supply(creators)
    lately = signed_at.size - int(signed_at.searchsorted(world.now - DEMAND_DAYS * TICKS_PER_DAY, side="right"))
    views = views_per_item(
        creators.impressions[accounts], creators.next_upload[accounts], known.average, commerce.scale
    )
    factor = demand_factor(lately, known.kocs(world.now), settings)
    factor *= 1.0 + (settings.script_cost if settings.angles > 1 else 0.0)
    return fees_fen(views, known.tier[accounts] == Tier.HEAD, factor, settings)


def affordable(
    world: World, commerce: Commerce, settings: BrandSettings, scouted: Scouted, fen: int
) -> NDArray[np.int64]:
    """The first accounts, in the order they are asked, until a sum is spent; a few more may be among them."""
    count = AT_FIRST
    while True:
        accounts = scouted.first(count)
        if accounts.size < count or asked_fen(world, commerce, settings, accounts).sum() > fen:
            return accounts
        count *= 4


def sign(
    world: World,
    commerce: Commerce,
    settings: BrandSettings,
    brand: int,
    product: int,
    bucket: Bucket,
    accounts: NDArray[np.int64],
    trial: bool = False,
    most: int = NEVER,
) -> NDArray[np.int64]:
    """Sign with accounts, in this order, as long as the bucket's purse lasts; the rows of the new contracts.

    `most` fen are spent at most.
    """
    if not settings.speaks(brand) or accounts.size == 0:
        return np.zeros(0, dtype=np.int64)
    asked = asked_fen(world, commerce, settings, accounts)
    affordable = np.cumsum(asked) <= min(most, int(commerce.brands.purse_fen[brand, bucket]))
    accounts, asked = accounts[affordable], asked[affordable]
    if accounts.size == 0:
        return np.zeros(0, dtype=np.int64)
    head = bucket is Bucket.HEAD
    first = len(commerce.deals)
    deals = Deals(accounts.size)
    rows = first + np.arange(accounts.size)
    deals.brand[:], deals.creator[:], deals.product[:], deals.bucket[:] = brand, accounts, product, bucket
    deals.angle[:] = (brand + rows % settings.angles) % ANGLES
    deals.trial[:], deals.signed_at[:], deals.fee_fen[:] = trial, world.now, asked
    deals.commission[:] = round(BASIS * (settings.head_commission if head else settings.koc_commission))
    deals.extra[:] = round(BASIS * settings.head_extra) if head else 0
    commerce.sign(deals)
    spend(commerce, brand, bucket, int(asked.sum()))
    world.money.pay(Entry.FEE, (Party.BRAND, brand), (Party.ACCOUNT, accounts), asked * FEN)
    earn(world, accounts, Source.FEES, asked)
    return rows


def spend(commerce: Commerce, brand: int, bucket: Bucket, fen: int) -> None:
    """Take money out of a purse."""
    commerce.brands.thaw()
    commerce.brands.purse_fen[brand, bucket] -= fen
    commerce.brands.spent_fen[brand, bucket] += fen
    commerce.brands.freeze()
