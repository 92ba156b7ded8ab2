"""Settle what was sold and what was spent on being seen: every fen goes from somebody to somebody."""

import numpy as np
from numpy.typing import NDArray

from sim.core.units import FEN, TICKS_PER_DAY
from sim.market.contract import BASIS
from sim.world.brands import Bucket
from sim.world.campaigns import Party
from sim.world.careers import Source
from sim.world.commerce import Commerce
from sim.world.creators import Kind
from sim.world.money import Entry
from sim.world.world import World


def settle(world: World, commerce: Commerce, now: int) -> None:
    """Settle all contracts and promotions as they stand."""
    deals, brands = commerce.deals, commerce.brands
    _own_sales(world, commerce)
    for table in (deals, brands, commerce.promotions):
        table.thaw()
    natural = deals.gmv_fen - deals.refunded_fen - deals.paid_net_fen
    _sales(world, commerce, natural, deals.settled_fen, deals.bucket)
    at_paid = np.full(len(deals), Bucket.ECOM, dtype=np.int8)
    _sales(world, commerce, deals.paid_net_fen, deals.settled_paid_fen, at_paid)
    _promotions(world, commerce, now)
    for table in (deals, brands, commerce.promotions):
        table.freeze()


def _own_sales(world: World, commerce: Commerce) -> None:
    """Accounts get their share of what they sold of their own accord, merchants their margin."""
    sellers = commerce.sellers
    merchant = world.creators.kind == Kind.MERCHANT
    parts = np.where(merchant, commerce.settings.merchant_margin, commerce.settings.affiliate_commission)
    share = np.round(BASIS * parts).astype(np.int64)
    paid = share * sellers.own_net_fen // BASIS - share * sellers.settled_fen // BASIS
    rows = np.flatnonzero(paid)
    world.money.pay(Entry.AFFILIATE, (Party.OUTSIDE, 0), (Party.ACCOUNT, rows), paid[rows] * FEN)
    earn(world, rows, Source.SHOP, paid[rows])
    sellers.thaw()
    sellers.settled_fen[:] = sellers.own_net_fen
    sellers.freeze()


def earn(world: World, accounts: NDArray[np.int64], source: Source, fen: NDArray[np.int64]) -> None:
    """Say in the accounts' careers, if they have any, what the money is for."""
    if world.careers is None:
        return
    world.careers.thaw()
    np.add.at(world.careers.money[:, source], accounts, fen)
    world.careers.freeze()


def _sales(
    world: World, commerce: Commerce, net: NDArray[np.int64], settled: NDArray[np.int64], bucket: NDArray[np.int8]
) -> None:
    """Buyers pay brands for what they keep; brands pay commission and give-aways out of it, to the fen.

    The margin counts as earned by the bucket, commission and give-aways as spent from it; they need no purse.
    """
    deals, brands, books = commerce.deals, commerce.brands, world.money
    rows = np.flatnonzero(net != settled)
    if rows.size == 0:
        return
    total, before, brand = net[rows], settled[rows], deals.brand[rows]

    def share(part: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.asarray(part * total // BASIS - part * before // BASIS, dtype=np.int64)

    commission, extra = share(deals.commission[rows]), share(deals.extra[rows])
    books.pay(Entry.SALE, (Party.OUTSIDE, 0), (Party.BRAND, brand), (total - before) * FEN)
    books.pay(Entry.COMMISSION, (Party.BRAND, brand), (Party.ACCOUNT, deals.creator[rows]), commission * FEN)
    books.pay(Entry.GIVE_AWAY, (Party.BRAND, brand), (Party.OUTSIDE, 0), extra * FEN)
    earn(world, deals.creator[rows].astype(np.int64), Source.COMMISSION, commission)
    np.add.at(brands.spent_fen, (brand, bucket[rows]), commission + extra)
    np.add.at(brands.earned_fen, (brand, bucket[rows]), share(commerce.products.margin[deals.product[rows]]))
    settled[rows] = total


def _promotions(world: World, commerce: Commerce, now: int) -> None:
    """Enter what campaigns have spent; when one has ended, what was set aside and not spent goes back."""
    promotions, deals, brands = commerce.promotions, commerce.deals, commerce.brands
    rows = np.flatnonzero(promotions.closed == 0)
    campaign, deal = promotions.campaign[rows], promotions.deal[rows]
    spent = -(-world.campaigns.spent[campaign] // FEN)
    fresh = spent - promotions.spent_fen[rows]
    promotions.spent_fen[rows] = spent
    np.add.at(deals.paid_fen, deal, fresh)
    np.add.at(brands.spent_fen[:, Bucket.ECOM], deals.brand[deal], fresh)
    over = world.campaigns.ends_at[campaign] + TICKS_PER_DAY <= now  # its last span has been served by then
    left = promotions.aside_fen[rows] - spent
    np.add.at(brands.purse_fen[:, Bucket.ECOM], deals.brand[deal][over], left[over])
    promotions.closed[rows[over]] = 1
