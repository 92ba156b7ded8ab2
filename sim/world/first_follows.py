"""Whom users follow when the world begins: how many accounts, and which."""

import math
from typing import Protocol

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from sim.core import draws, streams
from sim.world.creators import Creators
from sim.world.follow_growth import Growth
from sim.world.from_data import sampling
from sim.world.from_data.portrait import Portrait
from sim.world.settings import PopulationSettings
from sim.world.topics import Topics
from sim.world.users import FOLLOW_PLACES, Users

ROUNDING = FOLLOW_PLACES  # slot of the draw that rounds a number of follows: no place has it

Floats = NDArray[np.float64]


class Rule(Protocol):
    """Fills the follow lists of a block of users. Shapes: ids [n], shares [n, K] interests, draw [n] uniform."""

    def fill(self, users: Users, ids: NDArray[np.int64], shares: Floats, draw: Floats) -> None: ...


def rule(
    settings: PopulationSettings, topics: Topics, creators: Creators, seed: int, portrait: Portrait | None = None
) -> Rule:
    """The chosen rule."""
    if settings.first_follow_rule == "price":
        return ByGrowth(settings, topics, creators, seed, portrait)
    return ByFame(settings, creators, seed, portrait)


def how_many(
    settings: PopulationSettings,
    seed: int,
    ids: NDArray[np.int64],
    draw: Floats,
    portrait: Portrait | None = None,
) -> NDArray[np.int64]:
    """The number of accounts each user follows, [n], at most the places of a list.

    Geometric; or lognormal, whole by keyed rounding, its median such that the mean of what fits is as asked; or,
    where a portrait knows it, that of a user of the data.
    """
    mean = settings.first_follows
    if mean <= 0:
        return np.zeros(ids.size, dtype=np.int64)
    if portrait is not None and portrait.follows is not None:
        round_by = draws.units(seed, streams.FIRST_FOLLOWS, ids, slot=ROUNDING)[:, 0]
        return sampling.follow_numbers(portrait, mean, seed, ids, round_by)
    if settings.first_follow_spread == "geometric":
        number = np.floor(np.log(draw) / np.log(mean / (1.0 + mean)))
    else:
        size = np.exp(_log_median(mean, settings.first_follow_log_sd) + settings.first_follow_log_sd * ndtri(draw))
        number = np.floor(size + draws.units(seed, streams.FIRST_FOLLOWS, ids, slot=ROUNDING)[:, 0])
    return np.asarray(np.minimum(number, FOLLOW_PLACES), dtype=np.int64)


def _log_median(mean: float, sd: float) -> float:
    """Of the lognormal whose mean, cut at the places of a list, is as asked (or as near as the cut allows)."""

    def excess(mu: float) -> float:
        z = (math.log(FOLLOW_PLACES) - mu) / sd
        return float(math.exp(mu + 0.5 * sd * sd) * ndtr(z - sd) + FOLLOW_PLACES * ndtr(-z)) - mean

    low, high = math.log(mean) - 20.0 * sd - 20.0, math.log(FOLLOW_PLACES) + 20.0 * sd
    return float(scipy.optimize.brentq(excess, low, high)) if excess(high) > 0.0 else high


class ByFame:
    """Each account chosen by interest (a topic of the user's, then fame within it), or by fame alone."""

    def __init__(
        self, settings: PopulationSettings, creators: Creators, seed: int, portrait: Portrait | None = None
    ) -> None:
        self.settings, self.seed, self.portrait = settings, seed, portrait
        self.fame = _fame_tables(creators, settings.creators)

    def fill(self, users: Users, ids: NDArray[np.int64], shares: Floats, draw: Floats) -> None:
        settings, seed, fame = self.settings, self.seed, self.fame
        number = how_many(settings, seed, ids, draw, self.portrait)
        topics = shares.shape[1]
        by_interest = np.cumsum(shares, axis=1)
        flat = (fame + np.arange(topics + 1)[:, None]).ravel()
        for place in range(int(number.max(initial=0))):
            rows = np.flatnonzero(number > place)
            for attempt in range(settings.first_follow_attempts):
                u = draws.units(seed, streams.FIRST_FOLLOWS, ids[rows], attempt, place)
                homophile = u[:, 0] < settings.follow_homophily
                within = np.where(homophile, u[:, 0] / max(settings.follow_homophily, 1e-300), 0.0)
                topic = np.minimum((by_interest[rows] < within[:, None]).sum(axis=1), topics - 1)
                row = np.where(homophile, topic, topics)
                creator = np.minimum(
                    np.searchsorted(flat, row + u[:, 1], side="left") - row * fame.shape[1], fame.shape[1] - 1
                )
                target = ids[rows]
                new = (users.follows[target] != creator[:, None]).all(axis=1)
                users.follows[target[new], users.follows_ever[target[new]]] = creator[new]
                users.follows_ever[target[new]] += 1
                rows = rows[~new]


class ByGrowth:
    """Price's model: see `Growth`. The accounts with most followers came first."""

    def __init__(
        self,
        settings: PopulationSettings,
        topics: Topics,
        creators: Creators,
        seed: int,
        portrait: Portrait | None = None,
    ) -> None:
        self.settings, self.seed, self.portrait = settings, seed, portrait
        self.vertical = topics.vertical
        count = settings.creators
        self.growth = Growth(
            seed,
            settings.users,
            np.argsort(-creators.first_followers[:count], kind="stable"),
            creators.topic_mix[:count],
            settings.first_follows,
            settings.newcomer_weight,
            settings.growth_homophily,
        )

    def fill(self, users: Users, ids: NDArray[np.int64], shares: Floats, draw: Floats) -> None:
        number = how_many(self.settings, self.seed, ids, draw, self.portrait)
        if not number.any():
            return
        of_vertical = np.zeros((len(shares), int(self.vertical.max()) + 1))
        for k, parent in enumerate(self.vertical):
            of_vertical[:, parent] += shares[:, k]
        carried = shares + self.settings.sibling_weight * (of_vertical[:, self.vertical] - shares)
        users.follows_ever[ids] = self.growth.follow(ids, number, carried, users.follows)


def _fame_tables(creators: Creators, count: int) -> Floats:
    """Cumulative fame of the first accounts by topic, and overall in the last row, [K + 1, C]; rows end at 1."""
    fame = creators.first_followers[:count]
    weights = np.vstack([(creators.topic_mix[:count] * fame[:, None]).T.astype(np.float64), fame[None, :]])
    weights[weights.sum(axis=1) <= 0] = fame
    cumulative: Floats = np.cumsum(weights, axis=1)
    cumulative /= cumulative[:, -1:]
    return cumulative
