"""What a span is served from: the visible items, their predicted terms and weights, and the plan's say."""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core import elementwise
from sim.core.hands import ALONE, Hands
from sim.core.law import loop
from sim.core.units import TICKS_PER_HOUR
from sim.platform.book import FULL_DOMAIN, Book
from sim.platform.plan import Rerank, TrafficPlan
from sim.platform.settings import PlatformSettings
from sim.recommender import rooms
from sim.recommender.learner import Learner, Prediction
from sim.recommender.propensity import OFF
from sim.recommender.settings import RetrievalSettings
from sim.recommender.value import SMALLEST, Responses, value_curve
from sim.world.counter import Counter, counter
from sim.world.lobby import NO_LOBBY, Lobby, lobby
from sim.world.tally import LANES, Lane
from sim.world.world import World

LN_2 = float(np.log(2.0))
ARGMAX, SOFTMAX, LOTTERY = 0, 1, 2
Floats = NDArray[np.float64]


class Index(NamedTuple):
    """Frozen for a span. Shapes: I items, K topics, G cohorts, V grid of pulls, L lanes.

    Weights: `retrieve`, `explore`, `paid` [I] >= 0. `natural_lanes` [L] shares of natural slots.
    """

    prediction: Prediction
    tag: NDArray[np.int32]  # [I] topic that each item is taken for: its label, or the truth if the learner sees it
    retrieve: Floats
    explore: Floats
    paid: Floats
    factor: Floats  # [I] e^boost
    price: Floats  # [G, I]
    pace: Floats  # [G, I]
    cohort: NDArray[np.int64]  # [U], or [0] when all users are one cohort
    value: Floats  # [V]
    natural_lanes: Floats  # [L]
    ad_load: float
    log_scale: bool
    select: int
    temperature: float
    shortlist: float
    explore_rank: bool
    has_pace: bool
    has_price: bool
    sharpness: float
    rerank: Rerank | None
    pinned: NDArray[np.int32]  # [U, n], or [0, 0] when nothing is pinned
    counter: Counter  # what is sold
    book: Book | None = None  # what paid slots are sold from; None without a market
    lobby: Lobby = NO_LOBBY  # live rooms
    clip: float = OFF  # of the learner's inverse propensities; engines do not read it


def freshness(world: World, retrieval: RetrievalSettings) -> Floats:
    """Weight of each item in retrieval by its age at the start of the span, [I]."""
    fresh = np.empty(len(world.items))
    half_life = retrieval.freshness_half_life_hours * TICKS_PER_HOUR
    _freshness(world.now, world.items.visible_from, half_life, retrieval.freshness_floor, fresh)
    return fresh


@loop
def _freshness(now, visible_from, half_life, floor, fresh):  # type: ignore[no-untyped-def]  # compiled
    lowest = math.log(floor) / -LN_2 + 1e-6 if floor > 0.0 else math.inf  # half-lives from which on it is the floor
    for i in range(visible_from.size):
        half_lives = max(now - visible_from[i], 0) / half_life
        fresh[i] = floor if half_lives > lowest else max(math.exp(-LN_2 * half_lives), floor)


def habit_lanes(platform: PlatformSettings) -> Floats:
    """The platform's own shares of the natural lanes, [L]."""
    lanes = np.zeros(LANES)
    lanes[Lane.FOLLOW] = platform.follow_share
    lanes[Lane.EXPLORE] = platform.explore_share
    lanes[Lane.SOCIAL] = platform.social_share
    lanes[Lane.INTEREST] = 1.0 - platform.follow_share - platform.explore_share - platform.social_share
    return lanes


def add_search(lanes: Floats, share: float, ad_load: float) -> None:
    """Take shelf and search, a share of all slots, out of the natural lanes: whoever has an intent comes anyway."""
    of_natural = min(share / (1.0 - ad_load), 1.0) if ad_load < 1.0 else 0.0
    lanes *= 1.0 - of_natural
    lanes[Lane.SEARCH] += of_natural


