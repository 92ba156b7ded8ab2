"""The reference engine: one SimPy process per user, plain Python, made to be read.

It defines what a span means and judges the compiled engine bit for bit. It shares with that engine only
the clock, the tables, the noise generator and the scalar laws, which it runs uncompiled.
"""

import math
from collections.abc import Generator, Sequence
from typing import Any

import numpy as np
import simpy
from numpy.typing import NDArray

from sim.core import noise, streams
from sim.core.law import plain
from sim.core.units import FIXED_POINT, TICKS_PER_DAY
from sim.laws import acting, affinity, arrival, attraction, behaviour, churning, interest, watching, weariness
from sim.recommender.index import LOTTERY, SOFTMAX, Index
from sim.recommender.learner import TRUTH
from sim.recommender.value import GRID_LOW, GRID_STEP
from sim.world.span import Span
from sim.world.tally import ACTS, BIN_HIGH, BIN_LOW, BINS, COLUMNS, LANES, Act, Lane, Served
from sim.world.users import FOLLOW_PLACES, RECENT_PLACES, SEEN_PLACES
from sim.world.world import World

FOLLOW_ATTEMPTS, DRAW_ATTEMPTS = 4, 8
LANE_ORDER = (Lane.FOLLOW, Lane.EXPLORE, Lane.SOCIAL, Lane.SEARCH)  # interest takes what is left

next_visit, hazard, activity = plain(arrival.next_visit), plain(arrival.hazard), plain(arrival.activity)
lift, match_score = plain(affinity.lift), plain(affinity.match)
pull_of = plain(attraction.attraction)
watch_ms, drift = plain(watching.watch_ms), plain(interest.drift)
decay, fade = plain(weariness.decay), plain(weariness.fade)
act_probability, utility_of = plain(acting.action_probability), plain(acting.utility)
stay_probability = plain(acting.stay_probability)
leave_probability, return_probability = plain(churning.leave_probability), plain(churning.return_probability)


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
        items, count = world.items, len(world.items)
        self.by_topic = [
            Lottery([i for i in range(count) if items.topic[i] == k], index.retrieve)
            for k in range(world.topics.demand.size)
        ]
        self.explore = Lottery(range(count), index.explore)
        self.paid = Lottery(range(count), index.paid)
        self.newest_first: dict[int, list[int]] = {}
        for i in reversed(range(count)):
            self.newest_first.setdefault(int(items.creator[i]), []).append(i)
        self.item_sheet: dict[tuple[int, int], int] = {}
        self.follow_sheet: dict[int, int] = {}
        self.forecast_sheet: dict[tuple[int, int], int] = {}
        self.pull_sheet: dict[tuple[int, int], int] = {}
        self.totals = [0, 0, 0]

    def visible(self, item: int, tick: int) -> bool:
        """Whether an item can be shown at a tick."""
        return bool(self.world.items.visible_from[item] <= tick < self.world.items.visible_to[item])

    def count(self, item: int, column: int, amount: int) -> None:
        """Add to an item's sheet."""
        self.item_sheet[item, column] = self.item_sheet.get((item, column), 0) + amount

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
        return Served(by_item, follow_change, forecast, pulls, np.array(self.totals, dtype=np.int64))


