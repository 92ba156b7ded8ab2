"""A user who can be sold to: the shelf that she searches, and what an impression sells."""

import math

from sim.core import noise, streams
from sim.core.law import plain
from sim.engines.reference.person import decay, fade
from sim.engines.reference.slate import DRAW_ATTEMPTS, Slates
from sim.laws import purchase
from sim.world.sales import Sale, Scene, column, scene_of
from sim.world.tally import Lane
from sim.world.wares import ANGLES

click_rate, order_rate, events = plain(purchase.click_rate), plain(purchase.order_rate), plain(purchase.events)


class Buyer(Slates):
    """A user in one span who buys."""

    def searched(self, number: int, position: int, now: int) -> int:
        """An item of the shelf: an interest of the user by what there is for it, then an item by weight; or -1."""
        shelf = self.hall.shelf
        mass = [shelf[k].total * math.exp(float(self.u.match[self.user, k])) for k in range(self.topic_count)]
        total = 0.0
        for m in mass:
            total += m
        if not total > 0.0:
            return -1
        stocked = [k for k in range(self.topic_count) if shelf[k].total > 0.0]
        for attempt in range(DRAW_ATTEMPTS):
            words = self.words(streams.SEARCH, number, position << 8 | attempt)
            mark, upto, topic = noise.unit(words[0]) * total, 0.0, stocked[-1]
            for k in stocked:
                upto += mass[k]
                if mark < upto:
                    topic = k
                    break
            item = shelf[topic].draw(words[1], words[2])
            if self.hall.visible(item, now):
                return item
        return -1

    def buy(
        self, item: int, lane: Lane, times: int, play: bool, stay: int, match: float, trust: float, now: int
    ) -> None:
        """What an impression sells, and what the viewer keeps of it.

        A video sells to who plays it, a live room to who goes in, by the time that she stays there; -1 if she does not.
        """
        in_room = self.hall.is_room(item)
        meets = stay >= 0 if in_room else play
        assert self.world.commerce is not None
        ware, me, c = self.index.counter.wares[item], self.user, self.index.counter.numbers
        shoppers = self.world.commerce.shoppers
        sells, sponsored, angle = ware["product"] >= 0, ware["sponsored"] > 0 or lane is Lane.PAID, int(ware["angle"])
        if not ((sells and meets) or sponsored):
            return
        left = decay(now - int(shoppers.tired_at[me]), c.half_life_ticks)
        tired = fade(float(shoppers.tired[me]), left)
        if sells and meets:
            scene = Scene.LIVE if in_room else scene_of(lane)
            click_term, order_term, back = {
                Scene.SHELF: (c.shelf_click, c.shelf_order, c.shelf_return),
                Scene.LIVE: (c.live_click, c.live_order, c.live_return),
            }.get(scene, (c.feed_click, c.feed_order, c.feed_return))
            crowd = fade(float(shoppers.tired_angle[me, angle]), left) if angle >= 0 else 0.0
            distant = ware["region"] >= 0 and ware["region"] != shoppers.region[me]
            home = c.home_bonus if ware["region"] >= 0 and not distant else 0.0
            clicks = click_rate(click_term, c.match_click, match)
            order = order_rate(
                order_term + float(ware["term"]),
                float(ware["match_order"]),
                match,
                c.trust_order,
                trust,
                home,
                c.sponsored_fatigue,
                tired,
                c.angle_fatigue,
                crowd,
            )
            looks = c.real_impressions * clicks * (stay / c.usual_stay_ms if in_room else 1.0)
            words = self.words(streams.BUYING, int(self.items.creator[item]), int(self.items.upload[item]), times)
            only_looked = events(noise.unit(words[0]), looks * (1.0 - order))
            kept = events(noise.unit(words[1]), looks * order * (1.0 - back))
            returned = events(noise.unit(words[2]), looks * order * back)
            price = int(ware["price_fen"])
            self._sell(item, scene, Sale.CLICKS, only_looked + kept + returned)
            self._sell(item, scene, Sale.ORDERS, kept + returned)
            self._sell(item, scene, Sale.RETURNED, returned)
            self._sell(item, scene, Sale.GMV, (kept + returned) * price)
            self._sell(item, scene, Sale.REFUNDED, returned * price)
            self._sell(item, scene, Sale.DISTANT, kept + returned if distant else 0)
        if sponsored:
            shoppers.tired[me] = tired + 1.0
            for one in range(ANGLES):
                shoppers.tired_angle[me, one] = fade(float(shoppers.tired_angle[me, one]), left)
            if angle >= 0:
                shoppers.tired_angle[me, angle] = float(shoppers.tired_angle[me, angle]) + 1.0
            shoppers.tired_at[me] = now

    def _sell(self, item: int, scene: Scene, sale: Sale, amount: int) -> None:
        spot = item, column(scene, sale)
        self.hall.sales_sheet[spot] = self.hall.sales_sheet.get(spot, 0) + amount