def paid_weights(world: World, elasticity: float) -> Floats:
    """Weight of each item in the paid lane: its account's followers to a power, shared by its items, [I].

    Who buys decides the sign of niche creators' total exposure; this stands in until there is a market.
    """
    weight = np.empty(len(world.items))
    _share_reach(world.items.creator, world.creators.followers, float(elasticity), weight)
    return weight


@loop
def _share_reach(creator, followers, elasticity, weight):  # type: ignore[no-untyped-def]  # compiled
    live = np.zeros(followers.size, np.int64)
    for i in range(creator.size):
        live[creator[i]] += 1
    each = np.zeros(followers.size)
    for c in range(followers.size):
        if live[c] > 0:
            each[c] = math.pow(max(followers[c], 1.0), elasticity) / live[c]
    for i in range(creator.size):
        weight[i] = each[creator[i]]


def _plain(array: Floats) -> Floats:
    """The array in the one form that the kernel is compiled for."""
    return np.ascontiguousarray(array, dtype=np.float64)


def build(
    world: World,
    plan: TrafficPlan,
    learner: Learner,
    learner_state: Any,
    retrieval: RetrievalSettings,
    platform: PlatformSettings,
    responses: Responses,
    ad_load: float,
    paid_elasticity: float,
    book: Book | None = None,
    hands: Hands = ALONE,
) -> Index:
    """The index of the coming span. Every array is read-only."""
    count = len(world.items)
    prediction, (retrieve, paid) = hands.both(
        lambda: learner.predict(world, learner_state),
        lambda: (freshness(world, retrieval), paid_weights(world, paid_elasticity)),
    )
    if plan.retrieve is not None:
        retrieve = _plain(retrieve * plan.retrieve)
    lanes = habit_lanes(platform)
    if plan.lanes is not None:
        lanes[: Lane.PAID] = plan.lanes
    load = ad_load if plan.ad_load is None else plan.ad_load
    if book is not None and book.merge == FULL_DOMAIN:
        load = 0.0  # no slot is paid beforehand: the ad load emerges
    if world.commerce is not None:
        add_search(lanes, world.commerce.settings.search_share, load)
    even = np.ones(count)
    factor = even if plan.boost is None else elementwise.exp(plan.boost)
    if world.live is not None:
        retrieve, factor = rooms.weigh(world, world.live, retrieve, factor)
    index = Index(
        prediction=prediction,
        tag=(world.items.topic if learner.sees_truth else world.tags()).copy(),
        retrieve=retrieve,
        explore=even if plan.explore is None else _plain(plan.explore),
        paid=paid,
        factor=factor,
        price=np.zeros((1, count)) if plan.price is None else np.atleast_2d(_plain(plan.price)),
        pace=even[None] if plan.pace is None else np.atleast_2d(_plain(plan.pace)),
        cohort=np.zeros(0, dtype=np.int64)
        if plan.cohort is None
        else np.ascontiguousarray(plan.cohort, dtype=np.int64),
        value=np.maximum(
            learner.value(responses, value_curve(responses, plan.score_weights or platform.values)), SMALLEST
        ),
        natural_lanes=lanes,
        ad_load=load,
        log_scale=plan.score_scale == "log",
        select={"argmax": ARGMAX, "softmax": SOFTMAX, "lottery": LOTTERY}[plan.select or "argmax"],
        temperature=plan.temperature or 1.0,
        shortlist=plan.shortlist or 0.0,
        explore_rank=bool(plan.explore_rank),
        has_pace=plan.pace is not None,
        has_price=plan.price is not None and bool(plan.price.any()),
        sharpness=retrieval.sharpness,
        rerank=plan.rerank,
        pinned=np.zeros((0, 0), dtype=np.int32)
        if plan.pinned is None
        else np.ascontiguousarray(plan.pinned, dtype=np.int32),
        counter=counter(world),
        book=book,
        lobby=lobby(world),
        clip=OFF if plan.feedback_weight is None else plan.feedback_weight,
    )
    for array in (*index, *prediction):
        if isinstance(array, np.ndarray):
            array.setflags(write=False)
    return index
