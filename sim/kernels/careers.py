"""A day and a week in the careers of all accounts: loops over accounts that call the laws, each about its own row."""

import math

import numpy as np

from sim.core.law import loop
from sim.laws.adapting import gain_of_moving, tilted
from sim.laws.arrival import next_visit
from sim.laws.motivation import lift_left, new_drive, pace, reward_of
from sim.laws.quitting import burnout_hazard, exit_hazard, within
from sim.world.careers import Source

AD_SHARE, PRODUCTION, AGENCY = int(Source.AD_SHARE), int(Source.PRODUCTION), int(Source.AGENCY)
ANY_HAZARD = 64.0  # more than any gap between uploads holds
FEW_UPLOADS = 1.0 / 30.0  # pace below which views per upload mean nothing
TAKEN_UP = 1e-4  # share from which a topic that was not published on is taken up
DOUBT = 1.0  # uploads that the overall mean is worth in judging one topic
SETTLED_DAYS = 7  # days before an account knows what is usual


@loop
def look_back(  # type: ignore[no-untyped-def]  # compiled
    rows, natural, views, feedback, uploads, natural_then, views_then, feedback_then, uploads_then, money, money_then,
    fen_per_view, fen_per_upload, agency_share, memory, wear, boost_ratio, boost_least, boost_days,
    days, recent_views, recent_uploads, load, usual_feedback, lift, income, fee,
):  # fmt: skip
    """Settle the day: pay for natural views, production cost, an agency's share of the gain, and the recent means."""
    for c in rows:
        seen, acts, made = views[c] - views_then[c], feedback[c] - feedback_then[c], uploads[c] - uploads_then[c]
        money[c, AD_SHARE] += round((natural[c] - natural_then[c]) * fen_per_view[c])
        money[c, PRODUCTION] -= round(made * fen_per_upload[c])
        balance = 0
        for source in range(money.shape[1]):
            balance += money[c, source]
        fee[c] = round(agency_share[c] * max(balance - money_then[c], 0))
        money[c, AGENCY] -= fee[c]
        balance -= fee[c]
        gained = balance - money_then[c]
        lift[c] = lift_left(lift[c], 1.0, boost_days)
        if days[c] >= SETTLED_DAYS and acts >= boost_least and acts >= boost_ratio * usual_feedback[c]:
            lift[c] += 1.0
        days[c] += 1
        weight = max(1.0 / days[c], 1.0 / memory)
        recent_views[c] += weight * (seen - recent_views[c])
        recent_uploads[c] += weight * (made - recent_uploads[c])
        load[c] += (made - load[c]) / wear  # a month, however many of its days are in the run
        usual_feedback[c] += weight * (acts - usual_feedback[c])
        income[c] += weight * (0.3 * gained - income[c])  # fen a day to RMB a month
        natural_then[c] = natural[c]
        views_then[c], feedback_then[c], uploads_then[c], money_then[c] = views[c], feedback[c], uploads[c], balance


@loop
def exit_chances(  # type: ignore[no-untyped-def]  # compiled
    income, wage, small, load, bearable, level, spread, turnover, burnout, chance, income_part
):
    """Chance of giving up on a day, and the part of it that is for lack of income and not burn-out, [N] each."""
    for i in range(income.size):
        for_income = exit_hazard(income[i], wage[i], spread * wage[i], level, turnover if small[i] else 1.0)
        hazard = for_income + burnout_hazard(load[i], bearable[i], burnout)
        chance[i] = within(hazard, 1.0)
        income_part[i] = for_income / hazard if hazard > 0.0 else 1.0


@loop
def drives(own_attention, peer_attention, drive, cost, rate, days, farthest, out):  # type: ignore[no-untyped-def]  # compiled
    """The drive to publish after a stretch of days at the present reward, [N]."""
    for i in range(drive.size):
        reward = reward_of(own_attention[i], peer_attention[i])
        out[i] = new_drive(drive[i], reward, cost, rate, days, farthest)


@loop
def paces(habit, drive, lift, weight, out):  # type: ignore[no-untyped-def]  # compiled
    """Uploads a day, [N]."""
    for i in range(habit.size):
        out[i] = pace(habit[i], drive[i], lift[i], weight)


