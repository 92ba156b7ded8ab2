"""Draw a population from a portrait: every entity keyed by itself, accounts evenly over the data."""

import numpy as np
import scipy
from numpy.typing import NDArray

from sim.core import draws, streams
from sim.world.creators import Creators, tier_of
from sim.world.from_data.portrait import Floats, Portrait
from sim.world.from_data.settings import DataSettings
from sim.world.settings import PopulationSettings
from sim.world.topics import Topics
from sim.world.users import FOLLOW_PLACES

ROW = 3  # the word of the draw of activity that says which user of the data a user is like


def portrait_of(settings: DataSettings) -> Portrait | None:
    """The portrait of the data that the settings name, or None if they name none.

    Raises:
        DataError: naming the file and the place.
    """
    if not settings.path:
        return None
    from sim.world.from_data.counting import read  # late: it brings pandas

    return read(settings)


def told(settings: PopulationSettings, portrait: Portrait) -> PopulationSettings:
    """The settings, with what the data says about single numbers."""
    known: dict[str, object] = {
        "topics": len(portrait.topics),
        "verticals": min(settings.verticals, len(portrait.topics)),
    }
    if portrait.weekend is not None:
        known["weekend_factor"] = portrait.weekend
    if portrait.duration is not None:
        known["duration_median_seconds"], known["duration_log_sd"] = portrait.duration
    return settings.model_copy(update=known)


def accounts(
    portrait: Portrait,
    settings: PopulationSettings,
    topics: Topics,
    creators: Creators,
    place: NDArray[np.float64],
    fame: NDArray[np.float64],
    pace: NDArray[np.float64],
) -> None:
    """Let accounts be like accounts of the data: what they publish on, how much, and how many follow them.

    Shapes: `place` and `fame` [C] in [0, 1): where among the accounts with items, and where among the followed, each
    account stands; `pace` [C] is its uploads relative to others of its tier. An entrant publishes like accounts of
    the data and starts small.
    """
    made = portrait.made
    row = np.minimum((place * len(made)).astype(np.int64), len(made) - 1)
    own = made.sum(axis=1)
    prior = settings.from_data.topic_prior
    creators.topic_mix[:] = (made[row] + prior * portrait.supply) / (own[row] + prior)[:, None]
    creators.niche[:] = creators.topic_mix[:, topics.niche].sum(axis=1) >= settings.niche_mass
    first = np.arange(len(creators)) < settings.creators
    if portrait.followers.size:
        rank = row if portrait.linked else np.minimum(
            (fame * portrait.followers.size).astype(np.int64), portrait.followers.size - 1
        )  # fmt: skip
        creators.first_followers[first] = portrait.followers[rank[first]]
        creators.followers[:] = creators.first_followers
        creators.first_tier[first] = tier_of(creators.followers[first])
    per_day = np.array([settings.koc_uploads_per_day, settings.mid_uploads_per_day, settings.head_uploads_per_day])
    creators.uploads_per_day[:] = per_day[creators.first_tier] * pace * own[row] / own.mean()


def rows(portrait: Portrait, seed: int, ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which user of the data each user is like, [n]."""
    draw = draws.units(seed, streams.ACTIVITY, ids)[:, ROW]
    return np.minimum((draw * portrait.users).astype(np.int64), portrait.users - 1)


def interests(
    portrait: Portrait, settings: PopulationSettings, topics: Topics, seed: int, ids: NDArray[np.int64]
) -> Floats:
    """Interest shares, [n, K]: a draw from what is known of each user's taste after what she played."""
    prior = settings.interest_concentration * topics.demand
    if portrait.plays is None:
        return draws.dirichlets(seed, streams.INTERESTS, ids, prior)
    seen = settings.from_data.taste_weight * portrait.plays[rows(portrait, seed, ids)]
    return np.vstack([
        draws.dirichlets(seed, streams.INTERESTS, ids[n : n + 1], prior + seen[n]) for n in range(ids.size)
    ])  # fmt: skip


def visits(portrait: Portrait, settings: PopulationSettings, seed: int, ids: NDArray[np.int64]) -> Floats | None:
    """Mean visits a day, [n], in proportion to the impressions of the user of the data; None if no log says it."""
    if portrait.activity is None:
        return None
    relative = portrait.activity[rows(portrait, seed, ids)] / float(portrait.activity.mean())
    return np.asarray(settings.visits_per_day * relative)


def follow_scale(portrait: Portrait, mean: float) -> float:
    """Follows here for a follow of the data, such that the mean of what fits in a list is as asked.

    Where the data has too few who follow anybody, as near as the places of a list allow.
    """
    follows = portrait.follows
    assert follows is not None

    def excess(scale: float) -> float:
        return float(np.minimum(scale * follows, FOLLOW_PLACES).mean()) - mean

    most = FOLLOW_PLACES / max(float(follows[follows > 0].min(initial=1.0)), 1e-9)
    if mean > 0 and excess(most) > 0:
        return float(scipy.optimize.brentq(excess, 0.0, most))
    return most if mean > 0 else 0.0


def follow_numbers(
    portrait: Portrait, mean: float, seed: int, ids: NDArray[np.int64], round_by: Floats
) -> NDArray[np.int64]:
    """How many accounts each user follows, [n]: the data's number, scaled, made whole by a keyed draw, cut."""
    assert portrait.follows is not None
    size = follow_scale(portrait, mean) * portrait.follows[rows(portrait, seed, ids)]
    return np.minimum(np.floor(size + round_by), FOLLOW_PLACES).astype(np.int64)
