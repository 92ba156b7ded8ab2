"""The compiled span: all sessions of a range of users, each user's in order of time.

Line for line what `sim.engines.reference` says, over arrays. It reads frozen arrays and writes only the
rows of its own users and integer counts, so ranges of users can be served in any order and at once.
"""

import math
from collections import namedtuple
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core import streams
from sim.core.law import kernel, law, part
from sim.core.noise import normal_pair, philox, unit, unit_fine
from sim.core.prefetch import LINE, prefetch
from sim.core.units import FIXED_POINT, TICKS_PER_DAY, TICKS_PER_HOUR
from sim.kernels.rerank import rerank
from sim.laws.acting import action_probability, stay_probability, utility
from sim.laws.affinity import lift, match
from sim.laws.arrival import activity, hazard, next_visit
from sim.laws.attraction import attraction
from sim.laws.behaviour import NAMES
from sim.laws.churning import leave_probability, return_probability
from sim.laws.interest import drift
from sim.laws.watching import LONG_VIEW_MS, VALID_PLAY_MS, watch_ms
from sim.laws.weariness import decay, fade
from sim.platform.plan import LARGEST_POOL, NO_RERANK
from sim.recommender.index import LOTTERY, SOFTMAX
from sim.recommender.learner import TRUTH
from sim.recommender.value import GRID_LOW, GRID_STEP
from sim.world.tally import ACTS, BIN_HIGH, BIN_LOW, BINS, COLUMNS, LANES, Act, Lane
from sim.world.users import FOLLOW_PLACES, RECENT_PLACES, SEEN_PLACES, schema

FIELDS = list(schema(1))
Rows: Any = namedtuple("Rows", FIELDS)  # type: ignore[misc]  # the fields are the columns of the table of users
Behaviour: Any = namedtuple("Behaviour", NAMES)  # type: ignore[misc]  # plain numbers: nothing can alias them

