"""Draw a population: every number keyed by the entity it belongs to, so that one more changes no other."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core import draws, streams
from sim.core.units import TICKS_PER_DAY
from sim.world import first_follows, kinds
from sim.world.creators import Creators, Tier, tier_of
from sim.world.from_data import sampling
from sim.world.from_data.portrait import Portrait
from sim.world.settings import PopulationSettings
from sim.world.topics import Topics
from sim.world.users import Users

BLOCK = 100_000  # users drawn at a time, to bound memory
_SMALLEST = 1e-30  # interest share below which the logit is cut
LEAST_SPREAD = 0.1  # of log lifts: people who all but agree are not told apart by the difference


class Taste(NamedTuple):
    """Constants of the taste score: what the population was standardised by."""

    base: NDArray[np.float64]  # [K] smoothed interest of the average user
    sibling_weight: float
    offset: float
    centre: float
    spread: float


def lifts(shares: NDArray[np.float64], topics: Topics, sibling_weight: float) -> NDArray[np.float64]:
    """Smoothed interest relative to the average user's, [U, K], from shares [U, K]."""
    vertical_share = np.zeros((len(shares), int(topics.vertical.max()) + 1))
    for k, parent in enumerate(topics.vertical):
        vertical_share[:, parent] += shares[:, k]
    carried = vertical_share[:, topics.vertical]
    return (shares + sibling_weight * (carried - shares)) / topics.smoothed


def interests(
    settings: PopulationSettings,
    topics: Topics,
    seed: int,
    users: NDArray[np.int64],
    portrait: Portrait | None = None,
) -> NDArray[np.float64]:
    """Interest shares of these users, [U, K], each row summing to 1."""
    if portrait is not None:
        return sampling.interests(portrait, settings, topics, seed, users)
    return draws.dirichlets(seed, streams.INTERESTS, users, settings.interest_concentration * topics.demand)


def standardise(
    settings: PopulationSettings,
    topics: Topics,
    seed: int,
    supply: NDArray[np.float64],
    portrait: Portrait | None = None,
) -> Taste:
    """The constants that give the taste score mean 0 and variance 1 over random user-item pairs.

    `supply` [K] is the share of items by topic. At most 20,000 users are asked.
    """
    sample = np.arange(min(settings.users, 20_000))
    shares = interests(settings, topics, seed, sample, portrait)
    offset = settings.match_offset
    raw = np.log((lifts(shares, topics, settings.sibling_weight) + offset) / (1.0 + offset))
    centre = float((raw.mean(axis=0) * supply).sum())
    spread = float(np.sqrt((((raw - centre) ** 2).mean(axis=0) * supply).sum()))
    return Taste(topics.smoothed, settings.sibling_weight, offset, centre, max(spread, LEAST_SPREAD))


def entrant_times(settings: PopulationSettings, seed: int, horizon_days: float) -> NDArray[np.int64]:
    """When entrants may come, before thinning: a Poisson stream keyed by entrant, up to the horizon, [N]."""
    per_day = settings.entrants_at_most * settings.creators / 30.0
    if per_day <= 0.0:
        return np.zeros(0, dtype=np.int64)
    expected = per_day * horizon_days
    ids = settings.creators + np.arange(int(expected + 8.0 * np.sqrt(expected) + 8.0))
    gaps = -np.log(draws.units(seed, streams.ENTRY, ids)[:, 0]) / per_day
    times = (np.cumsum(gaps) * TICKS_PER_DAY).astype(np.int64)
    return times[times < horizon_days * TICKS_PER_DAY]


