"""What there is in an arena: items in order of birth, what was counted, and how the platform sees it."""

from bisect import bisect_left, bisect_right
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.arena.facts import Facts
from sim.core import draws, streams
from sim.market import brm
from sim.platform.observed import Observed, ObservedCreators, ObservedItems, ObservedTopics, ObservedViewers
from sim.world.tally import NATURAL, Lane

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
COUNTERS = ("impressions", "plays", "completes", "likes", "comments", "shares", "follows")
RESPONSES = {"play": "plays", "complete": "completes", "like": "likes", "comment": "comments"}  # words of one draw
ACTIONS = {"share": "shares", "follow": "follows"}  # words of another
NICHE = 0.6  # share of an account's items that makes it niche


def seen(array: NDArray[Any]) -> NDArray[Any]:
    """A read-only view: what a policy is shown."""
    view = array.view()
    view.flags.writeable = False
    return view


class Scene:
    """Counters, by item in order of birth and by creator. Shapes: I items, C creators, U users."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        items, creators = facts.creator.size, facts.creators
        born = facts.given.get("born", np.zeros(items))
        self.order = np.argsort(born, kind="stable")  # row -> item as the user numbers them
        self.relevance = np.ascontiguousarray(facts.relevance[:, self.order])
        self.creator = facts.creator[self.order].astype(np.int32)
        self.born = born[self.order]
        self.births = self.born.tolist()  # to be looked up by bisection
        self.niche = self._of_items("niche", 0.0) > 0
        self.topic = (self._of_items("topic", 0.0) if "topic" in facts.given else self.niche).astype(np.int32)
        self.topics = self._topics()
        self.watched = np.zeros((len(self.relevance), self.topics.niche.size), dtype=np.int64)  # [U, topics] plays
        self.chances = {name: self._of_items(f"{name}_prob", 0.0) for name in (*RESPONSES, *ACTIONS)}
        self.friends = facts.given.get("friends")
        self.liked = np.zeros(self.relevance.shape if self.friends is not None else (0, 0), dtype=bool)  # [U, I]
        self.sales = facts.given["sales"][self.order] if "sales" in facts.given else None
        self.responds = [name for name in self.chances if f"{name}_prob" in facts.given]
        self.weight = facts.given.get("position_weight", np.ones(facts.slots))
        self.counts: dict[str, Ints] = {name: np.zeros(items, dtype=np.int64) for name in COUNTERS}
        if "play" not in self.responds:
            self.counts["plays"] = self.counts["impressions"]  # every impression is one
        self.payout = np.zeros(items)
        self.impressions = np.zeros(creators, dtype=np.int64)
        self.utility = np.zeros(creators)
        self.first_born = np.full(creators, np.inf)
        np.minimum.at(self.first_born, self.creator, self.born)
        self.merit = facts.given.get("merit", self._mean_relevance())
        self.shown_before = 0
        self._new_span()
        self._due_of: dict[int, Floats] = {}
        self._due_items = -1

    def _of_items(self, name: str, default: float) -> Floats:
        return self.facts.given.get(name, np.full(self.order.size, default))[self.order]

    def _mean_relevance(self) -> Floats:
        count = np.maximum(np.bincount(self.creator, minlength=self.facts.creators), 1)
        total = np.bincount(self.creator, self.relevance.mean(axis=0), minlength=self.facts.creators)
        return np.maximum(total / count, 1e-12)

    def _topics(self) -> ObservedTopics:
        """Labels of topics: niche if most of its items are."""
        count = int(self.topic.max()) + 1 if "topic" in self.facts.given else 2
        size = np.bincount(self.topic, minlength=count)
        niche = 2 * np.bincount(self.topic, self.niche, minlength=count) > size
        return ObservedTopics(niche=seen(niche), vertical=seen(np.zeros(count, dtype=np.int32)))

    def _new_span(self) -> None:
        creators = self.facts.creators
        self.span_impressions = np.zeros(creators, dtype=np.int64)
        self.span_attention = np.zeros(creators)
        self.span_relevance = np.zeros(creators)

    def visible(self, request: int) -> int:
        """How many items have appeared by a request: the first rows."""
        return bisect_right(self.births, request)

    def observe(self, request: int) -> Observed:
        """The arena as the platform sees it before a request; the sums of the span before it are closed."""
        facts = self.facts
        day = 1.0 / facts.requests_per_day
        count = bisect_left(self.births, request + facts.refresh)
        kept = np.arange(count)
        kept[self.shown_before :] = -1
        self.shown_before = count
        counts = {name: seen(column)[:count] for name, column in self.counts.items()}
        creators = ObservedCreators(
            count=facts.creators,
            active=self.first_born < request + facts.refresh,
            niche=self._niche_creators(count),
            followers=self._followers(count),
            kind=np.zeros(facts.creators, dtype=np.int8),
            region=facts.given.get("region", np.zeros(facts.creators)).astype(np.int8),
            age_days=(request - self.first_born) * day,
            impressions=seen(self.impressions),
            impressions_last_span=seen(self.span_impressions),
            plays=np.bincount(self.creator, self.counts["plays"], minlength=facts.creators).astype(np.int64),
            utility=seen(self.utility),
            merit=seen(self.merit),
            attention_last_span=seen(self.span_attention),
            relevance_last_span=seen(self.span_relevance),
        )
        self._new_span()
        return Observed(
            day=request * day,
            days=facts.refresh * day,
            users=len(self.relevance),
            lanes=LANES,
            topics=self.topics,
            creators=creators,
            items=ObservedItems(
                count=count,
                serial=np.arange(count, dtype=np.int32),
                creator=seen(self.creator)[:count],
                topic=seen(self.topic)[:count],
                age_days=(request - self.born[:count]) * day,
                duration_ms=np.full(count, 15_000),
                natural_impressions=counts["impressions"],
                kept=kept,
                sales_rmb=None if self.sales is None else seen(self.sales)[:count],
                **counts,
            ),
            viewers=ObservedViewers(
                counts=lambda: (seen(self.watched), seen(self.watched)),
                label=np.arange(self.topics.niche.size, dtype=np.int32),
                unit=1.0,
                relevance=seen(self.relevance)[:, :count],
                liked_by_friends=self._liked_by_friends(count),
            ),
        )

    def _liked_by_friends(self, count: int) -> Floats | None:
        """Share of each user's friends who liked each item so far, [U, I]."""
        if self.friends is None:
            return None
        share: Floats = self.friends @ self.liked[:, :count] / np.maximum(self.friends.sum(axis=1, keepdims=True), 1.0)
        return share

    def _niche_creators(self, count: int) -> NDArray[np.bool_]:
        if not self.niche.any():
            return np.zeros(self.facts.creators, dtype=bool)
        live = np.bincount(self.creator[:count], minlength=self.facts.creators)
        niche = np.bincount(self.creator[:count], self.niche[:count], minlength=self.facts.creators)
        return np.asarray((live > 0) & (niche >= NICHE * live))

    def _followers(self, count: int) -> Floats:
        first = self.facts.given.get("followers", np.ones(self.facts.creators))
        if "follow" not in self.responds:
            return seen(first)
        return np.asarray(first + np.bincount(self.creator, self.counts["follows"], minlength=first.size))

    def credit(self, request: int, user: int, slate: Ints) -> None:
        """Count what was shown, by position (-1 for nothing), and what came of it."""
        weight = self.weight
        if slate.min() < 0:
            weight, slate = weight[slate >= 0], slate[slate >= 0]
        creator = self.creator[slate]
        np.add.at(self.counts["impressions"], slate, 1)
        np.add.at(self.impressions, creator, 1)
        np.add.at(self.span_impressions, creator, 1)
        np.add.at(self.span_attention, creator, weight)
        np.add.at(self.utility, creator, self.relevance[user, slate] * weight)
        np.add.at(self.watched[user], self.topic[slate], 1)
        self.span_relevance += self._due(user, self.visible(request)) * weight.sum()
        if self.responds:
            self._respond(user, slate)
        if "beta" in self.facts.given:
            count = self.visible(request)
            self.payout[:count] += brm.pay(self.relevance[user, :count], self.facts.given["beta"])
        else:
            np.add.at(self.payout, slate, weight)

    def _due(self, user: int, count: int) -> Floats:
        """Shares of a user's relevance by creator among the first items, [C]."""
        if count != self._due_items:
            self._due_of, self._due_items = {}, count
        if user not in self._due_of:
            by_creator = np.bincount(self.creator[:count], self.relevance[user, :count], minlength=self.facts.creators)
            self._due_of[user] = by_creator / max(by_creator.sum(), 1e-300)
        return self._due_of[user]

    def _respond(self, user: int, slate: Ints) -> None:
        """Draw what viewers do; the same for an item's n-th impression whenever it comes."""
        number = self.counts["impressions"][slate]
        for stream, words in ((streams.ARENA_RESPONSE, RESPONSES), (streams.ARENA_ACTIONS, ACTIONS)):
            if not any(name in self.responds for name in words):
                continue
            drawn = draws.each(self.facts.seed, 0, stream, self.order[slate], number)
            for word, (name, column) in enumerate(words.items()):
                if name in self.responds:
                    happened = drawn[:, word] < self.chances[name][slate]
                    np.add.at(self.counts[column], slate, happened)
                    if name == "like" and self.friends is not None:
                        self.liked[user, slate[happened]] = True

    def table(self, level: Ints) -> pd.DataFrame:
        """What became of each item, in the order the user gave them."""
        frame = pd.DataFrame(
            {
                "item": self.order,
                "creator": self.creator.astype(np.int64),
                "impressions": self.counts["impressions"],
                "level": np.concatenate([level, np.zeros(self.order.size - level.size, dtype=np.int64)]),
                "payout": self.payout,
            }
        )
        return frame.sort_values("item", ignore_index=True)


LANES = np.zeros(len(NATURAL))  # all natural slots go to the ranking, unless a policy says otherwise
LANES[Lane.INTEREST] = 1.0
LANES.flags.writeable = False