@loop
def replan(rows, now, old, new, hourly, weekday, farthest, next_at):  # type: ignore[no-untyped-def]  # compiled
    """Move each next upload as if what is left of its wait passed at the new pace."""
    for c in rows:
        if new[c] != old[c] and next_at[c] > now:
            _, left = next_visit(now, ANY_HAZARD, old[c], hourly, weekday, next_at[c])
            at, _ = next_visit(now, ANY_HAZARD - left, new[c], hourly, weekday, now + farthest)
            if at >= 0:
                next_at[c] = at


@loop
def own_payoffs(rows, topic_views, topic_uploads, out):  # type: ignore[no-untyped-def]  # compiled
    """What each topic brought per upload, relative to the account's mean over topics, [N, K]."""
    for i in range(rows.size):
        c = rows[i]
        views, made = 0.0, 0.0
        for k in range(topic_views.shape[1]):
            views += topic_views[c, k]
            made += topic_uploads[c, k]
        mean = views / made if made > 0.0 else 0.0
        for k in range(topic_views.shape[1]):
            out[i, k] = 1.0
            if mean > 0.0:
                out[i, k] = (topic_views[c, k] / mean + DOUBT) / (topic_uploads[c, k] + DOUBT)


@loop
def look_around(  # type: ignore[no-untyped-def]  # compiled
    peers, recent_views, recent_uploads, topic_views, topic_uploads, topic_mix, attention, payoff, best, best_mix
):
    """What the peers [N, P] of each account get per upload, by topic too, and the most successful one's topics.

    A peer of -1 is none. Without any, attention is -1 and payoffs are even.
    """
    topics = topic_views.shape[1]
    for i in range(peers.shape[0]):
        views, made, count, summed = 0.0, 0.0, 0, 0.0
        best[i] = -1.0
        for p in range(peers.shape[1]):
            c = peers[i, p]
            if c < 0:
                continue
            per_upload = recent_views[c] / max(recent_uploads[c], FEW_UPLOADS)
            count += 1
            summed += per_upload
            if per_upload > best[i]:
                best[i] = per_upload
                for k in range(topics):
                    best_mix[i, k] = topic_mix[c, k]
            for k in range(topics):
                views += topic_views[c, k]
                made += topic_uploads[c, k]
        attention[i] = summed / count if count > 0 else -1.0
        for k in range(topics):
            payoff[i, k] = 1.0
        if views <= 0.0 or made <= 0.0:
            continue
        mean = views / made
        for k in range(topics):
            seen, tried = 0.0, 0.0
            for p in range(peers.shape[1]):
                if peers[i, p] >= 0:
                    seen += topic_views[peers[i, p], k]
                    tried += topic_uploads[peers[i, p], k]
            payoff[i, k] = (seen / mean + DOUBT) / (tried + DOUBT)


@loop
def move(  # type: ignore[no-untyped-def]  # compiled
    mix, own_payoff, peer_payoff, own_attention, best_attention, best_mix, considers,
    peer_weight, rate, switching_cost, imitation, out,
):  # fmt: skip
    """The topic mix after a week, [N, K]: a step towards what pays, a little of the best peer, or a full move."""
    topics = mix.shape[1]
    payoff, logit = np.empty(topics), np.empty(topics)
    for i in range(mix.shape[0]):
        mean, best = 0.0, 0
        for k in range(topics):
            payoff[k] = (1.0 - peer_weight) * own_payoff[i, k] + peer_weight * peer_payoff[i, k]
            mean += mix[i, k] * payoff[k]
            if payoff[k] > payoff[best]:
                best = k
        if considers[i] and gain_of_moving(payoff[best], mean, 1.0 - mix[i, best], switching_cost) > 0.0:
            for k in range(topics):
                out[i, k] = 1.0 if k == best else 0.0
            continue
        highest = -math.inf
        for k in range(topics):
            logit[k] = tilted(mix[i, k], payoff[k], mean, rate, TAKEN_UP)
            highest = max(highest, logit[k])
        total = 0.0
        for k in range(topics):
            logit[k] = math.exp(logit[k] - highest)
            total += logit[k]
        copied = imitation if best_attention[i] > own_attention[i] else 0.0
        for k in range(topics):
            out[i, k] = (1.0 - copied) * logit[k] / total + copied * best_mix[i, k]
