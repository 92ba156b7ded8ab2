"""What a span is served from, what it counts, and the working memory of a thread."""

from collections import namedtuple
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.law import law
from sim.core.lines import on_lines
from sim.laws.behaviour import NAMES
from sim.platform.plan import LARGEST_POOL
from sim.world.counter import Numbers
from sim.world.lobby import Lobby
from sim.world.users import schema

DRAW_ATTEMPTS = 8  # items of a lane drawn by weight until one can be shown, or the best of them is
AT_ONCE = 64  # candidates compared with one another at once
WIDTH = 8  # numbers that a processor computes at once; what a batch has left over it computes one by one
Behaviour: Any = namedtuple("Behaviour", NAMES)  # type: ignore[misc]  # plain numbers: nothing can alias them
FIELDS = list(schema(1))
Rows: Any = namedtuple("Rows", FIELDS)  # type: ignore[misc]  # the fields are the columns of the table of users


@law
def padded(count):  # type: ignore[no-untyped-def]  # compiled
    """A count brought up to whole batches of WIDTH, so that nothing is left over."""
    return (count + WIDTH - 1) // WIDTH * WIDTH


class Offer(NamedTuple):
    """Everything frozen that a span is served from. Shapes as in `Index`; records are arrays of one."""

    seed: int
    replication: int
    person: int  # in place of the replication, for what a user is on every platform alike
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
    trust: bool
    trust_half_life: float
    minds_ads: bool
    social: bool
    likes: bool  # whether friends see what a user liked
    mode: int
    label: NDArray[np.int32]
    prior: NDArray[np.float64]
    prior_weight: float
    error: float
    user: NDArray[np.float32]
    topic: NDArray[np.float32]
    item: NDArray[np.float32]
    has_vectors: bool
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
    market: int  # 0, SLOTS or FULL_DOMAIN
    bids: NDArray[Any]
    chance: NDArray[np.float64]
    rule: int
    entrants: int
    reserve: float
    posted: float
    exchange: float
    most_impressions: int  # no user can look at more in the span
    selling: bool  # whether anything is sold; without it the fields below are empty
    wares: NDArray[Any]
    shelf_entries: NDArray[Any]
    shelf_first: NDArray[np.int64]
    shelf_total: NDArray[np.float64]
    commerce: Numbers
    live: bool  # whether anybody goes live; without it the lobby is empty
    lobby: Lobby


class Sheets(NamedTuple):
    """Integer counts of a range of users, shaped as in `Served`; `log` is a buffer, `logged` [1] its fill.

    `shoppers` are the rows of the users as buyers, a namedtuple of columns: each user's own.
    """

    by_item: NDArray[np.int64]
    follow_change: NDArray[np.int64]
    forecast: NDArray[np.int64]
    pulls: NDArray[np.int64]
    totals: NDArray[np.int64]
    sold: NDArray[np.int64]
    log: NDArray[Any]
    logged: NDArray[np.int64]
    sales: NDArray[np.int64]
    shoppers: Any
    air: NDArray[np.int64]
    comings: NDArray[np.int64]


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
    ends: NDArray[np.int64]
    step: NDArray[np.int64]
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
    mark: NDArray[np.float64]
    drawn: NDArray[np.uint32]
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
    row: NDArray[np.int64]
    charge: NDArray[np.int64]
    bidder: NDArray[np.int64]
    serial: NDArray[np.int64]
    lot_enters: NDArray[np.float64]
    lot_offers: NDArray[np.float64]
    lot_wins: NDArray[np.float64]
    rival: NDArray[np.int64]
    rival_score: NDArray[np.float64]
    rival_offer: NDArray[np.float64]
    rival_content: NDArray[np.float64]
    rival_pull: NDArray[np.float64]
    natural: NDArray[np.int64]
    natural_pull: NDArray[np.float64]
    natural_worth: NDArray[np.float64]
    best_row: NDArray[np.int64]
    best_place: NDArray[np.int64]
    best_charge: NDArray[np.int64]
    called: NDArray[np.int64]
    foretold: NDArray[np.int64]  # whether the present user's terms are there


def scratch(topics: int, verticals: int, candidates_per_slot: int, slate_size: int, bidders: int) -> Scratch:
    """Working memory for one thread."""
    pool = LARGEST_POOL * slate_size
    candidates = max(candidates_per_slot, 1) * slate_size
    return Scratch(
        shares=on_lines(topics),
        of_vertical=on_lines(verticals),
        shock=on_lines(4 * padded((topics + 3) // 4)),
        shown=on_lines(topics),
        term=on_lines(topics),
        expected=on_lines(topics),
        odds=on_lines(topics),
        upto=on_lines(topics),
        ends=on_lines(topics, np.int64),
        step=on_lines(candidates + 1, np.int64),
        uniform=on_lines(2 * padded((candidates + 1) // 2)),
        candidate=on_lines(candidates + 1, np.uint32),
        score=on_lines(candidates),
        pull=on_lines(candidates),
        key=on_lines(candidates),
        draw=on_lines(padded(slate_size)),
        stay=on_lines(padded(slate_size)),
        lane=on_lines(slate_size, np.int64),
        slate=on_lines(slate_size, np.int64),
        slate_pull=on_lines(slate_size),
        taken=on_lines(slate_size, np.int64),
        mark=on_lines(DRAW_ATTEMPTS),
        drawn=on_lines(DRAW_ATTEMPTS, np.uint32),
        pool=on_lines(pool + AT_ONCE, np.uint32),
        pool_key=on_lines(pool + AT_ONCE),
        above=on_lines(pool + AT_ONCE, np.uint32),
        rung=on_lines(pool + AT_ONCE, np.uint32),
        place=on_lines(pool, np.uint32),
        best=on_lines(pool, np.uint32),
        best_key=on_lines(pool),
        best_pull=on_lines(pool),
        best_match=on_lines(1),
        relevance=on_lines(pool),
        penalty=on_lines(pool),
        factor=on_lines(pool * slate_size).reshape(pool, slate_size),
        used=on_lines(pool, np.uint8),
        order=on_lines(slate_size, np.int64),
        target=on_lines(topics),
        mix=on_lines(topics),
        row=on_lines(slate_size, np.int64, -1),
        charge=on_lines(slate_size, np.int64),
        bidder=on_lines(2 * padded((bidders + 1) // 2), np.int64),
        serial=on_lines(padded(bidders), np.int64),
        lot_enters=on_lines(padded(bidders)),
        lot_offers=on_lines(padded(bidders)),
        lot_wins=on_lines(padded(bidders)),
        rival=on_lines(slate_size + 1, np.int64),
        rival_score=on_lines(slate_size + 1),
        rival_offer=on_lines(slate_size + 1),
        rival_content=on_lines(slate_size + 1),
        rival_pull=on_lines(slate_size + 1),
        natural=on_lines(pool, np.int64),
        natural_pull=on_lines(pool),
        natural_worth=on_lines(pool),
        best_row=on_lines(pool, np.int64),
        best_place=on_lines(pool, np.int64),
        best_charge=on_lines(pool, np.int64),
        called=on_lines(1, np.int64),
        foretold=on_lines(1, np.int64),
    )
