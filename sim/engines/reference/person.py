"""A user in a span: her visits, her memory, her interests."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.core import noise, streams
from sim.core.elementary import exp, log
from sim.core.law import plain
from sim.core.units import TICKS_PER_DAY
from sim.engines.reference.hall import Hall
from sim.laws import ad_habit, affinity, arrival, churning, interest, weariness
from sim.recommender.learner import FACTORS, TRUTH
from sim.world.users import (
    FOLLOW_PLACES,
    LIKED_PLACES,
    OUTBOX_PLACES,
    RECENT_PLACES,
    SEEN_PLACES,
    TRUST_PLACES,
)

next_visit, hazard, activity = plain(arrival.next_visit), plain(arrival.hazard), plain(arrival.activity)
lift, match_score = plain(affinity.lift), plain(affinity.match)
felt_after, visits_left = plain(ad_habit.felt_after), plain(ad_habit.visits_left)
share_met = plain(ad_habit.share_met)
decay, fade, drift = plain(weariness.decay), plain(weariness.fade), plain(interest.drift)
leave_probability, return_probability = plain(churning.leave_probability), plain(churning.return_probability)


def product(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Product of two vectors, in order; the first place of each is its level and takes no part."""
    total = 0.0
    for a, b in zip(one[1:].tolist(), other[1:].tolist(), strict=True):
        total += a * b
    return total