def build_creators(
    settings: PopulationSettings,
    topics: Topics,
    seed: int,
    horizon_days: float,
    portrait: Portrait | None = None,
) -> Creators:
    """All accounts: the first `settings.creators` are active from the start, entrants may come until the horizon.

    Tiers and niche accounts are stratified by rank of a keyed draw among those at the start; an entrant
    starts small, with a keyed draw of her own. With a portrait, topics, followers and tiers are those of the data.
    """
    comes_at = entrant_times(settings, seed, horizon_days)
    count = settings.creators + comes_at.size
    creators = Creators(count, topics.demand.size)
    ids = np.arange(count)
    first = ids < settings.creators
    choice = draws.units(seed, streams.ACCOUNT_CHOICES, ids)
    niche = _stratified(choice[:, 1], first, settings.niche_share)
    tier = np.zeros(count, dtype=np.int8)
    for group in (niche, ~niche):
        rank = _rank_share(choice[:, 0], first & group)
        tier[first & group & (rank >= settings.koc_share)] = Tier.MID
        tier[first & group & (rank >= settings.koc_share + settings.mid_share)] = Tier.HEAD

    creators.topic_mix[:] = _topic_mix(settings, topics, seed, ids, niche, choice[:, 2] < settings.specialist_share)
    creators.kind[:] = kinds.drawn(settings, choice[:, 3])
    creators.first_tier[:] = tier
    creators.niche[:] = niche & topics.niche.any()
    normal = draws.normals(seed, streams.ACCOUNT_TRAITS, ids, slot=0)
    creators.quality[:] = settings.quality_sd * normal[:, 0]
    creators.inconsistency[:] = settings.inconsistency_median * np.exp(settings.inconsistency_log_sd * normal[:, 1])
    traits = draws.units(seed, streams.ACCOUNT_TRAITS, ids, slot=1)
    creators.first_followers[:] = np.where(first, _followers(traits[:, 0], tier), 100.0 * traits[:, 0])
    creators.followers[:] = creators.first_followers
    creators.authenticity[:] = traits[:, 1]
    per_day = np.array([settings.koc_uploads_per_day, settings.mid_uploads_per_day, settings.head_uploads_per_day])
    cadence = draws.normals(seed, streams.ACCOUNT_TRAITS, ids, slot=2)
    pace = np.exp(settings.cadence_log_sd * cadence[:, 0])
    creators.uploads_per_day[:] = per_day[tier] * pace
    if portrait is not None:
        place, fame = (_evenly(choice[:, word], first) for word in (1, 0))
        sampling.accounts(portrait, settings, topics, creators, place, fame, pace)
    kinds.shape(settings, creators)
    creators.comes_at[settings.creators :] = comes_at
    creators.joined_at[first] = -round(settings.catalogue_days * TICKS_PER_DAY)
    offset = draws.units(seed, streams.ACCOUNT_TRAITS, ids, slot=2)[:, 2]
    creators.next_upload_at[first] = -(offset[first] * settings.catalogue_days * TICKS_PER_DAY).astype(np.int64) - 1
    return creators


def build_users(
    settings: PopulationSettings,
    topics: Topics,
    taste: Taste,
    creators: Creators,
    seed: int,
    *,
    portrait: Portrait | None = None,
    trust: bool = False,
    ads: bool = False,
) -> Users:
    """All users: interests, how often they visit, whom they follow, and when they come first."""
    friends = settings.friends > 0
    users = Users(
        settings.users, topics.demand.size, trust=trust, letters=friends, ads=ads, likes=friends and settings.likes_seen
    )
    following = first_follows.rule(settings, topics, creators, seed, portrait)
    for start in range(0, settings.users, BLOCK):
        ids = np.arange(start, min(start + BLOCK, settings.users))
        shares = interests(settings, topics, seed, ids, portrait)
        logits = np.log(np.maximum(shares, _SMALLEST))
        logits -= logits.mean(axis=1, keepdims=True)
        users.home_logit[ids] = logits
        users.logit[ids] = logits
        raw = np.log((lifts(shares, topics, taste.sibling_weight) + taste.offset) / (1.0 + taste.offset))
        users.match[ids] = (raw - taste.centre) / taste.spread
        u = draws.units(seed, streams.ACTIVITY, ids)
        z = draws.normals(seed, streams.ACTIVITY, ids)[:, 0]
        sd = settings.visits_log_sd
        measured = None if portrait is None else sampling.visits(portrait, settings, seed, ids)
        drawn = settings.visits_per_day * np.exp(sd * z - 0.5 * sd * sd)
        users.visits_per_day[ids] = drawn if measured is None else measured
        users.hazard_left[ids] = -np.log(u[:, 2])
        following.fill(users, ids, shares, u[:, 3])
    return users


