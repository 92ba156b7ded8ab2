"""A request: lanes, retrieval, ranking, and the slate that comes of it."""

import math

from sim.core import noise, streams, systematic
from sim.core.law import plain
from sim.engines.reference.auction import Auctions, Sale
from sim.engines.reference.hall import Lottery
from sim.engines.reference.rerank import calibrated, dpp, mmr, scaled
from sim.platform.book import FULL_DOMAIN, SLOTS
from sim.platform.plan import Rerank
from sim.recommender.index import LOTTERY, SOFTMAX
from sim.world.tally import Lane
from sim.world.users import FOLLOW_PLACES, INBOX_PLACES

marks_below = plain(systematic.marks_below)

FOLLOW_ATTEMPTS, DRAW_ATTEMPTS = 4, 8
LANE_ORDER = (Lane.FOLLOW, Lane.EXPLORE, Lane.SOCIAL, Lane.SEARCH)  # interest takes what is left


class Slates(Auctions):
    """A user who can ask for a slate."""

    def request(self) -> list[tuple[int, Lane, float, float, Sale | None]]:
        """Fill a slate: (item, lane, predicted pull, draw for staying, sale of the slot) by position."""
        u, me = self.u, self.user
        u.request[me] += 1
        self.hall.totals[1] += 1
        number, now = int(u.request[me]), int(u.clock[me])
        self.rest(now)
        size = self.span.slate_size
        lane: list[Lane] = []
        stay: list[float] = []
        for position in range(size):
            words = self.words(streams.SLOT, number, position)
            lane.append(self.lane_of(noise.unit(words[0])))
            stay.append(noise.unit(words[1]))
        chosen: dict[int, int] = {}
        for position in range(size):
            if lane[position] is Lane.PAID and self.index.book is not None:
                continue  # sold below, when the slots that are not ranked are filled
            item = self.unranked(lane[position], number, position, now, chosen)
            if item >= 0:
                chosen[position] = item
            else:
                lane[position] = Lane.INTEREST  # nothing to show there: the slot goes to the ranking
        pulls: dict[int, float] = {}
        sales = self.sold(number, now, lane, chosen, pulls)
        wanted = [position for position in range(size) if lane[position] is Lane.INTEREST]
        for position, item in zip(list(wanted), self.pinned(now, chosen), strict=False):
            chosen[position], pulls[position] = item, self.predicted(item)
            wanted.remove(position)
        self.fill(number, now, wanted, lane, chosen, pulls, sales)
        return [(chosen[p], lane[p], pulls.get(p, 0.0), stay[p], sales.get(p)) for p in range(size) if p in chosen]

    def sold(
        self, number: int, now: int, lane: list[Lane], chosen: dict[int, int], pulls: dict[int, float]
    ) -> dict[int, Sale]:
        """Sell the paid slots, if there is a market for slots; those that nobody buys go to the ranking."""
        book = self.index.book
        if book is None or book.merge != SLOTS:
            return {}
        paid = [position for position in range(len(lane)) if lane[position] is Lane.PAID]
        sales = self.sell(number, now, paid, chosen, book)
        for position in paid:
            if position in sales:
                chosen[position], pulls[position] = sales[position].item, sales[position].pull
            else:
                lane[position] = Lane.INTEREST
        return sales

    def fill(
        self,
        number: int,
        now: int,
        wanted: list[int],
        lane: list[Lane],
        chosen: dict[int, int],
        pulls: dict[int, float],
        sales: dict[int, Sale],
    ) -> None:
        """Give the wanted positions what ranks best; where offers compete for every slot, that may be a sale."""
        ranked = self.rank(number, now, len(wanted), set(chosen.values()))
        won: list[Sale | None] = [None] * len(ranked)
        book = self.index.book
        if book is not None and book.merge == FULL_DOMAIN:
            ranked, won = self.mingle(number, now, ranked, len(wanted), chosen, book)
        for place, position in enumerate(wanted):
            if place < len(ranked):
                chosen[position], pulls[position] = ranked[place]
                sale = won[place]
                if sale is not None:
                    lane[position], sales[position] = Lane.PAID, sale
            else:
                item = self.drawn(self.hall.explore, streams.EXPLORE, number, position, now)
                if item >= 0:
                    chosen[position], lane[position] = item, Lane.EXPLORE

    def unranked(self, lane: Lane, number: int, position: int, now: int, chosen: dict[int, int]) -> int:
        """The item of a lane that is not ranked, or -1."""
        if lane is Lane.FOLLOW:
            return self.from_follows(number, position, now, chosen)
        if lane is Lane.PAID:
            return self.drawn(self.hall.paid, streams.PAID, number, position, now)
        if lane is Lane.EXPLORE:
            return self.explored(number, position, now)
        if lane is Lane.SOCIAL:
            return self.from_friends(now, chosen)
        return self.searched(number, position, now) if lane is Lane.SEARCH else -1

    def searched(self, number: int, position: int, now: int) -> int:
        """An item of the shelf, or -1: who cannot be sold to finds none."""
        return -1

    def lane_of(self, draw: float) -> Lane:
        """The lane of a slot: paid first, then the natural lanes by their shares."""
        if draw < self.index.ad_load:
            return Lane.PAID
        left = (draw - self.index.ad_load) / (1.0 - self.index.ad_load)
        for lane in LANE_ORDER:
            left -= float(self.index.natural_lanes[lane])
            if left < 0.0:
                return lane
        return Lane.INTEREST

    def from_follows(self, number: int, position: int, now: int, chosen: dict[int, int]) -> int:
        """The newest unseen item of a followed account drawn at random, or -1 after a few attempts."""
        known = min(int(self.u.follows_ever[self.user]), FOLLOW_PLACES)
        if known == 0:
            return -1
        for attempt in range(FOLLOW_ATTEMPTS):
            words = self.words(streams.FOLLOW, number, position << 8 | attempt)
            creator = int(self.u.follows[self.user, int(noise.unit(words[0]) * known)])
            for item in self.hall.newest_first.get(creator, []):
                if self.hall.visible(item, now) and not self.seen(item) and item not in chosen.values():
                    return item
        return -1

    def from_friends(self, now: int, chosen: dict[int, int]) -> int:
        """The newest letter's item that can be shown, or -1. A letter stays until it is looked at or past its time."""
        if self.world.friends is None:
            return -1
        inbox, newest = self.u.inbox[self.user], int(self.u.received[self.user]) - 1
        for place in (back % INBOX_PLACES for back in range(newest, newest - INBOX_PLACES, -1)):
            if inbox[place] < 0:
                continue
            item = self.hall.row_of.get(int(inbox[place]), -1)
            can_be_shown = item >= 0 and now < self.items.visible_to[item] and not self.seen(item)
            if not can_be_shown:
                inbox[place] = -1
            elif item not in chosen.values():
                return item
        return -1

    def drawn(self, lottery: Lottery, stream: int, number: int, position: int, now: int) -> int:
        """A visible item drawn by weight, or -1 after a few attempts. It may have been seen before."""
        if not lottery.items:
            return -1
        for attempt in range(DRAW_ATTEMPTS):
            words = self.words(stream, number, position << 8 | attempt)
            item = lottery.draw(words[0], words[1])
            if self.hall.visible(item, now):
                return item
        return -1

    def explored(self, number: int, position: int, now: int) -> int:
        """An item of the explore lane: drawn by weight, or the best-scored of a few draws."""
        lottery = self.hall.explore
        if not self.index.explore_rank:
            return self.drawn(lottery, streams.EXPLORE, number, position, now)
        best, best_score = -1, -math.inf
        if lottery.items:
            for attempt in range(DRAW_ATTEMPTS):
                words = self.words(streams.EXPLORE, number, position << 8 | attempt)
                item = lottery.draw(words[0], words[1])
                if self.hall.visible(item, now) and not self.seen(item):
                    score = self.value(self.predicted(item)) * float(self.index.factor[item])
                    if score > best_score:
                        best, best_score = item, score
        return best

    def worth(self, item: int, pull: float) -> float:
        """What showing an item is worth to the platform, the plan's price included, where it competes with offers."""
        worth = self.value(pull) * float(self.index.factor[item])
        price = float(self.index.price[min(self.row(), len(self.index.price) - 1), item])
        if not self.index.price.any():
            return worth
        return worth * math.exp(price) if self.index.log_scale else worth + price

    def rank(self, number: int, now: int, wanted: int, taken: set[int]) -> list[tuple[int, float]]:
        """The best candidates, best first, with their predicted pulls."""
        index = self.index
        draws = self.span.candidates_per_slot * wanted
        worth: dict[int, float] = {}
        pulls: dict[int, float] = {}
        for item in self.retrieve(number, draws):
            if item in worth or item in taken or not self.hall.visible(item, now) or self.seen(item):
                continue
            if index.has_pace and not self.eligible(item, number):
                continue
            pulls[item] = self.predicted(item)
            worth[item] = self.value(pulls[item]) * float(index.factor[item])
        best = max(worth.values(), default=0.0)
        keys = {item: self.key(item, score, best, number) for item, score in worth.items()}
        order = sorted(keys, key=lambda item: -keys[item])  # stable: of equals the first drawn comes first
        if index.rerank is not None and wanted and order:
            pool = order[: wanted * index.rerank.pool]
            places = self.reranked(pool, [keys[item] for item in pool], wanted, index.rerank)
            order = [pool[place] for place in places]
        return [(item, pulls[item]) for item in order[:wanted]]

    def reranked(self, pool: list[int], keys: list[float], wanted: int, rule: Rerank) -> list[int]:
        """Places of the pool that a re-ranking chooses, in order."""
        topic = [int(self.index.tag[item]) for item in pool]
        vertical = self.world.topics.vertical

        def alike(one: int, other: int) -> float:
            if topic[one] == topic[other]:
                return rule.same_topic
            return rule.same_vertical if vertical[topic[one]] == vertical[topic[other]] else 0.0

        relevance = scaled(keys)
        if rule.kind == "mmr":
            return mmr(relevance, alike, wanted, rule.strength)
        if rule.kind == "dpp":
            return dpp([math.exp(rule.strength * one) for one in relevance], alike, wanted)
        played = [
            float(self.u.belief_played[self.user, self.index.prediction.label[k]]) + 1.0 / self.topic_count
            for k in range(self.topic_count)
        ]
        total = 0.0
        for one in played:
            total += one
        return calibrated(relevance, topic, [one / total for one in played], wanted, rule.strength)

    def pinned(self, now: int, chosen: dict[int, int]) -> list[int]:
        """Items pinned for this user that can be shown to her now, in order."""
        if not self.index.pinned.size:
            return []
        found: list[int] = []
        for item in (int(one) for one in self.index.pinned[self.user]):
            shown = item in chosen.values() or item in found
            if item >= 0 and not shown and self.hall.visible(item, now) and not self.seen(item):
                found.append(item)
        return found

    def retrieve(self, number: int, draws: int) -> list[int]:
        """Candidates in proportion to weight x e^(sharpness x taste): systematic over topics, drawn within."""
        mass = [lottery.total * odds for lottery, odds in zip(self.hall.by_topic, self.odds, strict=True)]
        total = 0.0
        for m in mass:
            total += m
        if draws == 0 or not total > 0.0:
            return []
        offset = noise.unit(self.words(streams.RETRIEVE, number, 0)[0])
        last = max(k for k in range(self.topic_count) if self.hall.by_topic[k].items)
        ends: list[int] = []
        upto = 0.0
        for m in mass[:last]:
            upto += m
            ends.append(marks_below(upto, total, offset, draws))
        found: list[int] = []
        for draw in range(draws):
            topic = sum(end <= draw for end in ends)
            words = self.words(streams.CANDIDATE, number, draw // 2)
            high, low = (words[2], words[3]) if draw % 2 else (words[0], words[1])
            found.append(self.hall.by_topic[topic].draw(high, low))
        return found

    def row(self) -> int:
        """The row of price and pace that applies to this user."""
        return int(self.index.cohort[self.user]) if len(self.index.cohort) else 0

    def eligible(self, item: int, number: int) -> bool:
        """Whether an item under a pace may compete in this request."""
        pace = float(self.index.pace[min(self.row(), len(self.index.pace) - 1), item])
        if pace >= 1.0:
            return True
        words = self.words(streams.PACE, int(self.items.creator[item]), int(self.items.upload[item]), number)
        return bool(noise.unit(words[0]) < pace)

    def key(self, item: int, score: float, best: float, number: int) -> float:
        """What candidates are sorted by: score and price, with noise under soft selection."""
        index = self.index
        price = float(index.price[min(self.row(), len(index.price) - 1), item])
        if score < index.shortlist * best:
            price = 0.0
        total = (math.log(score) if index.log_scale else score) + price
        if index.select in (SOFTMAX, LOTTERY):
            words = self.words(streams.TEMPERATURE, int(self.items.creator[item]), int(self.items.upload[item]), number)
            wait = -math.log(noise.unit(words[0]))  # exponential; -log of it is a Gumbel number
            if index.select == SOFTMAX:
                return total / index.temperature - math.log(wait)
            rate = max(total, 1e-300) / wait  # largest by chance in proportion to the total, as its logarithm is
            return rate if index.rerank is None else math.log(rate)
        return total
