"""What the coming span sells: each item's ware with all that is the same for every viewer, frozen."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core import elementwise
from sim.core.units import TICKS_PER_DAY, TICKS_PER_MINUTE
from sim.world.commerce_settings import CommerceSettings
from sim.world.items import Format
from sim.world.products import true_worth

if TYPE_CHECKING:
    from sim.world.commerce import Commerce
    from sim.world.world import World

WARE = np.dtype(
    [
        ("price_fen", "i8"),
        ("term", "f8"),  # log orders per click, up to what depends on the scene and the viewer
        ("match_order", "f8"),
        ("product", "i4"),
        ("region", "i4"),
        ("angle", "i4"),
        ("sponsored", "i4"),
    ]
)


class Numbers(NamedTuple):
    """The settings that the funnel reads, as plain numbers."""

    real_impressions: float
    match_click: float
    trust_order: float
    home_bonus: float
    sponsored_fatigue: float
    angle_fatigue: float
    half_life_ticks: float
    sponsored_as_ad: float
    feed_click: float  # log
    feed_order: float  # log
    feed_return: float
    shelf_click: float  # log
    shelf_order: float  # log
    shelf_return: float
    live_click: float  # log
    live_order: float  # log
    live_return: float
    usual_stay_ms: float  # in a live room


class Counter(NamedTuple):
    """Frozen for a span. Shapes: `wares` [I] records of type WARE; `shelf` [I] weight on the shelf, >= 0."""

    wares: NDArray[np.void]
    shelf: NDArray[np.float64]
    numbers: Numbers


def numbers(settings: CommerceSettings, scale: float, stay_minutes: float = 1.0, path: float = 0.0) -> Numbers:
    """The settings of the funnel as the engines read them; `path` is what the way to an order adds, in logs."""
    chances = [settings.card_click, settings.card_order, settings.shelf_click, settings.shelf_order]
    log = elementwise.log(np.array([*chances, settings.live_click, settings.live_order])).tolist()
    return Numbers(
        real_impressions=float(scale),
        match_click=float(settings.match_click),
        trust_order=float(settings.trust_order),
        home_bonus=float(settings.home_bonus),
        sponsored_fatigue=float(settings.sponsored_fatigue),
        angle_fatigue=float(settings.angle_fatigue),
        half_life_ticks=float(settings.sponsored_half_life_days * TICKS_PER_DAY),
        sponsored_as_ad=float(settings.sponsored_as_ad),
        feed_click=log[0],
        feed_order=log[1] + path,
        feed_return=float(settings.feed_return),
        shelf_click=log[2],
        shelf_order=log[3] + path,
        shelf_return=float(settings.shelf_return),
        live_click=log[4],
        live_order=log[5] + path,
        live_return=float(settings.live_return),
        usual_stay_ms=float(stay_minutes * TICKS_PER_MINUTE),
    )


NO_COUNTER = Counter(np.zeros(0, dtype=WARE), np.zeros(0), numbers(CommerceSettings(), 1.0))
for _array in (NO_COUNTER.wares, NO_COUNTER.shelf):
    _array.flags.writeable = False


def authenticity(world: "World", commerce: "Commerce") -> NDArray[np.float64]:
    """How genuine each account comes across now, [C]: its own share, less what it sells out to brands."""
    count = len(world.creators)
    items = np.bincount(world.items.creator, minlength=count)
    sponsored = np.bincount(world.items.creator, commerce.wares.sponsored, minlength=count)
    return np.asarray(world.creators.authenticity * (1.0 - sponsored / np.maximum(items, 1)), dtype=np.float64)


def counter(world: "World") -> Counter:
    """The wares of the coming span, all arrays read-only; none without commerce."""
    commerce = world.commerce
    if commerce is None:
        return NO_COUNTER
    items, products, settings = world.items, commerce.products, commerce.settings
    sells = np.flatnonzero(commerce.wares.product >= 0)
    product, seller = commerce.wares.product[sells], items.creator[sells]
    gone = ~products.on_sale(world.now)[product] & (products.launched_at[product] <= world.now)
    sells, product, seller = sells[~gone], product[~gone], seller[~gone]
    term = (
        true_worth(products, settings, world.now)[product]
        + commerce.sellers.knack[seller]
        + settings.authenticity_order * (authenticity(world, commerce)[seller] - 0.5)
    )
    wares = np.zeros(len(items), dtype=WARE)
    wares["product"] = -1
    wares["angle"] = commerce.wares.angle
    wares["sponsored"] = commerce.wares.sponsored
    wares["product"][sells] = product
    wares["price_fen"][sells] = products.price_fen[product]
    wares["region"][sells] = products.region[product]
    wares["term"][sells] = term
    wares["match_order"][sells] = (
        settings.match_order + settings.differentiation_order * products.differentiation[product]
    )
    shelf = np.zeros(len(items))
    known = elementwise.power(1.0 + products.orders[product].astype(np.float64), settings.sales_weight)
    shelf[sells] = elementwise.exp(term) * known
    shelf[items.format == Format.LIVE] = 0.0  # a room is no shelf
    for array in (wares, shelf):
        array.flags.writeable = False
    usual = 1.0 if world.live is None else world.live.settings.stay_minutes
    return Counter(wares, shelf, numbers(settings, commerce.scale, usual, commerce.path))
