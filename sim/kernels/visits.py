"""A user comes and goes: the break of day, the next visit, the drift of interests, the end of a session."""

import math

import numpy as np

from sim.core import streams
from sim.core.elementary import exp, log
from sim.core.law import part
from sim.core.noise import normal_pair, philox, unit
from sim.core.units import TICKS_PER_DAY
from sim.kernels.looks import product
from sim.kernels.rooms import call
from sim.kernels.shapes import padded
from sim.laws.ad_habit import felt_after, share_met, visits_left
from sim.laws.affinity import lift, match
from sim.laws.arrival import activity, hazard, next_visit
from sim.laws.churning import leave_probability, return_probability
from sim.laws.interest import drift
from sim.recommender.learner import FACTORS, TRUTH

ARRIVAL, CHURN, DRIFT, MISJUDGE = streams.ARRIVAL, streams.CHURN, streams.DRIFT, streams.MISJUDGE


@part
def interest_shares(r, u, topics, shares):  # type: ignore[no-untyped-def]  # compiled
    """Softmax of the interest logits."""
    highest = np.float64(r.logit[u, 0])
    for k in range(1, topics):
        highest = max(highest, np.float64(r.logit[u, k]))
    for k in range(topics):
        shares[k] = exp(np.float64(r.logit[u, k]) - highest)
    total = 0.0
    for k in range(topics):
        total += shares[k]
    for k in range(topics):
        shares[k] = shares[k] / total


@part
def shake(seed, replication, entity, day, topics, stream, shock):  # type: ignore[no-untyped-def]  # compiled
    """A standard normal number for each topic, four by four."""
    for four in range(padded((topics + 3) // 4)):
        w = philox(seed, replication, entity, day, four, stream)
        shock[4 * four], shock[4 * four + 1] = normal_pair(w[0], w[1])
        shock[4 * four + 2], shock[4 * four + 3] = normal_pair(w[2], w[3])


@part
def drift_interests(o, r, u, day, s, b):  # type: ignore[no-untyped-def]  # compiled
    """Move the interests by what was watched since the last drift, and refresh the taste scores."""
    topics = o.vertical.size
    days = np.float64(day - r.drift_day[u])
    total_pull = 0.0
    for k in range(topics):
        total_pull += np.float64(r.pull[u, k])
    interest_shares(r, u, topics, s.shares)
    shake(o.seed, o.person, u, day, topics, DRIFT, s.shock)
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
        s.shares[k] = lift(s.shares[k], s.of_vertical[o.vertical[k]], o.sibling_weight, o.taste_base[k])
    for k in range(topics):
        r.match[u, k] = match(s.shares[k], o.match_offset, o.match_centre, o.match_spread)
    for k in range(topics):
        r.pull[u, k] = 0.0
    r.drift_day[u] = day


@part
def foretell(o, r, u, s, b):  # type: ignore[no-untyped-def]  # compiled
    """The platform's prediction for each topic: a term of the pull, and the rate of valid plays it expects."""
    topics = o.vertical.size
    if o.mode == TRUTH:
        for k in range(topics):
            s.term[k] = np.float64(r.match[u, k])
            s.expected[k] = 0.0
        if o.error > 0.0:  # as wrong as it is before it has seen anything, less what it has seen
            shake(o.seed, o.replication, u, 0, topics, MISJUDGE, s.shock)
            for k in range(topics):
                s.term[k] += o.error / math.sqrt(1.0 + np.float64(r.belief_shown[u, k])) * s.shock[k]
        for k in range(topics):
            s.term[k] = b.match_weight * s.term[k]
    elif o.mode == FACTORS:
        for k in range(topics):
            s.term[k] = (np.float64(o.user[u, 0]) + np.float64(o.topic[k, 0])) + product(o.user, u, o.topic, k)
            s.expected[k] = 1.0 / (1.0 + exp(-s.term[k]))
    else:
        for k in range(topics):
            label = o.label[k]
            s.shown[k] = np.float64(r.belief_shown[u, label])
            s.expected[k] = o.prior_weight * o.prior[k] + np.float64(r.belief_played[u, label])
        for k in range(topics):
            s.expected[k] = s.expected[k] / (o.prior_weight + s.shown[k])
            s.term[k] = log(s.expected[k] / (1.0 - s.expected[k]))


@part
def prepare(o, r, u, s, b):  # type: ignore[no-untyped-def]  # compiled
    """What is looked up once a session: the user's predicted terms by topic, and her best match."""
    topics = o.vertical.size
    if o.mode != FACTORS or s.foretold[0] == 0:  # vectors are frozen in a span
        foretell(o, r, u, s, b)
        for k in range(topics):
            s.odds[k] = exp(o.sharpness * s.term[k])
        s.foretold[0] = 1
    total = 0.0
    for k in range(topics):
        total += o.topic_total[k] * s.odds[k]
        s.upto[k] = total
    best = np.float64(r.match[u, 0])
    for k in range(1, topics):
        best = max(best, np.float64(r.match[u, k]))
    s.best_match[0] = best


@part
def reckon_ads(r, u, b):  # type: ignore[no-untyped-def]  # compiled
    """Once a day: what she feels of ads moves towards the share that she meets when she is here."""
    if r.ads[u, 0] > 0:
        r.ad_share[u, 0] = share_met(r.ad_share[u, 0], r.ads[u, 1], r.ads[u, 0])
        r.ads[u, 0] = 0
        r.ads[u, 1] = 0
    r.ad_share[u, 1] = felt_after(r.ad_share[u, 1], r.ad_share[u, 0], b.ad_soon_days)
    r.ad_share[u, 2] = felt_after(r.ad_share[u, 2], r.ad_share[u, 0], b.ad_habit_days)


@part
def break_of_day(o, r, u, b):  # type: ignore[no-untyped-def]  # compiled
    """On the first span of a day, a user may leave the platform, or come back."""
    if o.start % TICKS_PER_DAY != 0:
        return
    if o.minds_ads and not r.away[u]:
        reckon_ads(r, u, b)
    draw = unit(philox(o.seed, o.replication, u, o.start // TICKS_PER_DAY, 0, CHURN)[0])
    if r.away[u]:
        if draw < return_probability(b):
            r.away[u] = 0
            r.counted_to[u] = o.start
    elif not r.in_session[u] and draw < leave_probability(r.satisfaction[u], b.reference_utility, b):
        r.away[u] = 1


@part
def arrive(o, r, u, s, b, totals):  # type: ignore[no-untyped-def]  # compiled
    """Begin the next visit, if it falls in the span: of her own accord, or called to a live room."""
    rate = r.visits_per_day[u] * o.attention * activity(r.satisfaction[u], b.reference_utility, b.visit_sensitivity)
    if o.minds_ads:
        rate *= visits_left(r.ad_share[u, 1], r.ad_share[u, 2], b)
    until, called = o.end, False
    if o.live:
        until, item = call(o, r, u, r.counted_to[u], o.end, r.clock[u])
        called = item >= 0
    at, left = next_visit(r.counted_to[u], r.hazard_left[u], rate, o.hourly, o.weekday, until)
    if at < 0:
        r.hazard_left[u] = left
        r.counted_to[u] = until
        if not called:
            return False
        at = until  # she would not have come by herself until then
    else:
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
