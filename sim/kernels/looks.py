"""Small looks that a request and a response share: follows, memory, a draw by weight, the predicted pull."""

import numpy as np

from sim.core.law import law, part
from sim.core.noise import unit_fine
from sim.laws.attraction import attraction
from sim.laws.weariness import decay
from sim.recommender.learner import TRUTH
from sim.recommender.value import GRID_LOW, GRID_STEP
from sim.world.tally import BIN_HIGH, BIN_LOW, BINS
from sim.world.users import FOLLOW_PLACES, RECENT_PLACES, SEEN_PLACES, TRUST_PLACES


@part
def follows(r, u, creator):  # type: ignore[no-untyped-def]  # compiled
    """Whether a user follows an account."""
    known = min(r.follows_ever[u], FOLLOW_PLACES)
    for place in range(known):  # noqa: SIM110  # compiled code knows no generators
        if r.follows[u, place] == creator:
            return True
    return False


@part
def trust_in(o, r, u, creator, now):  # type: ignore[no-untyped-def]  # compiled
    """What is left of a user's trust in an account."""
    if not o.trust:
        return 0.0
    place = creator % TRUST_PLACES
    if r.trusted[u, place] != creator:
        return 0.0
    return np.float64(r.trust[u, place]) * decay(now - r.trust_at[u, place], o.trust_half_life)


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
def product(one, row, other, column):  # type: ignore[no-untyped-def]  # compiled
    """Product of two vectors, in order; the first place of a row is its level and takes no part."""
    total = 0.0
    for j in range(1, one.shape[1]):
        total += np.float64(one[row, j]) * np.float64(other[column, j])
    return total


@part
def predicted(o, r, u, item, card, s, b):  # type: ignore[no-untyped-def]  # compiled
    """The pull that the platform predicts for an item at the time of the request."""
    if o.mode != TRUTH:
        term = s.term[card.tag]
        if o.has_vectors:
            level = np.float64(o.item[item, 0]) * (np.float64(o.user[u, 0]) - term)
            return ((term + card.appeal) + level) + product(o.user, u, o.item, item)
        return term + card.appeal
    place = card.creator % RECENT_PLACES
    tired = 0.0
    if r.recent_creator[u, place] == card.creator:
        tired = np.float64(r.tired_creator[u, place])
    following = 1.0 if follows(r, u, card.creator) else 0.0
    tired_topic = np.float64(r.tired_topic[u, card.tag])
    trust = trust_in(o, r, u, card.creator, r.clock[u])
    return attraction(b.base, s.term[card.tag], card.appeal, following, tired_topic, tired, 0.0, trust, b)