class Visitor:
    """One user in one span."""

    def __init__(self, hall: Hall, user: int) -> None:
        self.hall, self.user = hall, user
        self.world, self.index, self.span, self.b = hall.world, hall.index, hall.span, hall.b
        self.u = hall.world.users
        self.items = hall.world.items
        self.topic_count = self.world.topics.demand.size

    def words(self, stream: int, tick: int, slot: int, extra: int = 0) -> tuple[int, int, int, int]:
        """Four words of noise for one named decision of this user."""
        key = self.world.key
        named = stream | extra << streams.STREAM_BITS
        words: tuple[int, int, int, int] = noise.philox(key.seed, key.replication, self.user, tick, slot, named)
        return words

    # --- visits -----------------------------------------------------------------------------------------

    def live(self, env: simpy.Environment) -> Generator[simpy.Event, Any, None]:
        """All sessions of this user in the span, in order of time."""
        u, me = self.u, self.user
        self.break_of_day()
        if u.away[me]:
            return
        if u.in_session[me]:
            self.prepare()
        while True:
            if not u.in_session[me] and not self.arrive():
                return
            while u.in_session[me]:
                if u.clock[me] >= self.span.end:
                    return  # the session goes on in the next span
                yield env.timeout(int(u.clock[me]) - env.now)
                yield from self.look_through(env, self.request())

    def break_of_day(self) -> None:
        """On the first span of a day, a user may leave the platform, or come back."""
        u, me = self.u, self.user
        if self.span.start % TICKS_PER_DAY:
            return
        draw = noise.unit(self.words(streams.CHURN, self.span.start // TICKS_PER_DAY, 0)[0])
        if u.away[me]:
            if draw < return_probability(self.b):
                u.away[me] = 0
                u.counted_to[me] = self.span.start
        elif not u.in_session[me]:
            if draw < leave_probability(float(u.satisfaction[me]), self.b.reference_utility, self.b):
                u.away[me] = 1

    def arrive(self) -> bool:
        """Begin the next visit, if it falls in the span."""
        u, me, b = self.u, self.user, self.b
        rate = (
            float(u.visits_per_day[me])
            * self.span.attention
            * activity(float(u.satisfaction[me]), b.reference_utility, b.visit_sensitivity)
        )
        hourly, weekday = self.world.calendar.hourly.tolist(), self.world.calendar.weekday.tolist()
        at, left = next_visit(int(u.counted_to[me]), float(u.hazard_left[me]), rate, hourly, weekday, self.span.end)
        if at < 0:
            u.hazard_left[me], u.counted_to[me] = left, self.span.end
            return False
        u.visit[me] += 1
        u.hazard_left[me] = hazard(noise.unit(self.words(streams.ARRIVAL, int(u.visit[me]), 0)[0]))
        u.counted_to[me] = at
        u.clock[me] = max(at, int(u.clock[me]))
        u.in_session[me], u.session_utility[me], u.session_impressions[me] = 1, 0.0, 0
        self.hall.totals[0] += 1
        day = int(u.clock[me]) // TICKS_PER_DAY
        if day > u.drift_day[me]:
            self.drift_interests(day)
        self.prepare()
        return True

    def shares(self) -> list[float]:
        """Interest shares: softmax of the logits."""
        logits = [float(x) for x in self.u.logit[self.user]]
        highest = max(logits)
        weights = [math.exp(x - highest) for x in logits]
        total = 0.0
        for weight in weights:
            total += weight
        return [weight / total for weight in weights]

    def drift_interests(self, day: int) -> None:
        """Move the interests by what was watched since the last drift, and refresh the taste scores."""
        u, me, taste, vertical = self.u, self.user, self.world.taste, self.world.topics.vertical
        days = float(day - int(u.drift_day[me]))
        total_pull = 0.0
        for k in range(self.topic_count):
            total_pull += float(u.pull[me, k])
        shares = self.shares()
        for first in range(0, self.topic_count, 4):
            words = self.words(streams.DRIFT, day, first // 4)
            shocks = (*noise.normal_pair(words[0], words[1]), *noise.normal_pair(words[2], words[3]))
            for k in range(first, min(first + 4, self.topic_count)):
                u.logit[me, k] = drift(
                    float(u.logit[me, k]),
                    float(u.home_logit[me, k]),
                    float(u.pull[me, k]),
                    total_pull,
                    shares[k],
                    days,
                    shocks[k - first],
                    self.b,
                )
        shares = self.shares()
        of_vertical = [0.0] * (int(max(vertical)) + 1)
        for k in range(self.topic_count):
            of_vertical[vertical[k]] += shares[k]
        for k in range(self.topic_count):
            raised = lift(shares[k], of_vertical[vertical[k]], taste.sibling_weight, float(taste.base[k]))
            u.match[me, k] = match_score(raised, taste.offset, taste.centre, taste.spread)
            u.pull[me, k] = 0.0
        u.drift_day[me] = day

    def prepare(self) -> None:
        """What is looked up once a session: the user's predicted terms by topic, and her best match."""
        u, me, prediction = self.u, self.user, self.index.prediction
        self.best_match = max(float(m) for m in u.match[me])
        self.term, self.expected, self.odds = [], [], []
        for k in range(self.topic_count):
            if prediction.mode == TRUTH:
                term, expected = self.b.match_weight * float(u.match[me, k]), 0.0
            else:
                label = int(prediction.label[k])
                shown, played = float(u.belief_shown[me, label]), float(u.belief_played[me, label])
                weight = prediction.prior_weight
                expected = (weight * float(prediction.prior[k]) + played) / (weight + shown)
                term = math.log(expected / (1.0 - expected))
            self.term.append(term)
            self.expected.append(expected)
            self.odds.append(math.exp(self.index.sharpness * term))

    # --- requests ---------------------------------------------------------------------------------------

    def request(self) -> list[tuple[int, Lane, float, float]]:
        """Fill a slate: (item, lane, predicted pull, draw for staying) by position."""
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
            item = -1
            if lane[position] is Lane.FOLLOW:
                item = self.from_follows(number, position, now, chosen)
            elif lane[position] is Lane.PAID:
                item = self.drawn(self.hall.paid, streams.PAID, number, position, now)
            elif lane[position] is Lane.EXPLORE:
                item = self.explored(number, position, now)
            if item >= 0:
                chosen[position] = item
            else:
                lane[position] = Lane.INTEREST  # nothing to show there: the slot goes to the ranking
        wanted = [position for position in range(size) if lane[position] is Lane.INTEREST]
        ranked = self.rank(number, now, len(wanted), set(chosen.values()))
        pulls: dict[int, float] = {}
        for position, place in zip(wanted, range(len(wanted)), strict=True):
            if place < len(ranked):
                chosen[position], pulls[position] = ranked[place]
            else:
                item = self.drawn(self.hall.explore, streams.EXPLORE, number, position, now)
                if item >= 0:
                    chosen[position], lane[position] = item, Lane.EXPLORE
        return [(chosen[p], lane[p], pulls.get(p, 0.0), stay[p]) for p in range(size) if p in chosen]

    def rest(self, now: int) -> None:
        """Let weariness fade to the present, which becomes its reference time."""
        u, me = self.u, self.user
        elapsed = now - int(u.tired_at[me])
        of_topic = decay(elapsed, self.hall.topic_half_life)
        of_creator = decay(elapsed, self.hall.creator_half_life)
        for k in range(self.topic_count):
            u.tired_topic[me, k] = fade(float(u.tired_topic[me, k]), of_topic)
        for place in range(RECENT_PLACES):
            u.tired_creator[me, place] = fade(float(u.tired_creator[me, place]), of_creator)
        u.tired_at[me] = now

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

    def follows(self, creator: int) -> bool:
        """Whether this user follows an account."""
        return creator in self.u.follows[self.user].tolist()

    def seen(self, item: int) -> int:
        """How often the user remembers having seen an item."""
        serial = int(self.items.serial[item])
        place = serial % SEEN_PLACES
        return int(self.u.seen_times[self.user, place]) if self.u.seen_item[self.user, place] == serial else 0

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

    def predicted(self, item: int) -> float:
        """The pull that the platform predicts for an item at the time of the request."""
        u, me, topic, creator = self.u, self.user, int(self.items.topic[item]), int(self.items.creator[item])
        appeal = float(self.index.prediction.appeal[item])
        if self.index.prediction.mode != TRUTH:
            return self.term[topic] + appeal
        place = creator % RECENT_PLACES
        tired = float(u.tired_creator[me, place]) if u.recent_creator[me, place] == creator else 0.0
        result: float = pull_of(
            self.b.base,
            self.term[topic],
            appeal,
            1.0 if self.follows(creator) else 0.0,
            float(u.tired_topic[me, topic]),
            tired,
            0.0,
            self.b,
        )
        return result

    def value(self, pull: float) -> float:
        """The value of an impression of this predicted pull, read off the curve."""
        curve = self.index.value
        x = (pull - GRID_LOW) / GRID_STEP
        x = min(max(x, 0.0), len(curve) - 1.000001)
        place = int(x)
        return float(curve[place]) + (x - place) * (float(curve[place + 1]) - float(curve[place]))

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
        return [(item, pulls[item]) for item in order[:wanted]]

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
        found: list[int] = []
        topic, upto = 0, mass[0]
        for draw in range(draws):
            mark = (draw + offset) * total / draws
            while (mark >= upto or not self.hall.by_topic[topic].items) and topic < last:
                topic += 1
                upto += mass[topic]
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
            gumbel = -math.log(-math.log(noise.unit(words[0])))
            if index.select == SOFTMAX:
                return total / index.temperature + gumbel
            return math.log(max(total, 1e-300)) + gumbel
        return total

    # --- responses --------------------------------------------------------------------------------------

    def look_through(
        self, env: simpy.Environment, slate: list[tuple[int, Lane, float, float]]
    ) -> Generator[simpy.Event, Any, None]:
        """Look at one item after another until the slate, the span or the patience ends."""
        if not slate:
            self.leave()
        for item, lane, predicted, stay in slate:
            now = int(self.u.clock[self.user])
            if now >= self.span.end:
                return
            yield env.timeout(now - env.now)
            if not self.respond(item, lane, predicted, stay):
                self.leave()
                return

    def respond(self, item: int, lane: Lane, predicted: float, stay: float) -> bool:
        """One impression: watch, act, tire, learn. Whether the user stays."""
        u, me, b = self.u, self.user, self.b
        creator, upload, topic = (int(x[item]) for x in (self.items.creator, self.items.upload, self.items.topic))
        now, duration, paid = int(u.clock[me]), int(self.items.duration_ms[item]), lane is Lane.PAID
        elapsed = now - int(u.tired_at[me])
        of_topic, of_creator = decay(elapsed, self.hall.topic_half_life), decay(elapsed, self.hall.creator_half_life)
        place = creator % RECENT_PLACES
        known = int(u.recent_creator[me, place]) == creator
        tired_creator = float(u.tired_creator[me, place]) if known else 0.0
        following = self.follows(creator)
        match = float(u.match[me, topic])
        pull = pull_of(
            b.base,
            b.match_weight * match,
            b.quality_weight * float(self.items.quality[item]),
            1.0 if following else 0.0,
            float(u.tired_topic[me, topic]) * of_topic,
            tired_creator * of_creator,
            1.0 if paid else 0.0,
            b,
        )
        times = self.seen(item)
        first = self.words(streams.RESPONSE, creator, upload, times)
        second = self.words(streams.ACTIONS, creator, upload, times)
        watched = watch_ms(noise.unit(first[0]), pull, duration, b)
        play = watched > watching.VALID_PLAY_MS
        acts = {
            Act.PLAY: play,
            Act.LONG: watched > watching.LONG_VIEW_MS,
            Act.COMPLETE: watched >= duration,
            Act.LIKE: play and noise.unit(first[1]) < act_probability(pull, b.like_intercept, b.like_slope),
            Act.COMMENT: play and noise.unit(first[2]) < act_probability(pull, b.comment_intercept, b.comment_slope),
            Act.SHARE: play and noise.unit(first[3]) < act_probability(pull, b.share_intercept, b.share_slope),
            Act.FOLLOW: play
            and not following
            and noise.unit(second[0]) < act_probability(pull, b.follow_intercept, b.follow_slope),
            Act.HIDE: not play and noise.unit(second[1]) < act_probability(pull, b.hide_intercept, b.hide_slope),
        }
        utility = utility_of(pull)
        self.count(item, lane, acts, watched, match, utility, topic)
        if lane is Lane.INTEREST:
            spot = int(play), bin_of(predicted)
            self.hall.forecast_sheet[spot] = self.hall.forecast_sheet.get(spot, 0) + 1
        spot = int(paid), bin_of(pull)
        self.hall.pull_sheet[spot] = self.hall.pull_sheet.get(spot, 0) + 1
        if acts[Act.FOLLOW]:
            self.follow(creator)
        self.remember(item, creator, topic, times, 1.0 / of_topic, tired_creator + 1.0 / of_creator)
        u.pull[me, topic] = float(u.pull[me, topic]) + (min(watched / duration, 1.0) - b.reference_watch)
        label = int(self.index.prediction.label[topic])
        u.belief_shown[me, label] = float(u.belief_shown[me, label]) + 1.0
        u.belief_played[me, label] = float(u.belief_played[me, label]) + (1.0 if play else 0.0)
        u.session_utility[me] += utility
        u.session_impressions[me] += 1
        u.active_day[me] = now // TICKS_PER_DAY
        u.clock[me] = now + watched + int(b.pause_seconds * 1000.0)
        staying = stay_probability(
            b.stay_base, b.stay_gain, utility - b.reference_utility, b.stay_paid, 1.0 if paid else 0.0
        )
        return bool(stay < staying)

    def count(
        self, item: int, lane: Lane, acts: dict[Act, bool], watched: int, match: float, utility: float, topic: int
    ) -> None:
        """Enter an impression in the sheets."""
        sheet = self.hall
        sheet.totals[2] += 1
        sheet.count(item, lane, 1)
        offset = LANES + (ACTS if lane is Lane.PAID else 0)
        for act, happened in acts.items():
            if happened:
                sheet.count(item, offset + act, 1)
        sheet.count(item, offset + Act.WATCH_MS, watched)
        sheet.count(item, offset + Act.MATCH, int(match * FIXED_POINT))
        sheet.count(item, offset + Act.REGRET, int((self.best_match - match) * FIXED_POINT))
        sheet.count(item, offset + Act.UTILITY, int(utility * FIXED_POINT))
        sheet.count(item, offset + Act.EXPECTED, int(self.expected[topic] * FIXED_POINT))

    def follow(self, creator: int) -> None:
        """Follow an account; with every place taken, the oldest follow gives way."""
        u, me = self.u, self.user
        place = int(u.follows_ever[me]) % FOLLOW_PLACES
        dropped = int(u.follows[me, place])
        if dropped >= 0:
            self.hall.follow_sheet[dropped] = self.hall.follow_sheet.get(dropped, 0) - 1
        u.follows[me, place] = creator
        u.follows_ever[me] += 1
        self.hall.follow_sheet[creator] = self.hall.follow_sheet.get(creator, 0) + 1

    def remember(
        self, item: int, creator: int, topic: int, times: int, more_topic: float, tired_creator: float
    ) -> None:
        """Tire of the topic and the creator, and remember the item."""
        u, me = self.u, self.user
        u.tired_topic[me, topic] = float(u.tired_topic[me, topic]) + more_topic
        u.recent_creator[me, creator % RECENT_PLACES] = creator
        u.tired_creator[me, creator % RECENT_PLACES] = tired_creator
        serial = int(self.items.serial[item])
        u.seen_item[me, serial % SEEN_PLACES] = serial
        u.seen_times[me, serial % SEEN_PLACES] = min(times + 1, 255)

    def leave(self) -> None:
        """End the session: its mean utility enters the satisfaction."""
        u, me, rate = self.u, self.user, self.b.satisfaction_rate
        u.in_session[me] = 0
        if u.session_impressions[me] > 0:
            mean = float(u.session_utility[me]) / int(u.session_impressions[me])
            u.satisfaction[me] = (1.0 - rate) * float(u.satisfaction[me]) + rate * mean


class ReferenceEngine:
    """Serves a span with one SimPy process per user. `order` [U] is the order in which they are started."""

    def __init__(self, order: Sequence[int] | None = None) -> None:
        self.order = order

    def serve(self, world: World, index: Index, span: Span) -> Served:
        """Serve all users for one span; changes their own rows, returns the sums."""
        hall = Hall(world, index, span)
        env = simpy.Environment(initial_time=span.start)
        for user in self.order if self.order is not None else range(len(world.users)):
            env.process(Visitor(hall, user).live(env))
        env.run()
        return hall.served()
