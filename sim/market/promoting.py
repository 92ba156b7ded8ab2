"""Paid traffic for what sells: a brand re-licenses the items of its contracts into its own paid delivery."""

import numpy as np

from sim.core.units import FEN, TICKS_PER_DAY
from sim.market.brand_settings import BrandSettings
from sim.market.contract import BASIS
from sim.market.made import made
from sim.world.brands import Bucket
from sim.world.campaigns import Campaigns, Goal, Party, Purpose
from sim.world.commerce import Commerce
from sim.world.promotions import Promotions
from sim.world.world import World

MOST_CLIPS = 3  # items that are promoted at a time
DAYS = 7


def promote(world: World, commerce: Commerce, settings: BrandSettings, brand: int, fen: int) -> None:
    """Open campaigns for the brand's best-selling items, with an even part of the money for each.

    The worth of an order is the margin on what is kept of it; the creator earns commission as on natural sales. The
    brand is the beneficiary: the impressions are the creator's content, but not the creator's doing.
    """
    deals, wares, items = commerce.deals, commerce.wares, world.items
    shown = made(commerce, brand)
    shown = shown[(items.visible_to[shown] > world.now) & (items.plays[shown] > 0) & (wares.orders[shown] > 0)]
    deal = wares.deal[shown]
    if not settings.speaks(brand) or fen < MOST_CLIPS or shown.size == 0:
        return
    product = deals.product[deal]
    conversion = wares.orders[shown] / (commerce.scale * items.plays[shown])
    kept = 1.0 - commerce.settings.feed_return
    keeps = kept * (commerce.products.margin[product] - deals.commission[deal] - deals.extra[deal]) / BASIS
    worth = np.round(keeps * commerce.products.price_fen[product]).astype(np.int64)
    value = conversion * worth
    best = np.lexsort((items.serial[shown], -value))[:MOST_CLIPS]
    best = best[worth[best] > 0]
    if best.size == 0:
        return
    campaigns = Campaigns(best.size)
    campaigns.purpose[:], campaigns.goal[:] = Purpose.BRAND, Goal.ORDER
    campaigns.bidder_kind[:] = campaigns.beneficiary_kind[:] = Party.BRAND
    campaigns.bidder[:] = campaigns.beneficiary[:] = brand
    campaigns.creator[:], campaigns.item[:] = items.creator[shown[best]], items.serial[shown[best]]
    campaigns.conversion[:], campaigns.bid[:] = np.minimum(conversion[best], 1.0), worth[best] * FEN
    campaigns.budget[:] = fen // best.size * FEN
    campaigns.starts_at[:], campaigns.ends_at[:] = world.now, world.now + DAYS * TICKS_PER_DAY
    first = len(world.campaigns)
    world.open_campaigns(campaigns)
    promotions = Promotions(best.size)
    promotions.campaign[:], promotions.deal[:] = first + np.arange(best.size), deal[best]
    promotions.aside_fen[:] = fen // best.size
    commerce.promote(promotions)
    commerce.brands.thaw()
    commerce.brands.purse_fen[brand, Bucket.ECOM] -= fen // best.size * best.size  # set aside; what is left comes back
    commerce.brands.freeze()
