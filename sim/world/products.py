"""The table of products: what is sold, where it comes from, and how its appeal ages."""

import numpy as np
from numpy.typing import NDArray

from sim.core import draws, elementwise, streams
from sim.core.table import Column, Table
from sim.core.units import TICKS_PER_DAY
from sim.world.commerce_settings import CommerceSettings
from sim.world.topics import Topics

BASIS = 10_000  # shares of money are whole numbers of this
ALL = slice(None)
NOWHERE = -1  # the region of what is not a regional speciality
Rows = NDArray[np.int64] | slice

SCHEMA = {
    "topic": Column("i4", "topic", "shared", "the interest it belongs to"),
    "region": Column("i2", "region", "shared", "where it is a speciality of, or -1", (), NOWHERE),
    "differentiation": Column("f8", "1", "shared", "how unlike others it is, 0 to 1"),
    "price_fen": Column("i8", "fen", "shared", "price"),
    "margin": Column("i8", "1/10,000", "shared", "gross margin"),
    "draw": Column("f8", "ln", "shared", "log orders of it against the average product; nobody knows it beforehand"),
    "brand": Column("i4", "brand", "shared", "whose it is, or -1", (), -1),
    "launched_at": Column("i8", "tick", "shared", "when it comes on sale"),
    "ends_at": Column("i8", "tick", "shared", "when it goes"),
    "orders": Column("i8", "orders", "shared", "orders so far"),
    "returned": Column("i8", "orders", "shared", "orders that came back so far"),
    "distant": Column("i8", "orders", "shared", "orders from outside its region so far"),
    "gmv_fen": Column("i8", "fen", "shared", "sales so far, returns included"),
    "refunded_fen": Column("i8", "fen", "shared", "the part of them that was paid back"),
}


class Products(Table):
    """Products, one row each: all that are on sale at the start, and those that come until the horizon."""

    topic: NDArray[np.int32]
    region: NDArray[np.int16]
    differentiation: NDArray[np.float64]
    price_fen: NDArray[np.int64]
    margin: NDArray[np.int64]
    draw: NDArray[np.float64]
    brand: NDArray[np.int32]
    launched_at: NDArray[np.int64]
    ends_at: NDArray[np.int64]
    orders: NDArray[np.int64]
    returned: NDArray[np.int64]
    distant: NDArray[np.int64]
    gmv_fen: NDArray[np.int64]
    refunded_fen: NDArray[np.int64]

    def __init__(self, count: int = 0) -> None:
        super().__init__(SCHEMA, count)

    def on_sale(self, tick: int, rows: Rows = ALL) -> NDArray[np.bool_]:
        """Which products are on sale at a tick, [P], or which of some rows."""
        return (self.launched_at[rows] <= tick) & (tick < self.ends_at[rows])


def build_products(settings: CommerceSettings, topics: Topics, seed: int, horizon_days: float) -> Products:
    """All products: topics by demand, prices log-normal, launches spread evenly over a shelf life and the horizon.

    Niche products and regional specialities are unlike others: high differentiation, a small addressable interest.
    """
    life = settings.shelf_life_days
    products = Products(round(settings.products * (1.0 + horizon_days / life)))
    ids = np.arange(len(products))
    u, v = (draws.units(seed, streams.PRODUCT, ids, slot=slot) for slot in (0, 1))
    z = draws.normals(seed, streams.PRODUCT, ids, slot=2)
    products.topic[:] = np.minimum(np.searchsorted(np.cumsum(topics.demand), u[:, 0]), topics.demand.size - 1)
    niche, regional = topics.niche[products.topic], u[:, 1] < settings.regional_share
    products.region[regional] = (v[regional, 0] * settings.regions).astype(np.int16)
    products.differentiation[:] = np.where(niche | regional, 0.5, 0.0) + 0.5 * u[:, 2]
    price = 100.0 * settings.price_median_rmb * elementwise.exp(settings.price_log_sd * z[:, 0])
    products.price_fen[:] = np.maximum(np.round(price), 1.0)
    products.margin[:] = np.clip(
        np.round(BASIS * (settings.margin + settings.margin_spread * (2.0 * v[:, 1] - 1.0))), 0, BASIS
    )
    products.draw[:] = settings.product_log_sd * z[:, 1] - 0.5 * settings.product_log_sd**2
    if settings.brands:
        products.brand[:] = (v[:, 2] * settings.brands).astype(np.int32)
    products.launched_at[:] = ((u[:, 3] * (life + horizon_days) - life) * TICKS_PER_DAY).astype(np.int64)
    products.ends_at[:] = products.launched_at + round(life * TICKS_PER_DAY)
    return products


def log_appeal(products: Products, settings: CommerceSettings, tick: int, rows: Rows = ALL) -> NDArray[np.float64]:
    """Log of each product's appeal by its age, [P] or some rows: it becomes known at first and fades with a half-life.

    Products that are not on sale yet have that of their first day.
    """
    days = np.maximum(tick - products.launched_at[rows], 0) / TICKS_PER_DAY
    known = 1.0 - elementwise.exp(-(days + 1.0) / settings.launch_days)
    return np.asarray(elementwise.log(known) - np.log(2.0) * days / settings.appeal_half_life_days, dtype=np.float64)


def true_worth(products: Products, settings: CommerceSettings, tick: int, rows: Rows = ALL) -> NDArray[np.float64]:
    """Log orders per click of each product, [P] or some rows, all sellers and viewers alike: what a test is after."""
    price = elementwise.log(products.price_fen[rows] / (100.0 * settings.price_median_rmb))
    return np.asarray(
        products.draw[rows] + log_appeal(products, settings, tick, rows) - settings.price_order * price,
        dtype=np.float64,
    )