class Person:
    """One user in one span. `u` is the table of users, of which she changes her own row."""

    def __init__(self, hall: Hall, user: int) -> None:
        self.hall, self.user = hall, user
        self.world, self.index, self.span, self.b = hall.world, hall.index, hall.span, hall.b
        self.u = hall.world.users
        self.items = hall.world.items
        self.topic_count = self.world.topics.demand.size

    def words(self, stream: int, tick: int, slot: int, extra: int = 0) -> tuple[int, int, int, int]:
        """Four words of noise for one named decision of this user on this platform."""
        key = self.world.key
        named = stream | extra << streams.STREAM_BITS
        words: tuple[int, int, int, int] = noise.philox(key.seed, key.luck, self.user, tick, slot, named)
        return words

    def own_words(self, stream: int, tick: int, slot: int) -> tuple[int, int, int, int]:
        """Four words of noise for what this user is on every platform alike."""
        key = self.world.key
        words: tuple[int, int, int, int] = noise.philox(key.seed, key.replication, self.user, tick, slot, stream)
        return words

    def break_of_day(self) -> None:
        """On the first span of a day, a user may leave the platform, or come back."""
        u, me = self.u, self.user
        if self.span.start % TICKS_PER_DAY:
            return
        if u.ads.size and not u.away[me]:
            self.reckon_ads()
        draw = noise.unit(self.words(streams.CHURN, self.span.start // TICKS_PER_DAY, 0)[0])
        if u.away[me]:
            if draw < return_probability(self.b):
                u.away[me] = 0
                u.counted_to[me] = self.span.start
        elif not u.in_session[me] and draw < leave_probability(
            float(u.satisfaction[me]), self.b.reference_utility, self.b
        ):
            u.away[me] = 1

    def reckon_ads(self) -> None:
        """Once a day: what she feels of ads moves towards the share that she meets when she is here."""
        u, me, b = self.u, self.user, self.b
        impressions, paid = (int(count) for count in u.ads[me])
        if impressions:
            u.ad_share[me, 0] = share_met(float(u.ad_share[me, 0]), paid, impressions)
            u.ads[me] = 0
        last, soon, habit = (float(share) for share in u.ad_share[me])
        u.ad_share[me, 1] = felt_after(soon, last, b.ad_soon_days)
        u.ad_share[me, 2] = felt_after(habit, last, b.ad_habit_days)

    def call(self, after: int, until: int, now: int) -> tuple[int, int] | None:
        """The first call to a live room that she heeds in between: when, and the item. Nobody calls her here."""
        return None

    def arrive(self) -> bool:
        """Begin the next visit, if it falls in the span: of her own accord, or called to a live room."""
        u, me, b = self.u, self.user, self.b
        rate = (
            float(u.visits_per_day[me])
            * self.span.attention
            * activity(float(u.satisfaction[me]), b.reference_utility, b.visit_sensitivity)
        )
        if u.ads.size:
            rate *= visits_left(float(u.ad_share[me, 1]), float(u.ad_share[me, 2]), b)
        hourly, weekday = self.world.calendar.hourly.tolist(), self.world.calendar.weekday.tolist()
        called, since = self.call(int(u.counted_to[me]), self.span.end, int(u.clock[me])), int(u.counted_to[me])
        until = self.span.end if called is None else called[0]
        at, left = next_visit(since, float(u.hazard_left[me]), rate, hourly, weekday, until)
        if at < 0:
            u.hazard_left[me], u.counted_to[me] = left, until
            if called is None:
                return False
            at = until  # she would not have come by herself until then
        else:
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

    def leave(self) -> None:
        """End the session: its mean utility enters the satisfaction."""
        u, me, rate = self.u, self.user, self.b.satisfaction_rate
        u.in_session[me] = 0
        if u.session_impressions[me] > 0:
            mean = float(u.session_utility[me]) / int(u.session_impressions[me])
            u.satisfaction[me] = (1.0 - rate) * float(u.satisfaction[me]) + rate * mean

    def shares(self) -> list[float]:
        """Interest shares: softmax of the logits."""
        logits = [float(x) for x in self.u.logit[self.user]]
        highest = max(logits)
        weights = [exp(x - highest) for x in logits]
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
            words = self.own_words(streams.DRIFT, day, first // 4)
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
                term, expected = self.b.match_weight * (float(u.match[me, k]) + self.error(k)), 0.0
            elif prediction.mode == FACTORS:
                levels = float(prediction.user[me, 0]) + float(prediction.topic[k, 0])
                term = levels + product(prediction.user[me], prediction.topic[k])
                expected = 1.0 / (1.0 + exp(-term))
            else:
                label = int(prediction.label[k])
                shown, played = float(u.belief_shown[me, label]), float(u.belief_played[me, label])
                weight = prediction.prior_weight
                expected = (weight * float(prediction.prior[k]) + played) / (weight + shown)
                term = log(expected / (1.0 - expected))
            self.term.append(term)
            self.expected.append(expected)
            self.odds.append(exp(self.index.sharpness * term))

    def error(self, k: int) -> float:
        """How wrong the platform is about the taste for a topic; less so, the more it has seen."""
        if not self.index.prediction.error > 0.0:
            return 0.0
        words = self.words(streams.MISJUDGE, 0, k // 4)
        normal = noise.normal_pair(*(words[:2] if k % 4 < 2 else words[2:]))[k % 2]
        seen = float(self.u.belief_shown[self.user, k])
        return float(self.index.prediction.error / math.sqrt(1.0 + seen) * normal)

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

    def follows(self, creator: int) -> bool:
        """Whether this user follows an account."""
        return creator in self.u.follows[self.user].tolist()

    def seen(self, item: int) -> int:
        """How often the user remembers having seen an item."""
        serial = int(self.items.serial[item])
        place = serial % SEEN_PLACES
        return int(self.u.seen_times[self.user, place]) if self.u.seen_item[self.user, place] == serial else 0

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

    def unfollow(self, creator: int) -> None:
        """Drop an account from the list; its place stays empty until the turn of follows comes to it."""
        row = self.u.follows[self.user]
        row[row == creator] = -1
        self.hall.follow_sheet[creator] = self.hall.follow_sheet.get(creator, 0) - 1

    def trust_in(self, creator: int, now: int) -> float:
        """What is left of this user's trust in an account."""
        u, me, place = self.u, self.user, creator % TRUST_PLACES
        if not u.trust.size or u.trusted[me, place] != creator:
            return 0.0
        return float(u.trust[me, place]) * float(decay(now - int(u.trust_at[me, place]), self.hall.trust_half_life))

    def grow_trust(self, creator: int, now: int, trust: float) -> None:
        """Keep the trust in an account, unless its place holds one that is trusted as much."""
        u, me, place = self.u, self.user, creator % TRUST_PLACES
        if not u.trust.size:
            return
        holder = int(u.trusted[me, place])
        if holder == creator or trust > (self.trust_in(holder, now) if holder >= 0 else 0.0):
            u.trusted[me, place], u.trust[me, place], u.trust_at[me, place] = creator, trust, now

    def correspond(self, item: int, brought: bool, shared: bool, liked: bool) -> None:
        """Forget the letters that brought an item, share it, and let friends see a like.

        Once the outbox is full, shares reach nobody; of likes the oldest gives way.
        """
        u, me, serial = self.u, self.user, int(self.items.serial[item])
        if liked and u.liked.size:
            u.liked[me, int(u.liked_ever[me]) % LIKED_PLACES] = serial
            u.liked_ever[me] += 1
        if brought:
            u.inbox[me, u.inbox[me] == serial] = -1
        if shared and self.world.friends is not None and u.sent[me] < OUTBOX_PLACES:
            u.outbox[me, u.sent[me]] = serial
            u.sent[me] += 1

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
