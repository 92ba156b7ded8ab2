"""A response: watch first, then the acts, what is counted, what the user keeps of it."""

import numpy as np

from sim.core import streams
from sim.core.law import part
from sim.core.noise import philox, unit
from sim.core.units import FIXED_POINT, TICKS_PER_DAY
from sim.kernels.buying import buy
from sim.kernels.looks import bin_of, follows, seen, trust_in
from sim.kernels.rooms import go_in
from sim.kernels.social import like, read_letters, share
from sim.laws.acting import action_probability, stay_probability, utility
from sim.laws.attraction import attraction
from sim.laws.trust import trust_after
from sim.laws.unfollowing import unfollow_probability
from sim.laws.watching import LONG_VIEW_MS, VALID_PLAY_MS, watch_ms
from sim.laws.weariness import decay
from sim.world.tally import ACTS, LANES, Act, Lane, Sold
from sim.world.users import FOLLOW_PLACES, RECENT_PLACES, SEEN_PLACES, TRUST_PLACES

INTEREST, SOCIAL, PAID = int(Lane.INTEREST), int(Lane.SOCIAL), int(Lane.PAID)
A_WATCH_MS, A_MATCH, A_REGRET, A_UTILITY, A_EXPECTED = (int(act) for act in list(Act)[:5])
A_PLAY, A_LONG, A_COMPLETE, A_LIKE, A_COMMENT, A_SHARE, A_FOLLOW, A_HIDE = (int(act) for act in list(Act)[5:])
B_PLAY, B_LONG, B_COMPLETE, B_LIKE, B_COMMENT, B_SHARE, B_FOLLOW, B_HIDE = (act.bit for act in list(Act)[5:])
S_IMPRESSIONS, S_PLAYS, S_FOLLOWS, S_CHARGE = (int(one) for one in Sold)
BITS, RESPONSE, ACTIONS = streams.STREAM_BITS, streams.RESPONSE, streams.ACTIONS


@part
def unfollow(r, u, creator):  # type: ignore[no-untyped-def]  # compiled
    """Drop an account from the list; its place stays empty until the turn of follows comes to it."""
    for place in range(min(r.follows_ever[u], FOLLOW_PLACES)):
        if r.follows[u, place] == creator:
            r.follows[u, place] = -1


@part
def grow_trust(o, r, u, creator, now, trust):  # type: ignore[no-untyped-def]  # compiled
    """Keep the trust in an account, unless its place holds one that is trusted as much."""
    place = creator % TRUST_PLACES
    if r.trusted[u, place] != creator:
        other = np.float64(r.trust[u, place]) * decay(now - r.trust_at[u, place], o.trust_half_life)
        if not trust > other:
            return
    r.trusted[u, place] = creator
    r.trust[u, place] = trust
    r.trust_at[u, place] = now


