"""What all visitors of a span share: the frozen offer, and the sheets on which impressions are counted."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.core import noise
from sim.laws import behaviour
from sim.recommender.index import Index
from sim.world.rooms import AIR, minutes
from sim.world.sales import SALE_COLUMNS
from sim.world.span import Span
from sim.world.tally import BIN_HIGH, BIN_LOW, BINS, COLUMNS, LOG, SOLD, Lane, Served, Sold
from sim.world.world import World


def alias_table(weights: Sequence[float]) -> tuple[list[float], list[int]]:
    """Thresholds and aliases for drawing places in proportion to weights (Walker 1977, Vose 1991)."""
    count, total = len(weights), 0.0
    for weight in weights:
        total += weight
    scaled = [weight * count / total for weight in weights]
    threshold, alias = [1.0] * count, list(range(count))
    small = [place for place in range(count) if scaled[place] < 1.0]
    large = [place for place in range(count) if not scaled[place] < 1.0]
    while small and large:
        low, high = small.pop(), large.pop()
        threshold[low], alias[low] = scaled[low], high
        scaled[high] = (scaled[high] + scaled[low]) - 1.0
        (small if scaled[high] < 1.0 else large).append(high)
    return threshold, alias


def bin_of(pull: float) -> int:
    """The bin of a pull; what lies outside is counted in the first or last."""
    return int((min(max(pull, BIN_LOW), BIN_HIGH - 1e-9) - BIN_LOW) / (BIN_HIGH - BIN_LOW) * BINS)


class Lottery:
    """Draws items in proportion to their weights; items without weight are never drawn."""

    def __init__(self, items: Sequence[int], weights: NDArray[np.float64]) -> None:
        self.items = [i for i in items if weights[i] > 0.0]
        chosen = [float(weights[i]) for i in self.items]
        self.total = 0.0
        for weight in chosen:
            self.total += weight
        self.threshold, self.alias = alias_table(chosen) if chosen else ([], [])

    def draw(self, high: int, low: int) -> int:
        """The item for two words of noise."""
        x = noise.unit_fine(high, low) * len(self.items)
        place = int(x)
        return self.items[place if x - place < self.threshold[place] else self.alias[place]]


class Hall:
    """What all visitors of a span share: the frozen offer, and the sheets on which impressions are counted."""

    def __init__(self, world: World, index: Index, span: Span) -> None:
        self.world, self.index, self.span = world, index, span
        self.b = behaviour.floats(world.behaviour_settings)
        self.topic_half_life = behaviour.topic_half_life_ticks(world.behaviour_settings)
        self.creator_half_life = behaviour.creator_half_life_ticks(world.behaviour_settings)
        self.row_of = {int(serial): row for row, serial in enumerate(world.items.serial)}
        self.trust_half_life = behaviour.trust_half_life_ticks(world.behaviour_settings)
        items, count = world.items, len(world.items)
        self.by_topic = [
            Lottery([i for i in range(count) if index.tag[i] == k], index.retrieve)
            for k in range(world.topics.demand.size)
        ]
        self.explore = Lottery(range(count), index.explore)
        self.paid = Lottery(range(count), index.paid)
        shelf = index.counter.shelf
        self.shelf = [
            Lottery([i for i in range(shelf.size) if index.tag[i] == k], shelf) for k in range(world.topics.demand.size)
        ]
        self.newest_first: dict[int, list[int]] = {}
        for i in reversed(range(count)):
            self.newest_first.setdefault(int(items.creator[i]), []).append(i)
        self.item_sheet: dict[tuple[int, int], int] = {}
        self.follow_sheet: dict[int, int] = {}
        self.forecast_sheet: dict[tuple[int, int], int] = {}
        self.pull_sheet: dict[tuple[int, int], int] = {}
        self.sales_sheet: dict[tuple[int, int], int] = {}
        self.sold_sheet: dict[tuple[int, int], int] = {}
        self.air_sheet: dict[tuple[int, int], int] = {}
        self.comings_sheet: dict[tuple[int, int], int] = {}
        self.totals = [0, 0, 0]
        self.log: list[tuple[float, ...]] = []

    def visible(self, item: int, tick: int) -> bool:
        """Whether an item can be shown at a tick."""
        return bool(self.world.items.visible_from[item] <= tick < self.world.items.visible_to[item])

    def is_room(self, item: int) -> bool:
        """Whether an item is a live room."""
        return bool(self.index.lobby.room.size and self.index.lobby.room[item] >= 0)

    def count(self, item: int, column: int, amount: int) -> None:
        """Add to an item's sheet."""
        self.item_sheet[item, column] = self.item_sheet.get((item, column), 0) + amount

    def judge(self, lane: Lane, play: bool, predicted: float, pull: float) -> None:
        """Enter an impression in the sheets of predicted and true pulls."""
        if lane is Lane.INTEREST:
            spot = int(play), bin_of(predicted)
            self.forecast_sheet[spot] = self.forecast_sheet.get(spot, 0) + 1
        spot = int(lane is Lane.PAID), bin_of(pull)
        self.pull_sheet[spot] = self.pull_sheet.get(spot, 0) + 1

    def sell(self, row: int, play: bool, follow: bool, charge: int) -> None:
        """Enter a paid impression in the sheet of its bid."""
        for column, amount in (
            (Sold.IMPRESSIONS, 1),
            (Sold.PLAYS, play),
            (Sold.FOLLOWS, follow),
            (Sold.CHARGE, charge),
        ):
            self.sold_sheet[row, column] = self.sold_sheet.get((row, column), 0) + int(amount)

    def served(self) -> Served:
        """The sheets as arrays."""
        by_item = np.zeros((len(self.world.items), COLUMNS), dtype=np.int64)
        for (item, column), amount in self.item_sheet.items():
            by_item[item, column] = amount
        follow_change = np.zeros(len(self.world.creators), dtype=np.int64)
        for creator, amount in self.follow_sheet.items():
            follow_change[creator] = amount
        forecast = np.zeros((2, BINS), dtype=np.int64)
        for (outcome, place), amount in self.forecast_sheet.items():
            forecast[outcome, place] = amount
        pulls = np.zeros((2, BINS), dtype=np.int64)
        for (paid, place), amount in self.pull_sheet.items():
            pulls[paid, place] = amount
        log = np.array(sorted(self.log, key=lambda row: (row[1], row[0])), dtype=LOG)
        sales = np.zeros((len(self.index.counter.wares), SALE_COLUMNS), dtype=np.int64)
        for (item, column), amount in self.sales_sheet.items():
            sales[item, column] = amount
        sold = np.zeros((0 if self.index.book is None else len(self.index.book.bids), SOLD), dtype=np.int64)
        for (row, column), amount in self.sold_sheet.items():
            sold[row, column] = amount
        rooms = self.index.lobby.serial.size
        air = np.zeros((rooms, AIR), dtype=np.int64)
        for (row, column), amount in self.air_sheet.items():
            air[row, column] = amount
        comings = np.zeros((rooms, minutes(self.span) if self.world.live else 0), dtype=np.int64)
        for (row, minute), amount in self.comings_sheet.items():
            comings[row, minute] = amount
        totals = np.array(self.totals, dtype=np.int64)
        return Served(by_item, follow_change, forecast, pulls, totals, log, sales, sold, air, comings)