def _stratified(draw: NDArray[np.float64], first: NDArray[np.bool_], share: float) -> NDArray[np.bool_]:
    """The lowest `share` of the first accounts by their draw; others by their own draw."""
    chosen = draw < share
    chosen[first] = _rank_share(draw, first)[first] < share
    return chosen


def _evenly(draw: NDArray[np.float64], first: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The first accounts spread evenly over [0, 1) in the order of their draw; others at their own draw."""
    place = draw.copy()
    place[first] = _rank_share(draw, first)[first] + 0.5 / max(int(first.sum()), 1)
    return place


def _rank_share(draw: NDArray[np.float64], among: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Rank of each draw among the marked ones, in [0, 1); 0 elsewhere."""
    rank = np.zeros(draw.size)
    members = np.flatnonzero(among)
    rank[members[np.argsort(draw[members], kind="stable")]] = np.arange(members.size) / max(members.size, 1)
    return rank


def _topic_mix(
    settings: PopulationSettings,
    topics: Topics,
    seed: int,
    ids: NDArray[np.int64],
    niche: NDArray[np.bool_],
    specialist: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Share of output by topic, [C, K]: niche accounts on niche topics only (if any), others by overall demand.

    Some of the others would come out niche by chance; they keep the mainstream part of their draw, so that the
    share of niche accounts is the one that is asked for.
    """
    mix = np.zeros((ids.size, topics.demand.size))
    niche_demand = np.where(topics.niche, topics.demand, 0.0) if topics.niche.any() else topics.demand
    for is_niche, base in ((True, niche_demand), (False, topics.demand)):
        for is_specialist, total in (
            (True, settings.specialist_concentration),
            (False, settings.generalist_concentration),
        ):
            rows = ids[(niche == is_niche) & (specialist == is_specialist)]
            leaves = np.flatnonzero(base)
            if rows.size and leaves.size:
                concentration = total * base[leaves] / base[leaves].sum()
                mix[np.ix_(rows, leaves)] = draws.dirichlets(seed, streams.ACCOUNT_TOPICS, rows, concentration)
    strays = ~niche & (mix[:, topics.niche].sum(axis=1) >= settings.niche_mass)
    mix[strays] = _mainstream_part(mix[strays], topics)
    return mix


def _mainstream_part(mix: NDArray[np.float64], topics: Topics) -> NDArray[np.float64]:
    """The same rows without niche topics, each summing to 1; overall demand where nothing is left."""
    left = np.where(topics.niche, 0.0, mix)
    left = np.where(left.sum(axis=1, keepdims=True) > 0.0, left, np.where(topics.niche, 0.0, topics.demand))
    return np.asarray(left / left.sum(axis=1, keepdims=True))


def _followers(draw: NDArray[np.float64], tier: NDArray[np.int8]) -> NDArray[np.float64]:
    """Followers within a tier: truncated Pareto tails of exponent 0.8 below 10 k and 1.1 above, [C].

    Source: local slopes of KuaiRand-Pure follower counts (model of accounts, stratified by tier).
    """
    low = np.array([100.0, 10_000.0, 300_000.0])[tier]
    high = np.array([10_000.0, 300_000.0, 10_000_000.0])[tier]
    slope = np.array([0.8, 1.1, 1.1])[tier]
    tail = (high / low) ** -slope
    followers = np.asarray(np.floor(low * (1.0 - draw * (1.0 - tail)) ** (-1.0 / slope)), dtype=np.float64)
    assert (tier_of(followers) == tier).all()
    return followers