@part
def respond(o, r, u, position, s, b, sheets):  # type: ignore[no-untyped-def]  # compiled
    """One impression; whether the user stays."""
    item = s.slate[position]
    lane = s.lane[position]
    card = o.cards[item]
    creator, topic, tag, duration = card.creator, card.topic, card.tag, card.duration_ms
    now = r.clock[u]
    paid = 1.0 if lane == PAID else 0.0
    if o.selling and lane != PAID and o.wares[item].sponsored > 0:
        paid = o.commerce.sponsored_as_ad
    elapsed = now - r.tired_at[u]
    of_topic = decay(elapsed, o.topic_half_life)
    of_creator = decay(elapsed, o.creator_half_life)
    place = creator % RECENT_PLACES
    tired_creator = 0.0
    if r.recent_creator[u, place] == creator:
        tired_creator = np.float64(r.tired_creator[u, place])
    following = follows(r, u, creator)
    trust = trust_in(o, r, u, creator, now)
    taste = np.float64(r.match[u, topic])
    pull = attraction(
        b.base,
        b.match_weight * taste,
        card.quality_term,
        1.0 if following else 0.0,
        np.float64(r.tired_topic[u, topic]) * of_topic,
        tired_creator * of_creator,
        paid,
        trust,
        b,
    )
    times = seen(r, u, card.serial)
    first = philox(o.seed, o.replication, u, creator, card.upload, RESPONSE | times << BITS)
    second = philox(o.seed, o.replication, u, creator, card.upload, ACTIONS | times << BITS)
    room, called = np.int64(-1), False
    if o.live:
        room, called = o.lobby.room[item], s.called[0] > 0
    watched = watch_ms(unit(first[0]), pull, duration, b)
    if called:
        watched = duration  # she has come for it
    play = watched > VALID_PLAY_MS
    offset = LANES + (ACTS if lane == PAID else 0)
    sheet = sheets.by_item[item]
    sheets.totals[2] += 1
    acts = 0
    sheet[lane] += 1
    if watched > LONG_VIEW_MS:
        sheet[offset + A_LONG] += 1
        acts |= 1 << B_LONG
    if watched >= duration:
        sheet[offset + A_COMPLETE] += 1
        acts |= 1 << B_COMPLETE
    if play:
        sheet[offset + A_PLAY] += 1
        acts |= 1 << B_PLAY
        if unit(first[1]) < action_probability(pull, b.like_intercept, b.like_slope):
            sheet[offset + A_LIKE] += 1
            acts |= 1 << B_LIKE
            like(o, r, u, card.serial)
        if unit(first[2]) < action_probability(pull, b.comment_intercept, b.comment_slope):
            sheet[offset + A_COMMENT] += 1
            acts |= 1 << B_COMMENT
        if unit(first[3]) < action_probability(pull, b.share_intercept, b.share_slope):
            sheet[offset + A_SHARE] += 1
            acts |= 1 << B_SHARE
            share(o, r, u, card.serial)
        if unit(second[0]) < action_probability(pull, b.follow_intercept, b.follow_slope):
            sheet[offset + A_FOLLOW] += 1
            acts |= 1 << B_FOLLOW
            if not following:
                spot = r.follows_ever[u] % FOLLOW_PLACES
                dropped = r.follows[u, spot]
                if dropped >= 0:
                    sheets.follow_change[dropped] -= 1
                r.follows[u, spot] = creator
                r.follows_ever[u] += 1
                sheets.follow_change[creator] += 1
    elif unit(second[1]) < action_probability(pull, b.hide_intercept, b.hide_slope):
        sheet[offset + A_HIDE] += 1
        acts |= 1 << B_HIDE
    if following and not play and unit(second[2]) < unfollow_probability(pull, paid, b):
        unfollow(r, u, creator)
        sheets.follow_change[creator] -= 1
    if sheets.log.size > 0:
        entry = sheets.log[sheets.logged[0]]
        sheets.logged[0] += 1
        entry.tick = now
        entry.user = u
        entry.visit = r.visit[u]
        entry.creator = creator
        entry.upload = card.upload
        entry.watch_ms = watched
        entry.pull = pull
        entry.topic = topic
        entry.lane = lane
        entry.acts = acts
    stay = np.int64(-1)
    if room >= 0 and play:
        stay = go_in(o, r, u, room, lane, called, card, times, pull, now + watched, sheets)
    if o.selling:
        belief = trust if o.trust else (1.0 if following else 0.0)
        buy(o, u, item, lane, times, play, room >= 0, stay, taste, belief, now, sheets)
    if o.market and lane == PAID:
        sale = sheets.sold[s.row[position]]
        sale[S_IMPRESSIONS] += 1
        sale[S_PLAYS] += play
        sale[S_FOLLOWS] += (acts >> B_FOLLOW) & 1
        sale[S_CHARGE] += s.charge[position]
    surplus = utility(pull)
    sheet[offset + A_WATCH_MS] += watched
    sheet[offset + A_MATCH] += np.int64(taste * FIXED_POINT)
    sheet[offset + A_REGRET] += np.int64((s.best_match[0] - taste) * FIXED_POINT)
    sheet[offset + A_UTILITY] += np.int64(surplus * FIXED_POINT)
    sheet[offset + A_EXPECTED] += np.int64(s.expected[tag] * FIXED_POINT)
    if lane == INTEREST:
        sheets.forecast[1 if play else 0, bin_of(s.slate_pull[position])] += 1
    sheets.pulls[1 if lane == PAID else 0, bin_of(pull)] += 1
    r.tired_topic[u, topic] = np.float64(r.tired_topic[u, topic]) + 1.0 / of_topic
    r.recent_creator[u, place] = creator
    r.tired_creator[u, place] = tired_creator + 1.0 / of_creator
    r.seen_item[u, card.serial % SEEN_PLACES] = card.serial
    r.seen_times[u, card.serial % SEEN_PLACES] = min(times + 1, 255)
    r.pull[u, topic] = np.float64(r.pull[u, topic]) + (min(watched / duration, 1.0) - b.reference_watch)
    if lane == SOCIAL:
        read_letters(r, u, card.serial)
    if o.trust:
        grow_trust(o, r, u, creator, now, trust_after(trust, min(watched / duration, 1.0), paid, b))
    if o.minds_ads:
        r.ads[u, 0] += 1
        if lane == PAID:
            r.ads[u, 1] += 1
    label = o.label[tag]
    r.belief_shown[u, label] = np.float64(r.belief_shown[u, label]) + 1.0
    if play:
        r.belief_played[u, label] = np.float64(r.belief_played[u, label]) + 1.0
    r.session_utility[u] += surplus
    r.session_impressions[u] += 1
    r.active_day[u] = now // TICKS_PER_DAY
    r.clock[u] = now + watched + max(stay, 0) + np.int64(b.pause_seconds * 1000.0)
    return s.stay[position] < stay_probability(
        b.stay_base, b.stay_gain, surplus - b.reference_utility, b.stay_paid, paid
    )
