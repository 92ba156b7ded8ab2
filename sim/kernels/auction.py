"""Paid slots are sold: bidders are drawn, their offers ranked, the winners' places and prices kept."""

import math

import numpy as np

from sim.core import streams
from sim.core.law import part
from sim.core.noise import philox, unit, unit_fine
from sim.core.prefetch import prefetch
from sim.kernels.looks import predicted, value_of
from sim.kernels.shapes import padded
from sim.laws.bidding import offer_for, price_of
from sim.platform.book import Rule
from sim.world.tally import Lane

INTEREST, PAID = int(Lane.INTEREST), int(Lane.PAID)
BITS, BIDDER, AUCTION = streams.STREAM_BITS, streams.BIDDER, streams.AUCTION
GSP, FIRST_PRICE, POSTED, UNIFORM = int(Rule.GSP), int(Rule.FIRST_PRICE), int(Rule.POSTED), int(Rule.UNIFORM)


@part
def draw_bidders(o, u, number, position, slots, s):  # type: ignore[no-untyped-def]  # compiled
    """Fill `bidder`, rows of the book, and `lot_*`, the luck of each in this auction. How many."""
    asked = min(o.bids.size, o.entrants * slots)
    if asked == o.bids.size:
        for draw in range(asked):
            s.bidder[draw] = draw
    else:
        for pair in range(padded((asked + 1) // 2)):
            w = philox(o.seed, o.replication, u, number, position << 16 | pair, BIDDER)
            s.bidder[2 * pair] = np.int64(unit_fine(w[0], w[1]) * o.bids.size)
            s.bidder[2 * pair + 1] = np.int64(unit_fine(w[2], w[3]) * o.bids.size)
    for draw in range(asked):
        bid = o.bids[s.bidder[draw]]
        s.serial[draw] = bid.serial
        prefetch(o.cards, np.int64(bid.item))
    for draw in range(padded(asked)):
        q = philox(o.seed, o.replication, u, number, s.serial[draw], AUCTION | position << BITS)
        s.lot_enters[draw] = unit(q[0])
        s.lot_offers[draw] = unit(q[2])
        s.lot_wins[draw] = unit(q[3])
    return asked


@part
def enter(o, r, u, number, position, slots, now, s, b):  # type: ignore[no-untyped-def]  # compiled
    """Rank the offers of those who enter, best first, one an item: `rival_*`, at most slots + 1. How many.

    Under FULL_DOMAIN, and only there, what ranks is the worth to the platform: content + exchange x offer x quality.
    """
    filled = 0
    for draw in range(draw_bidders(o, u, number, position, slots, s)):
        row = s.bidder[draw]
        bid = o.bids[row]
        card = o.cards[bid.item]
        if s.lot_enters[draw] >= bid.participation:
            continue
        if now < card.visible_from or now >= card.visible_to:
            continue
        pull = predicted(o, r, u, np.int64(bid.item), card, s, b)
        offer = offer_for(bid.bid, value_of(o.chance[bid.goal], pull), bid.spread, s.lot_offers[draw])
        if offer < (o.posted if o.rule == POSTED else o.reserve):
            continue
        content = 0.0
        score = s.lot_wins[draw] if o.rule == POSTED else offer * bid.quality
        if o.exchange > 0.0:
            content = value_of(o.value, pull) * card.factor
            score = content + o.exchange * score
        if filled > slots and score < s.rival_score[slots]:
            continue
        taken = False
        for other in range(o.slate_size):
            taken |= s.slate[other] == bid.item
        if not taken:
            filled = insert(o, u, number, position, row, score, offer, content, pull, filled, slots + 1, s)
    return filled


@part
def insert(o, u, number, position, row, score, offer, content, pull, filled, most, s):  # type: ignore[no-untyped-def]  # compiled
    """Put an offer in its place among the best; how many there are then. An item keeps its best offer alone."""
    item = np.int64(o.bids[row].item)
    for place in range(filled):
        if np.int64(o.bids[s.rival[place]].item) == item:
            if not ahead(o, u, number, position, row, score, place, s):
                return filled
            for rest in range(place, filled - 1):
                move(rest + 1, rest, s)
            filled -= 1
            break
    place = filled
    while place > 0 and ahead(o, u, number, position, row, score, place - 1, s):
        place -= 1
    if place >= most:
        return filled
    filled = min(filled + 1, most)
    for rest in range(filled - 1, place, -1):
        move(rest - 1, rest, s)
    s.rival[place] = row
    s.rival_score[place] = score
    s.rival_offer[place] = offer
    s.rival_content[place] = content
    s.rival_pull[place] = pull
    return filled


@part
def move(source, target, s):  # type: ignore[no-untyped-def]  # compiled
    """Copy a rival to another place."""
    s.rival[target] = s.rival[source]
    s.rival_score[target] = s.rival_score[source]
    s.rival_offer[target] = s.rival_offer[source]
    s.rival_content[target] = s.rival_content[source]
    s.rival_pull[target] = s.rival_pull[source]


@part
def ahead(o, u, number, position, row, score, place, s):  # type: ignore[no-untyped-def]  # compiled
    """Whether a score comes before that in a place; equals are ordered by a keyed draw of each campaign."""
    if score != s.rival_score[place]:
        return score > s.rival_score[place]
    stream = AUCTION | position << BITS
    own = philox(o.seed, o.replication, u, number, o.bids[row].serial, stream)
    other = philox(o.seed, o.replication, u, number, o.bids[s.rival[place]].serial, stream)
    return own[1] > other[1]


@part
def charge_of(o, place, filled, slots, s):  # type: ignore[no-untyped-def]  # compiled
    """What the winner of a place pays for the impression, whole millionths of an RMB."""
    offer = s.rival_offer[place]
    if o.rule == FIRST_PRICE:
        return np.int64(offer)
    if o.rule == POSTED:
        return np.int64(o.posted)
    rival = slots if o.rule == UNIFORM else place + 1
    following = s.rival_score[rival] if rival < filled else 0.0
    return np.int64(price_of(following, o.bids[s.rival[place]].quality, o.reserve, offer))


@part
def sell(o, r, u, number, now, s, b):  # type: ignore[no-untyped-def]  # compiled
    """Sell the paid slots of a slate; those that nobody buys go to the ranking. How many of these."""
    paid = 0
    for position in range(o.slate_size):
        s.row[position] = -1
        paid += s.lane[position] == PAID
    together = o.rule == GSP or o.rule == UNIFORM
    slots = paid if together else 1
    place, filled = 0, 0
    unsold = 0
    for position in range(o.slate_size):
        if s.lane[position] != PAID:
            continue
        if not together or place == 0:
            filled = enter(o, r, u, number, position, slots, now, s, b)
            place = 0
        if place < min(filled, slots):
            s.slate[position] = np.int64(o.bids[s.rival[place]].item)
            s.slate_pull[position] = s.rival_pull[place]
            s.row[position] = s.rival[place]
            s.charge[position] = charge_of(o, place, filled, slots, s)
        else:
            s.lane[position] = INTEREST
            unsold += 1
        place += 1
    return unsold


@part
def mingle(o, r, u, number, now, filled, wanted, s, b):  # type: ignore[no-untyped-def]  # compiled
    """Let offers compete with the ranked items for every slot; `best`, `best_pull` and `best_row` hold what won.

    A slot goes to the higher worth to the platform. Whoever pays is charged what equals the first to be left out.
    """
    rivals = enter(o, r, u, number, 0, wanted, now, s, b)
    row = min(o.cohort[u], o.price.shape[0] - 1) if o.cohort.size > 0 else 0
    for place in range(filled):
        item = np.int64(s.best[place])
        worth = value_of(o.value, s.best_pull[place]) * o.cards[item].factor
        if o.has_price:
            price = o.price[row, item]
            worth = worth * math.exp(price) if o.log_scale else worth + price
        s.natural[place] = item
        s.natural_pull[place] = s.best_pull[place]
        s.natural_worth[place] = worth
    paid, natural, won = 0, 0, 0
    loser = 0.0
    while paid < rivals or natural < filled:
        if natural < filled:
            doubled = False
            for place in range(paid):
                doubled |= np.int64(o.bids[s.rival[place]].item) == s.natural[natural]
            if doubled:
                natural += 1
                continue
        ours = natural < filled and (paid == rivals or s.natural_worth[natural] >= s.rival_score[paid])
        if won == wanted:
            loser = s.natural_worth[natural] if ours else s.rival_score[paid]
            break
        if ours:
            s.best[won] = s.natural[natural]
            s.best_pull[won] = s.natural_pull[natural]
            s.best_row[won] = -1
            natural += 1
        else:
            s.best[won] = o.bids[s.rival[paid]].item
            s.best_pull[won] = s.rival_pull[paid]
            s.best_row[won] = s.rival[paid]
            s.best_place[won] = paid
            paid += 1
        won += 1
    for place in range(won):
        if s.best_row[place] >= 0:
            rival = s.best_place[place]
            needed = (loser - s.rival_content[rival]) / o.exchange
            quality = o.bids[s.rival[rival]].quality
            s.best_charge[place] = np.int64(price_of(needed, quality, o.reserve, s.rival_offer[rival]))
    return won
