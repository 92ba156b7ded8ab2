"""What a user does with a slate, and the process that is her life in a span."""

from collections.abc import Generator
from typing import Any

import simpy

from sim.core import noise, streams
from sim.core.law import plain
from sim.core.units import FIXED_POINT, TICKS_PER_DAY
from sim.engines.reference.auction import Sale
from sim.engines.reference.guest import Guest
from sim.engines.reference.looks import pull_of
from sim.engines.reference.person import decay
from sim.laws import acting, unfollowing, watching
from sim.laws import trust as trusting
from sim.world.tally import ACTS, LANES, Act, Lane
from sim.world.users import RECENT_PLACES

watch_ms = plain(watching.watch_ms)
act_probability, utility_of = plain(acting.action_probability), plain(acting.utility)
stay_probability = plain(acting.stay_probability)
trust_after, unfollow_chance = plain(trusting.trust_after), plain(unfollowing.unfollow_probability)


class Visitor(Guest):
    """One user in one span, as a SimPy process."""

    def live(self, env: simpy.Environment) -> Generator[simpy.Event, Any, None]:
        """All sessions of this user in the span, in order of time."""
        u, me = self.u, self.user
        self.be_present()
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

    def look_through(
        self, env: simpy.Environment, slate: list[tuple[int, Lane, float, float, Sale | None]]
    ) -> Generator[simpy.Event, Any, None]:
        """Look at one item after another until the slate, the span or the patience ends."""
        if not slate:
            self.leave()
        for item, lane, predicted, stay, sale in slate:
            now = int(self.u.clock[self.user])
            if now >= self.span.end:
                return
            yield env.timeout(now - env.now)
            if not self.respond(item, lane, predicted, stay, sale):
                self.leave()
                return

    def respond(self, item: int, lane: Lane, predicted: float, stay: float, sale: Sale | None) -> bool:
        """One impression: watch, act, tire, learn. Whether the user stays."""
        u, me, b = self.u, self.user, self.b
        creator, upload, topic = (int(x[item]) for x in (self.items.creator, self.items.upload, self.items.topic))
        tag = int(self.index.tag[item])
        now, duration, paid = int(u.clock[me]), int(self.items.duration_ms[item]), lane is Lane.PAID
        as_ad = 1.0 if paid else 0.0
        if self.world.commerce and not paid and self.index.counter.wares[item]["sponsored"] > 0:
            as_ad = self.index.counter.numbers.sponsored_as_ad
        elapsed = now - int(u.tired_at[me])
        of_topic, of_creator = decay(elapsed, self.hall.topic_half_life), decay(elapsed, self.hall.creator_half_life)
        place = creator % RECENT_PLACES
        known = int(u.recent_creator[me, place]) == creator
        tired_creator = float(u.tired_creator[me, place]) if known else 0.0
        following = self.follows(creator)
        trust = self.trust_in(creator, now)
        match = float(u.match[me, topic])
        pull = pull_of(
            b.base,
            b.match_weight * match,
            b.quality_weight * float(self.items.quality[item]),
            1.0 if following else 0.0,
            float(u.tired_topic[me, topic]) * of_topic,
            tired_creator * of_creator,
            as_ad,
            trust,
            b,
        )
        times = self.seen(item)
        first = self.words(streams.RESPONSE, creator, upload, times)
        second = self.words(streams.ACTIONS, creator, upload, times)
        watched = duration if self.called else watch_ms(noise.unit(first[0]), pull, duration, b)
        play = watched > watching.VALID_PLAY_MS
        acts = {
            Act.PLAY: play,
            Act.LONG: watched > watching.LONG_VIEW_MS,
            Act.COMPLETE: watched >= duration,
            Act.LIKE: play and noise.unit(first[1]) < act_probability(pull, b.like_intercept, b.like_slope),
            Act.COMMENT: play and noise.unit(first[2]) < act_probability(pull, b.comment_intercept, b.comment_slope),
            Act.SHARE: play and noise.unit(first[3]) < act_probability(pull, b.share_intercept, b.share_slope),
            Act.FOLLOW: play and noise.unit(second[0]) < act_probability(pull, b.follow_intercept, b.follow_slope),
            Act.HIDE: not play and noise.unit(second[1]) < act_probability(pull, b.hide_intercept, b.hide_slope),
        }
        stayed = self.go_in(item, lane, times, pull, now + watched) if play and self.hall.is_room(item) else -1
        if self.world.commerce:
            self.buy(item, lane, times, play, stayed, match, trust if u.trust.size else float(following), now)
        utility = utility_of(pull)
        self.count(item, lane, acts, watched, match, utility, tag)
        if sale is not None:
            self.hall.sell(sale.row, play, acts[Act.FOLLOW], sale.charge)
        self.hall.judge(lane, play, predicted, pull)
        if self.span.log:
            bits = sum(1 << act.bit for act, happened in acts.items() if happened)
            self.hall.log.append(
                (now, me, int(u.visit[me]), creator, upload, watched, float(pull), topic, int(lane), bits)
            )
        self.correspond(item, brought=lane is Lane.SOCIAL, shared=acts[Act.SHARE], liked=acts[Act.LIKE])
        self.relate(creator, acts, following, angry=noise.unit(second[2]) < unfollow_chance(pull, as_ad, b))
        self.remember(item, creator, topic, times, 1.0 / of_topic, tired_creator + 1.0 / of_creator)
        u.pull[me, topic] = float(u.pull[me, topic]) + (min(watched / duration, 1.0) - b.reference_watch)
        self.grow_trust(creator, now, trust_after(trust, min(watched / duration, 1.0), as_ad, b))
        if u.ads.size:
            u.ads[me] += (1, 1 if paid else 0)
        label = int(self.index.prediction.label[tag])
        u.belief_shown[me, label] = float(u.belief_shown[me, label]) + 1.0
        u.belief_played[me, label] = float(u.belief_played[me, label]) + (1.0 if play else 0.0)
        u.session_utility[me] += utility
        u.session_impressions[me] += 1
        u.active_day[me] = now // TICKS_PER_DAY
        u.clock[me] = now + watched + max(stayed, 0) + int(b.pause_seconds * 1000.0)
        staying = stay_probability(b.stay_base, b.stay_gain, utility - b.reference_utility, b.stay_paid, as_ad)
        return bool(stay < staying)

    def relate(self, creator: int, acts: dict[Act, bool], following: bool, angry: bool) -> None:
        """Follow an account, or unfollow one whose item was not played."""
        if acts[Act.FOLLOW] and not following:
            self.follow(creator)
        elif following and angry and not acts[Act.PLAY]:
            self.unfollow(creator)

    def count(
        self, item: int, lane: Lane, acts: dict[Act, bool], watched: int, match: float, utility: float, tag: int
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
        sheet.count(item, offset + Act.EXPECTED, int(self.expected[tag] * FIXED_POINT))