FOLLOW_ATTEMPTS, DRAW_ATTEMPTS = 4, 8
AT_ONCE = 64  # candidates compared with one another at once
EMPTY = 2**32 - 1
AHEAD = np.uint64(2)  # users from this one to the one whose row is asked for
OF_4 = np.uint64(LINE // 4)  # numbers of four bytes in a cache line
INTEREST, FOLLOW, EXPLORE, SOCIAL, SEARCH, PAID = (int(lane) for lane in Lane)
A_PLAY, A_LONG, A_COMPLETE, A_LIKE, A_COMMENT, A_SHARE, A_FOLLOW, A_HIDE = (int(act) for act in list(Act)[:8])
A_WATCH_MS, A_MATCH, A_REGRET, A_UTILITY, A_EXPECTED = (int(act) for act in list(Act)[8:])
BITS = streams.STREAM_BITS
ARRIVAL, SLOT, RETRIEVE, CANDIDATE = streams.ARRIVAL, streams.SLOT, streams.RETRIEVE, streams.CANDIDATE
FOLLOW_STREAM, EXPLORE_STREAM, PAID_STREAM = streams.FOLLOW, streams.EXPLORE, streams.PAID
RESPONSE, ACTIONS, TEMPERATURE = streams.RESPONSE, streams.ACTIONS, streams.TEMPERATURE
PACE, CHURN, DRIFT = streams.PACE, streams.CHURN, streams.DRIFT


class Offer(NamedTuple):
    """Everything frozen that a span is served from. Shapes as in `Index`; records are arrays of one."""

    seed: int
    replication: int
    start: int
    end: int
    attention: float
    candidates_per_slot: int
    slate_size: int
    hourly: NDArray[np.float64]
    weekday: NDArray[np.float64]
    vertical: NDArray[np.int32]
    verticals: int
    taste_base: NDArray[np.float64]
    sibling_weight: float
    match_offset: float
    match_centre: float
    match_spread: float
    topic_half_life: float
    creator_half_life: float
    mode: int
    label: NDArray[np.int32]
    prior: NDArray[np.float64]
    prior_weight: float
    sharpness: float
    cards: NDArray[Any]
    topic_entries: NDArray[Any]
    topic_start: NDArray[np.int64]
    topic_total: NDArray[np.float64]
    explore_entries: NDArray[Any]
    paid_entries: NDArray[Any]
    shelf_start: NDArray[np.int64]
    shelf: NDArray[np.int32]
    price: NDArray[np.float64]
    pace: NDArray[np.float64]
    cohort: NDArray[np.int64]
    value: NDArray[np.float64]
    natural_lanes: NDArray[np.float64]
    ad_load: float
    log_scale: bool
    select: int
    temperature: float
    shortlist: float
    explore_rank: bool
    has_pace: bool
    has_price: bool
    rerank: int
    strength: float
    pool: int
    same_topic: float
    same_vertical: float
    pinned: NDArray[np.int32]
    most_impressions: int  # no user can look at more in the span


class Sheets(NamedTuple):
    """Integer counts of a range of users, shaped as in `Served`; `log` is a buffer, `logged` [1] its fill."""

    by_item: NDArray[np.int64]
    follow_change: NDArray[np.int64]
    forecast: NDArray[np.int64]
    pulls: NDArray[np.int64]
    totals: NDArray[np.int64]
    log: NDArray[Any]
    logged: NDArray[np.int64]


class Scratch(NamedTuple):
    """Working memory of one thread. Shapes: K topics, V verticals, N candidates, S slate."""

    shares: NDArray[np.float64]
    of_vertical: NDArray[np.float64]
    shock: NDArray[np.float64]
    shown: NDArray[np.float64]
    term: NDArray[np.float64]
    expected: NDArray[np.float64]
    odds: NDArray[np.float64]
    upto: NDArray[np.float64]
    uniform: NDArray[np.float64]
    candidate: NDArray[np.uint32]
    score: NDArray[np.float64]
    pull: NDArray[np.float64]
    key: NDArray[np.float64]
    draw: NDArray[np.float64]
    stay: NDArray[np.float64]
    lane: NDArray[np.int64]
    slate: NDArray[np.int64]
    slate_pull: NDArray[np.float64]
    taken: NDArray[np.int64]
    pool: NDArray[np.uint32]
    pool_key: NDArray[np.float64]
    above: NDArray[np.uint32]
    rung: NDArray[np.uint32]
    place: NDArray[np.uint32]
    best: NDArray[np.uint32]
    best_key: NDArray[np.float64]
    best_pull: NDArray[np.float64]
    best_match: NDArray[np.float64]
    relevance: NDArray[np.float64]
    penalty: NDArray[np.float64]
    factor: NDArray[np.float64]
    used: NDArray[np.uint8]
    order: NDArray[np.int64]
    target: NDArray[np.float64]
    mix: NDArray[np.float64]


def scratch(topics: int, verticals: int, candidates_per_slot: int, slate_size: int) -> Scratch:
    """Working memory for one thread."""
    pool = LARGEST_POOL * slate_size
    candidates = max(candidates_per_slot, 1) * slate_size
    return Scratch(
        shares=np.empty(topics),
        of_vertical=np.empty(verticals),
        shock=np.empty(topics + 3),
        shown=np.empty(topics),
        term=np.empty(topics),
        expected=np.empty(topics),
        odds=np.empty(topics),
        upto=np.empty(topics),
        uniform=np.empty(candidates + 1),
        candidate=np.empty(candidates + 1, np.uint32),
        score=np.empty(candidates),
        pull=np.empty(candidates),
        key=np.empty(candidates),
        draw=np.empty(slate_size),
        stay=np.empty(slate_size),
        lane=np.empty(slate_size, np.int64),
        slate=np.empty(slate_size, np.int64),
        slate_pull=np.empty(slate_size),
        taken=np.empty(slate_size, np.int64),
        pool=np.empty(pool + AT_ONCE, np.uint32),
        pool_key=np.empty(pool + AT_ONCE),
        above=np.empty(pool + AT_ONCE, np.uint32),
        rung=np.empty(pool + AT_ONCE, np.uint32),
        place=np.empty(pool, np.uint32),
        best=np.empty(pool, np.uint32),
        best_key=np.empty(pool),
        best_pull=np.empty(pool),
        best_match=np.empty(1),
        relevance=np.empty(pool),
        penalty=np.empty(pool),
        factor=np.empty((pool, slate_size)),
        used=np.empty(pool, np.uint8),
        order=np.empty(slate_size, np.int64),
        target=np.empty(topics),
        mix=np.empty(topics),
    )


# --- small looks -------------------------------------------------------------------------------------------


@part
def follows(r, u, creator):  # type: ignore[no-untyped-def]  # compiled
    """Whether a user follows an account."""
    known = min(r.follows_ever[u], FOLLOW_PLACES)
    for place in range(known):  # noqa: SIM110  # compiled code knows no generators
        if r.follows[u, place] == creator:
            return True
    return False


@part
def seen(r, u, serial):  # type: ignore[no-untyped-def]  # compiled
    """How often a user remembers having seen an item."""
    place = serial % SEEN_PLACES
    if r.seen_item[u, place] == serial:
        return np.int64(r.seen_times[u, place])
    return np.int64(0)


@law
def entry_at(entries, first, x):  # type: ignore[no-untyped-def]  # compiled
    """The item of an alias table at a real number of entries from its first."""
    place = np.uint32(x)
    entry = entries[np.uint64(first) + place]
    item, other = np.int64(entry.item), np.int64(entry.other)
    return item if x - place < entry.threshold else other


@law
def draw_entry(entries, first, count, high, low):  # type: ignore[no-untyped-def]  # compiled
    """An item from an alias table, by two words."""
    return entry_at(entries, first, unit_fine(high, low) * count)


@part
def bin_of(pull):  # type: ignore[no-untyped-def]  # compiled
    """The bin of a pull; what lies outside is counted in the first or last."""
    return np.int64((min(max(pull, BIN_LOW), BIN_HIGH - 1e-9) - BIN_LOW) / (BIN_HIGH - BIN_LOW) * BINS)


@part
def value_of(curve, pull):  # type: ignore[no-untyped-def]  # compiled
    """The value of an impression of this predicted pull, read off the curve."""
    x = (pull - GRID_LOW) / GRID_STEP
    x = min(max(x, 0.0), curve.size - 1.000001)
    place = np.uint32(x)
    return curve[place] + (x - place) * (curve[place + 1] - curve[place])


@part
def predicted(o, r, u, card, s, b):  # type: ignore[no-untyped-def]  # compiled
    """The pull that the platform predicts for an item at the time of the request."""
    if o.mode != TRUTH:
        return s.term[card.topic] + card.appeal
    place = card.creator % RECENT_PLACES
    tired = 0.0
    if r.recent_creator[u, place] == card.creator:
        tired = np.float64(r.tired_creator[u, place])
    following = 1.0 if follows(r, u, card.creator) else 0.0
    tired_topic = np.float64(r.tired_topic[u, card.topic])
    return attraction(b.base, s.term[card.topic], card.appeal, following, tired_topic, tired, 0.0, b)


# --- visits ------------------------------------------------------------------------------------------------


@part
def interest_shares(r, u, topics, shares):  # type: ignore[no-untyped-def]  # compiled
    """Softmax of the interest logits."""
    highest = np.float64(r.logit[u, 0])
    for k in range(1, topics):
        highest = max(highest, np.float64(r.logit[u, k]))
    total = 0.0
    for k in range(topics):
        shares[k] = math.exp(np.float64(r.logit[u, k]) - highest)
        total += shares[k]
    for k in range(topics):
        shares[k] = shares[k] / total


@part
def drift_interests(o, r, u, day, s, b):  # type: ignore[no-untyped-def]  # compiled
    """Move the interests by what was watched since the last drift, and refresh the taste scores."""
    topics = o.vertical.size
    days = np.float64(day - r.drift_day[u])
    total_pull = 0.0
    for k in range(topics):
        total_pull += np.float64(r.pull[u, k])
    interest_shares(r, u, topics, s.shares)
    for four in range((topics + 3) // 4):
        w = philox(o.seed, o.replication, u, day, four, DRIFT)
        s.shock[4 * four], s.shock[4 * four + 1] = normal_pair(w[0], w[1])
        s.shock[4 * four + 2], s.shock[4 * four + 3] = normal_pair(w[2], w[3])
    for k in range(topics):
        r.logit[u, k] = drift(
            np.float64(r.logit[u, k]),
            np.float64(r.home_logit[u, k]),
            np.float64(r.pull[u, k]),
            total_pull,
            s.shares[k],
            days,
            s.shock[k],
            b,
        )
    interest_shares(r, u, topics, s.shares)
    for parent in range(o.verticals):
        s.of_vertical[parent] = 0.0
    for k in range(topics):
        s.of_vertical[o.vertical[k]] += s.shares[k]
    for k in range(topics):
        raised = lift(s.shares[k], s.of_vertical[o.vertical[k]], o.sibling_weight, o.taste_base[k])
        r.match[u, k] = match(raised, o.match_offset, o.match_centre, o.match_spread)
        r.pull[u, k] = 0.0
    r.drift_day[u] = day


@part
def prepare(o, r, u, s, b):  # type: ignore[no-untyped-def]  # compiled
    """What is looked up once a session: the user's predicted terms by topic, and her best match."""
    topics = o.vertical.size
    best = np.float64(r.match[u, 0])
    for k in range(topics):
        best = max(best, np.float64(r.match[u, k]))
        if o.mode == TRUTH:
            s.term[k] = b.match_weight * np.float64(r.match[u, k])
            s.expected[k] = 0.0
        else:
            label = o.label[k]
            shown, played = np.float64(r.belief_shown[u, label]), np.float64(r.belief_played[u, label])
            if shown == s.shown[k]:
                continue  # as at her last visit in this span
            s.shown[k] = shown
            expected = (o.prior_weight * o.prior[k] + played) / (o.prior_weight + shown)
            s.expected[k] = expected
            s.term[k] = math.log(expected / (1.0 - expected))
        s.odds[k] = math.exp(o.sharpness * s.term[k])
    total = 0.0
    for k in range(topics):
        total += o.topic_total[k] * s.odds[k]
        s.upto[k] = total
    s.best_match[0] = best


@part
def break_of_day(o, r, u, b):  # type: ignore[no-untyped-def]  # compiled
    """On the first span of a day, a user may leave the platform, or come back."""
    if o.start % TICKS_PER_DAY != 0:
        return
    draw = unit(philox(o.seed, o.replication, u, o.start // TICKS_PER_DAY, 0, CHURN)[0])
    if r.away[u]:
        if draw < return_probability(b):
            r.away[u] = 0
            r.counted_to[u] = o.start
    elif not r.in_session[u] and draw < leave_probability(r.satisfaction[u], b.reference_utility, b):
        r.away[u] = 1


@part
def arrive(o, r, u, s, b, totals):  # type: ignore[no-untyped-def]  # compiled
    """Begin the next visit, if it falls in the span."""
    rate = r.visits_per_day[u] * o.attention * activity(r.satisfaction[u], b.reference_utility, b.visit_sensitivity)
    at, left = next_visit(r.counted_to[u], r.hazard_left[u], rate, o.hourly, o.weekday, o.end)
    if at < 0:
        r.hazard_left[u] = left
        r.counted_to[u] = o.end
        return False
    r.visit[u] += 1
    r.hazard_left[u] = hazard(unit(philox(o.seed, o.replication, u, r.visit[u], 0, ARRIVAL)[0]))
    r.counted_to[u] = at
    r.clock[u] = max(at, r.clock[u])
    r.in_session[u] = 1
    r.session_utility[u] = 0.0
    r.session_impressions[u] = 0
    totals[0] += 1
    day = r.clock[u] // TICKS_PER_DAY
    if day > r.drift_day[u]:
        drift_interests(o, r, u, day, s, b)
    prepare(o, r, u, s, b)
    return True


@part
def leave(r, u, b):  # type: ignore[no-untyped-def]  # compiled
    """End the session: its mean utility enters the satisfaction."""
    r.in_session[u] = 0
    if r.session_impressions[u] > 0:
        mean = r.session_utility[u] / r.session_impressions[u]
        rate = b.satisfaction_rate
        r.satisfaction[u] = (1.0 - rate) * r.satisfaction[u] + rate * mean


# --- requests ----------------------------------------------------------------------------------------------


@part
def rest(o, r, u, now):  # type: ignore[no-untyped-def]  # compiled
    """Let weariness fade to the present, which becomes its reference time."""
    elapsed = now - r.tired_at[u]
    of_topic = decay(elapsed, o.topic_half_life)
    of_creator = decay(elapsed, o.creator_half_life)
    for k in range(o.vertical.size):
        r.tired_topic[u, k] = fade(np.float64(r.tired_topic[u, k]), of_topic)
    for place in range(RECENT_PLACES):
        r.tired_creator[u, place] = fade(np.float64(r.tired_creator[u, place]), of_creator)
    r.tired_at[u] = now


@part
def lane_of(o, draw):  # type: ignore[no-untyped-def]  # compiled
    """The lane of a slot: paid first, then the natural lanes by their shares."""
    if draw < o.ad_load:
        return PAID
    left = (draw - o.ad_load) / (1.0 - o.ad_load)
    for lane in (FOLLOW, EXPLORE, SOCIAL, SEARCH):
        left -= o.natural_lanes[lane]
        if left < 0.0:
            return lane
    return INTEREST


@part
def drawn(o, entries, u, number, position, now, stream):  # type: ignore[no-untyped-def]  # compiled
    """A visible item drawn by weight, or -1 after a few attempts."""
    if entries.size == 0:
        return -1
    for attempt in range(DRAW_ATTEMPTS):
        w = philox(o.seed, o.replication, u, number, position << 8 | attempt, stream)
        item = draw_entry(entries, 0, entries.size, w[0], w[1])
        if o.cards[item].visible_from <= now and now < o.cards[item].visible_to:
            return item
    return -1


@part
def explored(o, r, u, number, position, now, s, b):  # type: ignore[no-untyped-def]  # compiled
    """An item of the explore lane: drawn by weight, or the best-scored of a few draws."""
    if not o.explore_rank:
        return drawn(o, o.explore_entries, u, number, position, now, EXPLORE_STREAM)
    best, best_score = -1, -np.inf
    if o.explore_entries.size > 0:
        for attempt in range(DRAW_ATTEMPTS):
            w = philox(o.seed, o.replication, u, number, position << 8 | attempt, EXPLORE_STREAM)
            item = draw_entry(o.explore_entries, 0, o.explore_entries.size, w[0], w[1])
            card = o.cards[item]
            if card.visible_from <= now and now < card.visible_to and seen(r, u, card.serial) == 0:
                score = value_of(o.value, predicted(o, r, u, card, s, b)) * card.factor
                if score > best_score:
                    best, best_score = item, score
    return best


@part
def from_follows(o, r, u, number, position, now, slate):  # type: ignore[no-untyped-def]  # compiled
    """The newest unseen item of a followed account drawn at random, or -1."""
    known = min(r.follows_ever[u], FOLLOW_PLACES)
    if known == 0:
        return -1
    for attempt in range(FOLLOW_ATTEMPTS):
        w = philox(o.seed, o.replication, u, number, position << 8 | attempt, FOLLOW_STREAM)
        creator = r.follows[u, np.int64(unit(w[0]) * known)]
        for place in range(o.shelf_start[creator], o.shelf_start[creator + 1]):
            item = np.int64(o.shelf[place])
            card = o.cards[item]
            if card.visible_from <= now and now < card.visible_to and seen(r, u, card.serial) == 0:
                taken = False
                for other in range(position):
                    if slate[other] == item:
                        taken = True
                if not taken:
                    return item
    return -1


@part
def retrieve(o, r, u, number, now, draws, taken, s):  # type: ignore[no-untyped-def]  # compiled
    """Fill `candidate` with a systematic sample over topics, less what cannot be shown; how many there are."""
    topics = o.vertical.size
    last = topics - 1
    while last > 0 and o.topic_start[last + 1] == o.topic_start[last]:
        last -= 1
    total = s.upto[topics - 1]
    offset = unit(philox(o.seed, o.replication, u, number, 0, RETRIEVE)[0])
    for pair in range((draws + 1) // 2):
        w = philox(o.seed, o.replication, u, number, pair, CANDIDATE)
        s.uniform[2 * pair] = unit_fine(w[0], w[1])
        s.uniform[2 * pair + 1] = unit_fine(w[2], w[3])
    topic = 0
    first = o.topic_start[0]
    size = o.topic_start[1] - first
    for draw in range(draws):
        mark = (draw + offset) * total / draws
        while mark >= s.upto[topic] and topic < last:
            topic += 1
            first = o.topic_start[topic]
            size = o.topic_start[topic + 1] - first
        s.candidate[draw] = first
        s.uniform[draw] *= size
        prefetch(o.topic_entries, np.uint64(first) + np.uint32(s.uniform[draw]))
    for draw in range(draws):
        item = entry_at(o.topic_entries, s.candidate[draw], s.uniform[draw])
        s.candidate[draw] = item
        prefetch(o.cards, item)
    found = 0
    for draw in range(draws):
        item = s.candidate[draw]
        card = o.cards[item]
        free = (now >= card.visible_from) & (now < card.visible_to) & (seen(r, u, card.serial) == 0)
        for place in range(taken):
            free &= s.taken[place] != item
        if free and o.has_pace:
            pace = o.pace[min(o.cohort[u], o.pace.shape[0] - 1) if o.cohort.size > 0 else 0, item]
            if pace < 1.0:
                p = philox(o.seed, o.replication, u, card.creator, card.upload, PACE | number << BITS)
                free = unit(p[0]) < pace
        s.candidate[found] = item
        found += free
    return found


@part
def best_of(s, found, keep):  # type: ignore[no-untyped-def]  # compiled
    """Fill `place` and `best_key` with the highest keys, highest first, an earlier draw before an equal later one.

    An item drawn twice counts once. Some at a time go into a pool with the best so far, and each one's rung is the
    number of keys above its own: comparing all with all takes no branches that a processor would guess wrong.
    """
    filled = 0
    for first in range(0, found, AT_ONCE):
        count = filled
        for place in range(first, min(first + AT_ONCE, found)):
            s.pool[count] = place
            s.pool_key[count] = s.key[place]
            count += filled < keep or s.key[place] > s.best_key[keep - 1]
        for i in range(count):
            key = s.pool_key[i]
            above = 0
            for j in range(count):
                above += s.pool_key[j] > key
            s.above[i] = above
            s.rung[i] = EMPTY
        for i in range(count):
            at = s.above[i]
            item = s.candidate[s.pool[i]]
            while at < count and s.rung[at] != EMPTY and s.candidate[s.pool[s.rung[at]]] != item:
                at += 1
            if at < count and s.rung[at] == EMPTY:
                s.rung[at] = i
        filled = 0
        for at in range(count):
            i = s.rung[at]
            if i != EMPTY and filled < keep:
                s.place[filled] = s.pool[i]
                s.best_key[filled] = s.pool_key[i]
                filled += 1
        for rung in range(filled):
            s.pool[rung] = s.place[rung]
            s.pool_key[rung] = s.best_key[rung]
    return filled


@part
def rank(o, r, u, number, now, wanted, taken, s, b):  # type: ignore[no-untyped-def]  # compiled
    """Fill `best` and `best_pull` with the best candidates, best first; how many there are."""
    draws = o.candidates_per_slot * wanted
    if draws == 0 or not s.upto[o.vertical.size - 1] > 0.0:
        return 0
    found = retrieve(o, r, u, number, now, draws, taken, s)
    highest = 0.0
    for place in range(found):
        card = o.cards[s.candidate[place]]
        pull = predicted(o, r, u, card, s, b)
        score = value_of(o.value, pull) * card.factor
        s.pull[place] = pull
        s.score[place] = score
        highest = max(highest, score)
    row = min(o.cohort[u], o.price.shape[0] - 1) if o.cohort.size > 0 else 0
    for place in range(found):
        score = s.score[place]
        key = math.log(score) if o.log_scale else score
        if o.has_price and not score < o.shortlist * highest:
            key += o.price[row, s.candidate[place]]
        if o.select == SOFTMAX or o.select == LOTTERY:
            card = o.cards[s.candidate[place]]
            g = philox(o.seed, o.replication, u, card.creator, card.upload, TEMPERATURE | number << BITS)
            gumbel = -math.log(-math.log(unit(g[0])))
            key = (key / o.temperature if o.select == SOFTMAX else math.log(max(key, 1e-300))) + gumbel
        s.key[place] = key
    filled = best_of(s, found, wanted * o.pool)
    for rung in range(filled):
        s.best[rung] = s.candidate[s.place[rung]]
        s.best_pull[rung] = s.pull[s.place[rung]]
    if o.rerank != NO_RERANK:
        return rerank(o, r, u, filled, wanted, s)
    return filled


@part
def pin(o, r, u, now, s, b):  # type: ignore[no-untyped-def]  # compiled
    """Give pinned items the first interest slots; how many. What was seen, or is not visible, is passed over."""
    position = 0
    done = 0
    for place in range(o.pinned.shape[1]):
        item = np.int64(o.pinned[u, place])
        if item < 0:
            continue
        card = o.cards[item]
        if now < card.visible_from or now >= card.visible_to or seen(r, u, card.serial) > 0:
            continue
        taken = False
        for other in range(o.slate_size):
            if s.slate[other] == item:
                taken = True
        if taken:
            continue
        while position < o.slate_size and (s.lane[position] != INTEREST or s.slate[position] >= 0):
            position += 1
        if position == o.slate_size:
            break
        s.slate[position] = item
        s.slate_pull[position] = predicted(o, r, u, card, s, b)
        done += 1
    return done


@part
def request(o, r, u, s, b, totals):  # type: ignore[no-untyped-def]  # compiled
    """Fill the slate; whether anything is in it. Empty positions hold -1."""
    r.request[u] += 1
    totals[1] += 1
    number = np.int64(r.request[u])
    now = r.clock[u]
    rest(o, r, u, now)
    for position in range(o.slate_size):
        w = philox(o.seed, o.replication, u, number, position, SLOT)
        s.draw[position] = unit(w[0])
        s.stay[position] = unit(w[1])
    for position in range(o.slate_size):
        s.lane[position] = lane_of(o, s.draw[position])
        s.slate[position] = -1
    wanted = 0
    for position in range(o.slate_size):
        item = -1
        if s.lane[position] == FOLLOW:
            item = from_follows(o, r, u, number, position, now, s.slate)
        elif s.lane[position] == PAID:
            item = drawn(o, o.paid_entries, u, number, position, now, PAID_STREAM)
        elif s.lane[position] == EXPLORE:
            item = explored(o, r, u, number, position, now, s, b)
        s.slate[position] = item
        if item < 0:
            s.lane[position] = INTEREST
            wanted += 1
    if o.pinned.size > 0:
        wanted -= pin(o, r, u, now, s, b)
    taken = 0
    for position in range(o.slate_size):
        if s.slate[position] >= 0:
            s.taken[taken] = s.slate[position]
            taken += 1
    filled = rank(o, r, u, number, now, wanted, taken, s, b)
    place = 0
    shown = 0
    for position in range(o.slate_size):
        if s.lane[position] == INTEREST and s.slate[position] < 0:
            if place < filled:
                s.slate[position] = s.best[place]
                s.slate_pull[position] = s.best_pull[place]
            else:
                s.slate[position] = drawn(o, o.explore_entries, u, number, position, now, EXPLORE_STREAM)
                s.lane[position] = EXPLORE
            place += 1
        if s.slate[position] >= 0:
            shown += 1
    return shown > 0


# --- responses ---------------------------------------------------------------------------------------------


@part
def respond(o, r, u, position, s, b, sheets):  # type: ignore[no-untyped-def]  # compiled
    """One impression; whether the user stays."""
    item = s.slate[position]
    lane = s.lane[position]
    card = o.cards[item]
    creator, topic, duration = card.creator, card.topic, card.duration_ms
    now = r.clock[u]
    paid = 1.0 if lane == PAID else 0.0
    elapsed = now - r.tired_at[u]
    of_topic = decay(elapsed, o.topic_half_life)
    of_creator = decay(elapsed, o.creator_half_life)
    place = creator % RECENT_PLACES
    tired_creator = 0.0
    if r.recent_creator[u, place] == creator:
        tired_creator = np.float64(r.tired_creator[u, place])
    following = follows(r, u, creator)
    taste = np.float64(r.match[u, topic])
    pull = attraction(
        b.base,
        b.match_weight * taste,
        card.quality_term,
        1.0 if following else 0.0,
        np.float64(r.tired_topic[u, topic]) * of_topic,
        tired_creator * of_creator,
        paid,
        b,
    )
    times = seen(r, u, card.serial)
    first = philox(o.seed, o.replication, u, creator, card.upload, RESPONSE | times << BITS)
    second = philox(o.seed, o.replication, u, creator, card.upload, ACTIONS | times << BITS)
    watched = watch_ms(unit(first[0]), pull, duration, b)
    play = watched > VALID_PLAY_MS
    offset = LANES + (ACTS if lane == PAID else 0)
    sheet = sheets.by_item[item]
    sheets.totals[2] += 1
    acts = 0
    sheet[lane] += 1
    if watched > LONG_VIEW_MS:
        sheet[offset + A_LONG] += 1
        acts |= 1 << A_LONG
    if watched >= duration:
        sheet[offset + A_COMPLETE] += 1
        acts |= 1 << A_COMPLETE
    if play:
        sheet[offset + A_PLAY] += 1
        acts |= 1 << A_PLAY
        if unit(first[1]) < action_probability(pull, b.like_intercept, b.like_slope):
            sheet[offset + A_LIKE] += 1
            acts |= 1 << A_LIKE
        if unit(first[2]) < action_probability(pull, b.comment_intercept, b.comment_slope):
            sheet[offset + A_COMMENT] += 1
            acts |= 1 << A_COMMENT
        if unit(first[3]) < action_probability(pull, b.share_intercept, b.share_slope):
            sheet[offset + A_SHARE] += 1
            acts |= 1 << A_SHARE
        if unit(second[0]) < action_probability(pull, b.follow_intercept, b.follow_slope):
            sheet[offset + A_FOLLOW] += 1
            acts |= 1 << A_FOLLOW
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
        acts |= 1 << A_HIDE
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
    surplus = utility(pull)
    sheet[offset + A_WATCH_MS] += watched
    sheet[offset + A_MATCH] += np.int64(taste * FIXED_POINT)
    sheet[offset + A_REGRET] += np.int64((s.best_match[0] - taste) * FIXED_POINT)
    sheet[offset + A_UTILITY] += np.int64(surplus * FIXED_POINT)
    sheet[offset + A_EXPECTED] += np.int64(s.expected[topic] * FIXED_POINT)
    if lane == INTEREST:
        sheets.forecast[1 if play else 0, bin_of(s.slate_pull[position])] += 1
    sheets.pulls[1 if lane == PAID else 0, bin_of(pull)] += 1
    r.tired_topic[u, topic] = np.float64(r.tired_topic[u, topic]) + 1.0 / of_topic
    r.recent_creator[u, place] = creator
    r.tired_creator[u, place] = tired_creator + 1.0 / of_creator
    r.seen_item[u, card.serial % SEEN_PLACES] = card.serial
    r.seen_times[u, card.serial % SEEN_PLACES] = min(times + 1, 255)
    r.pull[u, topic] = np.float64(r.pull[u, topic]) + (min(watched / duration, 1.0) - b.reference_watch)
    label = o.label[topic]
    r.belief_shown[u, label] = np.float64(r.belief_shown[u, label]) + 1.0
    if play:
        r.belief_played[u, label] = np.float64(r.belief_played[u, label]) + 1.0
    r.session_utility[u] += surplus
    r.session_impressions[u] += 1
    r.active_day[u] = now // TICKS_PER_DAY
    r.clock[u] = now + watched + np.int64(b.pause_seconds * 1000.0)
    return s.stay[position] < stay_probability(
        b.stay_base, b.stay_gain, surplus - b.reference_utility, b.stay_paid, paid
    )


# --- what comes next ---------------------------------------------------------------------------------------


@part
def reach_of(o):  # type: ignore[no-untyped-def]  # compiled
    """About the hazard that one visit a day spends in the span: a guess."""
    reach = 0.0
    for hour in range(o.start // TICKS_PER_HOUR, (o.end - 1) // TICKS_PER_HOUR + 1):
        reach += o.attention * o.hourly[hour % 24]
    return reach


@part
def foresee_user(r, u):  # type: ignore[no-untyped-def]  # compiled
    """Ask for the row of a user, line by line."""
    topics = np.uint64(r.logit.shape[1])
    for k in range(np.uint64(0), topics, OF_4):
        place = u * topics + k
        prefetch(r.home_logit, place)
        prefetch(r.logit, place)
        prefetch(r.match, place)
        prefetch(r.pull, place)
        prefetch(r.tired_topic, place)
        prefetch(r.belief_shown, place)
        prefetch(r.belief_played, place)
    for place in range(np.uint64(0), np.uint64(SEEN_PLACES), OF_4):
        prefetch(r.seen_item, u * np.uint64(SEEN_PLACES) + place)
    for place in range(np.uint64(0), np.uint64(FOLLOW_PLACES), OF_4):
        prefetch(r.follows, u * np.uint64(FOLLOW_PLACES) + place)
    prefetch(r.seen_times, u * np.uint64(SEEN_PLACES))
    prefetch(r.recent_creator, u * np.uint64(RECENT_PLACES))
    prefetch(r.tired_creator, u * np.uint64(RECENT_PLACES))


@part
def foresee_counts(by_item, slate):  # type: ignore[no-untyped-def]  # compiled
    """Ask for the counts of the items of a slate."""
    for position in range(slate.size):
        if slate[position] >= 0:
            for column in range(0, COLUMNS, LINE // 8):
                prefetch(by_item, slate[position] * COLUMNS + column)


@kernel
def serve(first_user, last_user, o, r, behaviour, sheets, s):  # type: ignore[no-untyped-def]  # compiled
    """Serve the users of a half-open range for one span. Returns `last_user`, or who is next once the log is full."""
    b = behaviour
    reach = reach_of(o)
    for u in range(np.uint64(first_user), np.uint64(last_user)):
        ahead = u + AHEAD
        if ahead < last_user and (r.in_session[ahead] or r.hazard_left[ahead] < r.visits_per_day[ahead] * reach):
            foresee_user(r, ahead)
        if sheets.log.size > 0 and sheets.log.size - sheets.logged[0] < o.most_impressions:
            return np.int64(u)
        break_of_day(o, r, u, b)
        if r.away[u]:
            continue
        for k in range(o.vertical.size):
            s.shown[k] = -1.0  # nothing prepared yet
        if r.in_session[u]:
            prepare(o, r, u, s, b)
        while True:
            if not r.in_session[u] and not arrive(o, r, u, s, b, sheets.totals):
                break
            while r.in_session[u] and r.clock[u] < o.end:
                if not request(o, r, u, s, b, sheets.totals):
                    leave(r, u, b)
                foresee_counts(sheets.by_item, s.slate)
                for position in range(o.slate_size):
                    if s.slate[position] < 0 or not r.in_session[u]:
                        continue
                    if r.clock[u] >= o.end:
                        break
                    if not respond(o, r, u, position, s, b, sheets):
                        leave(r, u, b)
            if r.in_session[u]:
                break
    return last_user
