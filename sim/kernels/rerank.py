"""Re-ranking of a slate: greedy choices that trade relevance against sameness. As sim.engines.reference.rerank."""

import math

import numpy as np

from sim.core.law import part
from sim.platform.plan import CALIBRATED, DPP, MMR

SMALLEST_VOLUME = 1e-10  # a determinantal choice ends when nothing adds volume
KEPT = 0.01  # share of the target kept in the slate's mix, so that no logarithm is of zero


@part
def alike(o, first, second):  # type: ignore[no-untyped-def]  # compiled
    """Similarity of two items by their topics."""
    if first == second:
        return o.same_topic
    if o.vertical[first] == o.vertical[second]:
        return o.same_vertical
    return 0.0


@part
def rerank(o, r, u, found, wanted, s):  # type: ignore[no-untyped-def]  # compiled
    """Choose `wanted` of the `found` best candidates; `best` and `best_pull` hold them after. How many."""
    wanted = min(wanted, found)
    if wanted == 0:
        return 0
    high, low = s.best_key[0], s.best_key[found - 1]
    for i in range(found):
        s.relevance[i] = (s.best_key[i] - low) / (high - low) if high > low else 1.0
        s.used[i] = 0
        s.penalty[i] = 0.0
        if o.rerank == DPP:
            quality = math.exp(o.strength * s.relevance[i])
            s.relevance[i] = quality
            s.penalty[i] = quality * quality
    if o.rerank == CALIBRATED:
        topics = o.vertical.size
        total = 0.0
        for k in range(topics):
            s.target[k] = np.float64(r.belief_played[u, o.label[k]]) + 1.0 / topics
            total += s.target[k]
            s.mix[k] = 0.0
        for k in range(topics):
            s.target[k] = s.target[k] / total
    for step in range(wanted):
        choice, best = -1, -np.inf
        for i in range(found):
            if s.used[i]:
                continue
            if o.rerank == MMR:
                worth = o.strength * s.relevance[i] - (1.0 - o.strength) * s.penalty[i]
            elif o.rerank == DPP:
                worth = s.penalty[i]
            else:
                topic = o.cards[s.best[i]].tag
                share = s.target[topic]
                now = (1.0 - KEPT) * s.mix[topic] / (step + 1) + KEPT * share
                then = (1.0 - KEPT) * (s.mix[topic] + 1.0) / (step + 1) + KEPT * share
                gain = share * (math.log(then) - math.log(now))
                worth = (1.0 - o.strength) * s.relevance[i] + o.strength * gain
            if worth > best:
                choice, best = i, worth
        if o.rerank == DPP and best < SMALLEST_VOLUME:
            for i in range(found - 1, -1, -1):  # nothing adds volume: the rest by rank
                if not s.used[i]:
                    choice = i
        s.used[choice] = 1
        s.order[step] = choice
        topic = o.cards[s.best[choice]].tag
        if o.rerank == MMR:
            for i in range(found):
                s.penalty[i] = max(s.penalty[i], alike(o, topic, o.cards[s.best[i]].tag))
        elif o.rerank == DPP:
            if best >= SMALLEST_VOLUME:
                root = math.sqrt(s.penalty[choice])
                for i in range(found):
                    if s.used[i]:
                        continue
                    same = alike(o, topic, o.cards[s.best[i]].tag)
                    along = s.relevance[choice] * s.relevance[i] * same
                    for t in range(step):
                        along -= s.factor[choice, t] * s.factor[i, t]
                    s.factor[i, step] = along / root
                    s.penalty[i] -= s.factor[i, step] * s.factor[i, step]
            else:
                for i in range(found):
                    s.factor[i, step] = 0.0
        else:
            s.mix[topic] += 1.0
    for step in range(wanted):
        s.candidate[step] = s.best[s.order[step]]
        s.pull[step] = s.best_pull[s.order[step]]
    for step in range(wanted):
        s.best[step] = s.candidate[step]
        s.best_pull[step] = s.pull[step]
    return wanted
