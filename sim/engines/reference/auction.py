"""Paid slots are sold: every bidder's offer, sorted; who wins what, and the price."""

from typing import NamedTuple

from sim.core import noise, streams
from sim.core.law import plain
from sim.engines.reference.looks import Looks
from sim.laws import bidding
from sim.platform.book import Book, Rule

offer_for, price_of = plain(bidding.offer_for), plain(bidding.price_of)


class Rival(NamedTuple):
    """An offer for a slot. `score` is what it is ranked by."""

    score: float
    tie: int
    row: int  # of the book
    item: int
    offer: float
    content: float
    pull: float


class Sale(NamedTuple):
    """A slot that is sold: to which row of the book, for which item, and the charge."""

    row: int
    item: int
    pull: float
    charge: int


class Auctions(Looks):
    """A user whose slots are sold."""

    def worth(self, item: int, pull: float) -> float:
        """What showing an item is worth to the platform."""
        raise NotImplementedError

    def sell(self, number: int, now: int, paid: list[int], chosen: dict[int, int], book: Book) -> dict[int, Sale]:
        """The sales of the paid positions of a request, as far as there are buyers."""
        sales: dict[int, Sale] = {}
        together = book.rule in (Rule.GSP, Rule.UNIFORM)
        rounds = [paid] if together else [[position] for position in paid]
        for positions in rounds:
            if not positions:
                continue
            shown = {*chosen.values(), *(sale.item for sale in sales.values())}
            rivals = self.rivals(number, positions[0], len(positions), now, shown, book)
            for place, position in enumerate(positions[: len(rivals)]):
                rival = rivals[place]
                sales[position] = Sale(rival.row, rival.item, rival.pull, charge(rivals, place, len(positions), book))
        return sales

    def rivals(self, number: int, position: int, slots: int, now: int, shown: set[int], book: Book) -> list[Rival]:
        """The offers of those who enter, best first, the best one of each item."""
        best: dict[int, Rival] = {}
        for row in self.asked(number, position, slots, book):
            rival = self.rival(number, position, row, now, book)
            if rival is not None and rival.item not in shown:
                former = best.get(rival.item)
                if former is None or (rival.score, rival.tie) > (former.score, former.tie):
                    best[rival.item] = rival
        return sorted(best.values(), key=lambda rival: (-rival.score, -rival.tie))

    def asked(self, number: int, position: int, slots: int, book: Book) -> list[int]:
        """The bidders drawn for so many slots: all, or some with equal odds."""
        count = len(book.bids)
        if count <= book.entrants * slots:
            return list(range(count))
        rows = []
        for draw in range(book.entrants * slots):
            words = self.words(streams.BIDDER, number, position << 16 | draw // 2)
            high, low = (words[2], words[3]) if draw % 2 else (words[0], words[1])
            rows.append(int(noise.unit_fine(high, low) * count))
        return rows

    def rival(self, number: int, position: int, row: int, now: int, book: Book) -> Rival | None:
        """The offer of one bidder, or none."""
        bid = book.bids[row]
        item = int(bid["item"])
        if not self.hall.visible(item, now):
            return None
        words = self.words(streams.AUCTION, number, int(bid["serial"]), position)
        if noise.unit(words[0]) >= float(bid["participation"]):
            return None
        pull = self.predicted(item)
        chance = self.read(book.chance[int(bid["goal"])], pull)
        offer = offer_for(float(bid["bid"]), chance, float(bid["spread"]), noise.unit(words[2]))
        posted = book.rule is Rule.POSTED
        if offer < (book.posted if posted else book.reserve):
            return None
        score, content = (noise.unit(words[3]) if posted else offer * float(bid["quality"])), 0.0
        if book.exchange > 0.0:
            content = self.value(pull) * float(self.index.factor[item])
            score = content + book.exchange * score
        return Rival(score, words[1], row, item, offer, content, pull)

    def mingle(
        self,
        number: int,
        now: int,
        ranked: list[tuple[int, float]],
        wanted: int,
        chosen: dict[int, int],
        book: Book,
    ) -> tuple[list[tuple[int, float]], list[Sale | None]]:
        """Let offers compete with ranked items for every slot: what won, and the sales among it."""
        if not wanted:
            return [], []
        rivals = self.rivals(number, 0, wanted, now, set(chosen.values()), book)[: wanted + 1]
        natural = [(self.worth(item, pull), item, pull) for item, pull in ranked]
        taken: list[Rival | tuple[float, int, float]] = []
        loser = 0.0
        while rivals or natural:
            if natural and any(isinstance(one, Rival) and one.item == natural[0][1] for one in taken):
                natural.pop(0)
                continue
            ours = bool(natural) and (not rivals or natural[0][0] >= rivals[0].score)
            if len(taken) == wanted:
                loser = natural[0][0] if ours else rivals[0].score
                break
            taken.append(natural.pop(0) if ours else rivals.pop(0))
        items: list[tuple[int, float]] = []
        sales: list[Sale | None] = []
        for one in taken:
            if not isinstance(one, Rival):
                items.append(one[1:])
                sales.append(None)
                continue
            needed = (loser - one.content) / book.exchange
            price = price_of(needed, float(book.bids[one.row]["quality"]), book.reserve, one.offer)
            items.append((one.item, one.pull))
            sales.append(Sale(one.row, one.item, one.pull, int(price)))
        return items, sales


def charge(rivals: list[Rival], place: int, slots: int, book: Book) -> int:
    """What the winner of a place pays for the impression."""
    winner = rivals[place]
    if book.rule is Rule.FIRST_PRICE:
        return int(winner.offer)
    if book.rule is Rule.POSTED:
        return int(book.posted)
    place_of_rival = slots if book.rule is Rule.UNIFORM else place + 1
    following = rivals[place_of_rival].score if place_of_rival < len(rivals) else 0.0
    return int(price_of(following, float(book.bids[winner.row]["quality"]), book.reserve, winner.offer))
