"""A sale: the card is clicked, the order placed, and the viewer is a little more tired of being sold to."""

from collections import namedtuple
from typing import Any

import numpy as np

from sim.core import streams
from sim.core.law import part
from sim.core.noise import philox, unit
from sim.laws.purchase import click_rate, events, order_rate
from sim.laws.weariness import decay, fade
from sim.world.sales import SALES, Sale, Scene
from sim.world.tally import Lane
from sim.world.wares import ANGLES, SHOPPERS

FEED, AT_PAID, SHELF, LIVE = (int(scene) for scene in Scene)
CLICKS, ORDERS, RETURNED, GMV, REFUNDED, DISTANT = (int(sale) for sale in Sale)
SEARCH, PAID = int(Lane.SEARCH), int(Lane.PAID)
BITS, BUYING = streams.STREAM_BITS, streams.BUYING
Shoppers: Any = namedtuple("Shoppers", list(SHOPPERS))  # type: ignore[misc]  # the columns of the table of shoppers


@part
def buy(o, u, item, lane, times, play, in_room, stay, taste, trust, now, sheets):  # type: ignore[no-untyped-def]  # compiled
    """What an impression sells, and what the viewer keeps of it. A room sells to who goes in, by how long she stays."""
    ware, card, shoppers, c = o.wares[item], o.cards[item], sheets.shoppers, o.commerce
    sells, sponsored = ware.product >= 0, ware.sponsored > 0 or lane == PAID
    meets = sells and (stay >= 0 if in_room else play)
    if not (meets or sponsored):
        return
    left = decay(now - shoppers.tired_at[u], c.half_life_ticks)
    tired = fade(np.float64(shoppers.tired[u]), left)
    if meets:
        scene = SHELF if lane == SEARCH else (AT_PAID if lane == PAID else FEED)
        on_shelf = lane == SEARCH
        click_term = c.shelf_click if on_shelf else c.feed_click
        order_term = c.shelf_order if on_shelf else c.feed_order
        back = c.shelf_return if on_shelf else c.feed_return
        length = 1.0
        if in_room:
            scene, click_term, order_term, back = LIVE, c.live_click, c.live_order, c.live_return
            length = stay / c.usual_stay_ms
        crowd = 0.0
        if ware.angle >= 0:
            crowd = fade(np.float64(shoppers.tired_angle[u, ware.angle]), left)
        distant = ware.region >= 0 and ware.region != shoppers.region[u]
        home = c.home_bonus if ware.region >= 0 and not distant else 0.0
        clicks = click_rate(click_term, c.match_click, taste)
        order = order_rate(
            order_term + ware.term,
            ware.match_order,
            taste,
            c.trust_order,
            trust,
            home,
            c.sponsored_fatigue,
            tired,
            c.angle_fatigue,
            crowd,
        )
        looks = c.real_impressions * clicks * length
        words = philox(o.seed, o.replication, u, card.creator, card.upload, BUYING | times << BITS)
        only_looked = events(unit(words[0]), looks * (1.0 - order))
        kept = events(unit(words[1]), looks * order * (1.0 - back))
        returned = events(unit(words[2]), looks * order * back)
        sheet, first = sheets.sales[item], SALES * scene
        sheet[first + CLICKS] += only_looked + kept + returned
        sheet[first + ORDERS] += kept + returned
        sheet[first + RETURNED] += returned
        sheet[first + GMV] += (kept + returned) * ware.price_fen
        sheet[first + REFUNDED] += returned * ware.price_fen
        if distant:
            sheet[first + DISTANT] += kept + returned
    if sponsored:
        shoppers.tired[u] = tired + 1.0
        for angle in range(ANGLES):
            shoppers.tired_angle[u, angle] = fade(np.float64(shoppers.tired_angle[u, angle]), left)
        if ware.angle >= 0:
            shoppers.tired_angle[u, ware.angle] = np.float64(shoppers.tired_angle[u, ware.angle]) + 1.0
        shoppers.tired_at[u] = now
