"""How a plan is served to a request in the arena: as an engine would, with every item a candidate.

Retrieval weights and what users know or follow have no meaning here. A slot of the follow lane goes to the ranking,
as for a user who follows nobody; a slot for which no item is eligible stays empty, and so does a paid one: what is
sold is not natural traffic.
"""

import numpy as np
from numpy.typing import NDArray

from sim.arena.facts import Facts
from sim.arena.reranking import again
from sim.arena.scene import LANES, Scene
from sim.core import draws, elementwise, streams
from sim.platform.plan import TrafficPlan
from sim.world.tally import Lane

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
DRAW_ATTEMPTS = 8
LANE_ORDER = (Lane.FOLLOW, Lane.EXPLORE, Lane.SOCIAL, Lane.SEARCH)  # interest takes what is left
SMALLEST = 1e-300
NOTHING, PAID = -1, -2  # what stands in a slot without an item


class Serving:
    """A plan, ready to be served. Shapes: I items that are or will be visible under it, G cohorts."""

    def __init__(self, scene: Scene, plan: TrafficPlan, count: int) -> None:
        facts: Facts = scene.facts
        self.scene, self.seed, self.slots = scene, facts.seed, facts.slots
        self.factor = None if plan.boost is None else elementwise.exp(plan.boost)
        self.price = None if plan.price is None else np.atleast_2d(plan.price)
        self.pace = None if plan.pace is None or (plan.pace >= 1.0).all() else np.atleast_2d(plan.pace)
        self.cohort = plan.cohort
        self.select = plan.select or facts.select
        self.temperature = plan.temperature or facts.temperature
        self.log_scale = (plan.score_scale or facts.score_scale) == "log"
        self.shortlist = plan.shortlist or 0.0
        self.explore_rank = bool(plan.explore_rank)
        self.pinned, self.rerank = plan.pinned, plan.rerank
        self.lanes = LANES if plan.lanes is None else plan.lanes
        self.ad_load = plan.ad_load or 0.0
        self.mixed = bool(self.lanes[Lane.INTEREST] < 1.0)
        self.explore = np.cumsum(np.ones(count) if plan.explore is None else plan.explore) if self.mixed else None

    def slate(self, request: int, user: int) -> Ints:
        """The rows shown, by position; -1 where there is nothing to show."""
        shown = np.full(self.slots, NOTHING)
        count = self.scene.visible(request)
        if self.ad_load > 0.0:
            shown[self._slot_draws(request)[:, 1] < self.ad_load] = PAID
        if self.mixed:
            for position, lane in enumerate(self._lanes(request)):
                if lane is Lane.EXPLORE and shown[position] != PAID:
                    shown[position] = self._explored(request, user, position, count)
        if self.pinned is not None:
            self._pin(shown, self.pinned[user].tolist(), count)
        wanted = np.flatnonzero(shown == NOTHING)
        if count and wanted.size:
            ranked = self._ranked(request, user, count, wanted.size, shown[shown >= 0])
            shown[wanted[: ranked.size]] = ranked
        return shown

    @staticmethod
    def _pin(shown: Ints, pinned: list[int], count: int) -> None:
        """Put pinned items that are visible into the first free positions."""
        for row in pinned:
            free = np.flatnonzero(shown == NOTHING)
            if free.size and 0 <= row < count and row not in shown:
                shown[free[0]] = row

    def _slot_draws(self, request: int) -> Floats:
        """The numbers of each position: of its lane, and of whether it is paid."""
        return draws.units(self.seed, streams.ARENA_SLOT, np.arange(self.slots), request, replication=0)

    def _lanes(self, request: int) -> list[Lane]:
        """The lane of each position."""
        drawn = self._slot_draws(request)[:, 0]
        found = []
        for left in drawn.tolist():
            lane = Lane.INTEREST
            for other in LANE_ORDER:
                left -= float(self.lanes[other])
                if left < 0.0:
                    lane = other
                    break
            found.append(lane)
        return found

    def _explored(self, request: int, user: int, position: int, count: int) -> int:
        """A visible row drawn by weight, or the best-scored of a few draws; -1 if there is none."""
        total = float(self.explore[-1]) if self.explore is not None and self.explore.size else 0.0
        if self.explore is None or not total > 0.0:
            return -1
        entities = position << 8 | np.arange(DRAW_ATTEMPTS)
        drawn = draws.units(self.seed, streams.ARENA_EXPLORE, entities, request, replication=0)[:, 0]
        rows = np.searchsorted(self.explore, drawn * total, side="right")
        rows = rows[rows < count]
        if not rows.size:
            return -1
        return int(rows[self._worth(user, rows).argmax()] if self.explore_rank else rows[0])

    def _worth(self, user: int, rows: Ints | slice) -> Floats:
        """Relevance times the boosted factor."""
        worth: Floats = self.scene.relevance[user, rows]
        return worth if self.factor is None else worth * self.factor[rows]

    def _ranked(self, request: int, user: int, count: int, wanted: int, taken: Ints) -> Ints:
        """The best rows, best first: at most as many as wanted."""
        worth = self._worth(user, slice(count))
        out = self._barred(request, user, count, taken)
        key = self._key(request, user, worth, out, count)
        if out is not None:
            key = np.where(out, -np.inf, key)
        if wanted == 1 and self.rerank is None:
            best = key.max()
            equals = np.flatnonzero(key == best) if best > -np.inf else np.zeros(0, dtype=np.int64)
            return equals if equals.size < 2 else equals[self._ties(request, equals).argmin()][None]
        pool = 1 if self.rerank is None else self.rerank.pool
        order = np.lexsort((self._ties(request, np.arange(count)), -key))[: wanted * pool]
        order = order[key[order] > -np.inf]
        if self.rerank is None or not order.size:
            return order
        topic = self.scene.topic[order].tolist()
        return order[again(self.rerank, key[order].tolist(), topic, self.scene.watched[user], wanted)]

    def _row(self, user: int, rows: int) -> int:
        return min(int(self.cohort[user]) if self.cohort is not None else 0, rows - 1)

    def _barred(self, request: int, user: int, count: int, taken: Ints) -> NDArray[np.bool_] | None:
        """Rows that may not compete: taken already, or not eligible under the pace."""
        if self.pace is None and not taken.size:
            return None
        out = np.zeros(count, dtype=bool)
        if self.pace is not None:
            pace = self.pace[self._row(user, len(self.pace)), :count]
            ids = self.scene.order[:count]
            open_ = (pace > 0.0) & (pace < 1.0)
            out = pace <= 0.0
            if open_.any():
                drawn = draws.units(self.seed, streams.ARENA_PACE, ids[open_], request, replication=0)[:, 0]
                out[open_] = drawn >= pace[open_]
        out[taken] = True
        return out

    def _key(self, request: int, user: int, worth: Floats, out: NDArray[np.bool_] | None, count: int) -> Floats:
        """What rows are sorted by: score and price, with noise under soft selection."""
        key = elementwise.log(np.maximum(worth, SMALLEST)) if self.log_scale else worth
        if self.price is not None:
            price = self.price[self._row(user, len(self.price)), :count]
            if self.shortlist > 0.0:
                best = worth.max() if out is None else worth[~out].max(initial=0.0)
                price = np.where(worth < self.shortlist * best, 0.0, price)
            key = key + price
        if self.select == "argmax":
            return key
        noise = draws.gumbels(self.seed, 0, streams.ARENA_NOISE, self.scene.order[:count], request)
        if self.select == "softmax":
            return key / self.temperature + noise
        return elementwise.log(np.maximum(key, SMALLEST)) + noise

    def _ties(self, request: int, rows: Ints) -> Floats:
        """The order of equals, [N]: engines meet candidates in a random order."""
        ids = self.scene.order[rows]
        return draws.units(self.seed, streams.ARENA_TIES, ids, request, replication=0)[:, 0]
