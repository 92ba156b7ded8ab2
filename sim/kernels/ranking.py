"""The interest lane: retrieve candidates, score them, keep the best."""

import math

import numpy as np

from sim.core import streams
from sim.core.law import part
from sim.core.noise import philox, unit, unit_fine
from sim.core.prefetch import prefetch
from sim.core.systematic import marks_below
from sim.kernels.looks import entry_at, predicted, seen, value_of
from sim.kernels.rerank import rerank
from sim.kernels.shapes import AT_ONCE, padded
from sim.platform.plan import NO_RERANK
from sim.recommender.index import LOTTERY, SOFTMAX

EMPTY = 2**32 - 1
BITS, RETRIEVE, CANDIDATE = streams.STREAM_BITS, streams.RETRIEVE, streams.CANDIDATE
TEMPERATURE, PACE = streams.TEMPERATURE, streams.PACE


@part
def retrieve(o, r, u, number, now, draws, taken, s):  # type: ignore[no-untyped-def]  # compiled
    """Fill `candidate` with a systematic sample over topics, less what cannot be shown; how many there are."""
    topics = o.vertical.size
    last = topics - 1
    while last > 0 and o.topic_start[last + 1] == o.topic_start[last]:
        last -= 1
    total = s.upto[topics - 1]
    offset = unit(philox(o.seed, o.replication, u, number, 0, RETRIEVE)[0])
    for pair in range(padded((draws + 1) // 2)):
        w = philox(o.seed, o.replication, u, number, pair, CANDIDATE)
        s.uniform[2 * pair] = unit_fine(w[0], w[1])
        s.uniform[2 * pair + 1] = unit_fine(w[2], w[3])
    for draw in range(draws + 1):
        s.step[draw] = 0
    for k in range(topics):
        s.ends[k] = marks_below(s.upto[k], total, offset, draws)
    for k in range(last):
        s.step[s.ends[k]] += 1
    topic = 0
    for draw in range(draws):
        topic += s.step[draw]
        first = o.topic_start[topic]
        s.candidate[draw] = first
        s.uniform[draw] *= o.topic_start[topic + 1] - first
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
        item = s.candidate[place]
        card = o.cards[item]
        pull = predicted(o, r, u, item, card, s, b)
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
            wait = -math.log(unit(g[0]))  # exponential; -log of it is a Gumbel number
            if o.select == SOFTMAX:
                key = key / o.temperature - math.log(wait)
            else:  # largest by chance in proportion to the key, as its logarithm is, which distances of keys need
                key = max(key, 1e-300) / wait
                if o.rerank != NO_RERANK:
                    key = math.log(key)
        s.key[place] = key
    filled = best_of(s, found, wanted * o.pool)
    for rung in range(filled):
        s.best[rung] = s.candidate[s.place[rung]]
        s.best_pull[rung] = s.pull[s.place[rung]]
    if o.rerank != NO_RERANK:
        return rerank(o, r, u, filled, wanted, s)
    return filled
