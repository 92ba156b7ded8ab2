"""The state of commerce: products, wares, sellers, shoppers, and how a span's sales are committed to them."""

import numpy as np
from numpy.typing import NDArray

from sim.core import draws, streams
from sim.core.noise import WORLD
from sim.core.search import rows_not_zero
from sim.core.sums import sums_by
from sim.core.table import Table
from sim.core.units import TICKS_PER_DAY
from sim.world.brands import Brands
from sim.world.commerce_settings import CommerceSettings
from sim.world.creators import Creators
from sim.world.deals import Deals
from sim.world.items import Format, Items
from sim.world.kinds import OWN_CONTENT, is_one_of
from sim.world.products import Products, build_products
from sim.world.promotions import Promotions
from sim.world.sales import SALE_COLUMNS, SCENES, Sale, Scene, column
from sim.world.topics import Topics
from sim.world.wares import NOTHING, Sellers, Shoppers, Wares

TABLES = ("products", "wares", "deals", "promotions", "sellers", "shoppers", "brands")


class Commerce:
    """Everything that is sold, and by whom. A world without commerce has none of this."""

    def __init__(
        self,
        settings: CommerceSettings,
        topics: Topics,
        creators: Creators,
        users: int,
        seed: int,
        days: float,
        scale: float,
    ) -> None:
        self.settings, self.seed = settings, seed
        self.scale = scale  # real impressions that one here stands for
        self.path = 0.0  # log of orders per click that the platform's way to an order adds
        self.sums = (0, 0)  # the smallest sum of a campaign and the step above it, fen; (0, 0): any sum
        self.granted_fen: NDArray[np.int64] | None = None  # with several platforms: each brand's next budget here
        self.topics = topics.demand.size
        self.products = build_products(settings, topics, seed, days)
        self.wares, self.deals, self.promotions = Wares(), Deals(), Promotions()
        self.brands = first_brands(settings.brands)
        self.sellers, self.shoppers = Sellers(len(creators)), Shoppers(users)
        accounts, people = np.arange(len(creators)), np.arange(users)
        self.sellers.sells[:] = draws.units(seed, streams.SELLER, accounts)[:, 0] < settings.selling_share
        self.sellers.sells[is_one_of(creators.kind, OWN_CONTENT)] = 1
        knack = draws.normals(seed, streams.SELLER, accounts, slot=1)[:, 0]
        self.sellers.knack[:] = settings.knack_log_sd * knack - 0.5 * settings.knack_log_sd**2
        self.shoppers.region[:] = draws.units(seed, streams.SHOPPER, people)[:, 0] * settings.regions
        self.freeze()

    def tables(self) -> dict[str, Table]:
        """Every table, by name."""
        return {name: getattr(self, name) for name in TABLES}

    def freeze(self) -> None:
        """Make all that is shared read-only; a shopper's own row stays live."""
        for table in self.tables().values():
            table.freeze(("shared",))

    def copy(self) -> "Commerce":
        """An independent copy."""
        twin = object.__new__(Commerce)
        twin.__dict__.update(self.__dict__)
        for name, table in self.tables().items():
            setattr(twin, name, table.copy())
        twin.freeze()
        return twin

    def keep(self, rows: NDArray[np.int64]) -> None:
        """Follow the table of items, of which only these rows are left."""
        self.wares.select(rows)
        self.wares.freeze()

    def stock(self, more: Items) -> None:
        """Give new items what they sell: a brand's product where the account is under contract, else its own choice."""
        fresh = Wares(len(more))
        fresh.product[:] = self._own_choice(more)
        self._fulfil(more, fresh)
        self.wares.append(fresh)
        self.wares.freeze()

    def _own_choice(self, more: Items) -> NDArray[np.int32]:
        """A product of the item's own topic that is on sale, drawn evenly, or none, [I']. In a room sellers sell."""
        words = draws.each(self.seed, WORLD, streams.WARE, more.creator.astype(np.int64), more.upload.astype(np.int64))
        shows = (words[:, 0] < self.settings.ware_share) | (more.format == Format.LIVE)
        carries = self.sellers.sells[more.creator].astype(bool) & shows
        first = int(more.visible_from.max(initial=0))
        offered = np.flatnonzero(self.products.on_sale(first))
        offered = offered[np.argsort(self.products.topic[offered], kind="stable")]
        number = np.bincount(self.products.topic[offered], minlength=self.topics)
        start = np.cumsum(number) - number
        there = carries & (number[more.topic] > 0)
        place = start[more.topic] + (words[:, 1] * number[more.topic]).astype(np.int64)
        chosen = np.full(len(more), NOTHING, dtype=np.int32)
        chosen[there] = offered[place[there]]
        return chosen

    def _fulfil(self, more: Items, fresh: Wares) -> None:
        """The first new video of an account under contract is the one that was ordered."""
        ordered = self.sellers.next_deal[more.creator] != NOTHING
        waiting = np.flatnonzero(ordered & (more.format == Format.VIDEO))
        if waiting.size == 0:
            return
        creator, first = np.unique(more.creator[waiting], return_index=True)
        rows, deals = waiting[first], self.sellers.next_deal[creator]
        fresh.product[rows], fresh.angle[rows] = self.deals.product[deals], self.deals.angle[deals]
        fresh.sponsored[rows], fresh.deal[rows], fresh.beneficiary[rows] = 1, deals, deals
        for table in (self.sellers, self.deals):
            table.thaw()
        self.deals.serial[deals], self.deals.shown_at[deals] = more.serial[rows], more.visible_from[rows]
        self.sellers.next_deal[creator] = NOTHING
        for table in (self.sellers, self.deals):
            table.freeze()

    def sign(self, more: Deals) -> None:
        """Add contracts: the next item of each account is made for its own."""
        first = len(self.deals)
        self.deals.append(more)
        self.deals.freeze()
        self.sellers.thaw()
        self.sellers.next_deal[more.creator] = first + np.arange(len(more))
        self.sellers.freeze()

    def promote(self, more: Promotions) -> None:
        """Add promotions."""
        self.promotions.append(more)
        self.promotions.freeze()

    def commit(self, sales: NDArray[np.int64], creator_of_item: NDArray[np.int32]) -> None:
        """Add a span's sales by item, [I, SALE_COLUMNS], to every table that counts them."""
        rows = rows_not_zero(sales)  # few items sell anything in a span
        if rows.size == 0:
            return
        sold, creator, deal = sales[rows], creator_of_item[rows], self.wares.deal[rows]
        total = sold.reshape(-1, SCENES, SALE_COLUMNS // SCENES).sum(axis=1)
        with self.wares.writing("orders", "gmv_fen"):
            self.wares.orders[rows] += total[:, Sale.ORDERS]
            self.wares.gmv_fen[rows] += total[:, Sale.GMV]
        _add(self.sellers, total, creator)
        _add(self.products, total, self.wares.product[rows])
        _add(self.deals, total, deal)
        own = np.flatnonzero(deal == NOTHING)
        net = total[own, Sale.GMV] - total[own, Sale.REFUNDED]
        with self.sellers.writing("own_net_fen"):
            np.add.at(self.sellers.own_net_fen, creator[own], net)
        made = np.flatnonzero(deal != NOTHING)
        paid = sold[made, column(Scene.PAID, Sale.GMV)] - sold[made, column(Scene.PAID, Sale.REFUNDED)]
        with self.deals.writing("paid_net_fen"):
            np.add.at(self.deals.paid_net_fen, deal[made], paid)


def first_brands(count: int) -> Brands:
    """Brands at the start. Each decides first on a day of its own within four weeks, some milliseconds after a cut."""
    brands = Brands(count)
    number = np.arange(count)
    brands.next_at[:] = (1 + 27 * number // max(count, 1)) * TICKS_PER_DAY + number + 1
    brands.review_at[:] = count + number + 1
    return brands


COUNTERS = {
    "clicks": Sale.CLICKS,
    "orders": Sale.ORDERS,
    "returned": Sale.RETURNED,
    "distant": Sale.DISTANT,
    "gmv_fen": Sale.GMV,
    "refunded_fen": Sale.REFUNDED,
}


def _add(table: "Products | Sellers | Deals", total: NDArray[np.int64], row: NDArray[np.int32]) -> None:
    """Add sales by item to the rows they belong to; row -1 belongs to none."""
    there = row != NOTHING
    rows, group = np.unique(row[there], return_inverse=True)  # few of a table that may be long
    if not rows.size:
        return
    sums = sums_by(total[there], group.astype(np.int32), rows.size)
    names = [name for name in COUNTERS if name in table.schema]
    with table.writing(*names):
        for name in names:
            getattr(table, name)[rows] += sums[:, COUNTERS[name]]
