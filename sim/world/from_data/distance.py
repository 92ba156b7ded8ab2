"""How far a population is from the data that it was built from."""

from typing import NamedTuple

import numpy as np
import scipy
from numpy.typing import NDArray

from sim.core.inequality import gini
from sim.world.calendar import Calendar
from sim.world.creators import Creators
from sim.world.from_data.portrait import Floats, Portrait
from sim.world.from_data.sampling import follow_scale
from sim.world.settings import PopulationSettings
from sim.world.users import FOLLOW_PLACES, Users


class Distance(NamedTuple):
    """One quantity, how it is compared, and how far apart population and data are; and the same in one number each."""

    what: str
    how: str
    far: float
    summary: str
    here: float
    data: float


KS = "largest difference of the shares below a value"
TV = "share that would have to move"


def distances(
    portrait: Portrait, settings: PopulationSettings, creators: Creators, users: Users, calendar: Calendar
) -> list[Distance]:
    """What the data says, beside the population: followers, follows, topics, hours, activity."""
    first = settings.creators
    found = []
    if portrait.followers.size:
        here = creators.first_followers[:first]
        found.append(_ks("followers of accounts", here, portrait.followers))
    if portrait.follows is not None and settings.first_follows > 0:
        scale = follow_scale(portrait, settings.first_follows)
        number = np.minimum(users.follows_ever, FOLLOW_PLACES).astype(np.float64)
        expected = np.minimum(scale * portrait.follows, FOLLOW_PLACES)
        found.append(_ks(f"follows of users, x {scale:.3g}, at most {FOLLOW_PLACES}", number, _whole(expected)))
    mix = creators.topic_mix[:first].astype(np.float64) * creators.uploads_per_day[:first, None]
    supply = mix.sum(axis=0) / mix.sum()
    found.append(_tv("topics of items", supply, portrait.supply, "effective number"))
    if portrait.hourly is not None:
        found.append(_tv("visits by hour", calendar.hourly, portrait.hourly, "effective number"))
    if portrait.activity is not None:
        visits = users.visits_per_day / settings.visits_per_day
        data = portrait.activity / portrait.activity.mean()
        found.append(_ks("activity of users, of the mean", visits.round(9), data.round(9)))  # ties must stay ties
    return found


def _whole(expected: Floats) -> Floats:
    """The same made whole as a population makes it, on average: every size at ten evenly spaced roundings."""
    return np.minimum(np.floor(expected[:, None] + (np.arange(10) + 0.5) / 10.0), FOLLOW_PLACES).ravel()


def _ks(what: str, here: NDArray[np.float64], data: NDArray[np.float64]) -> Distance:
    far = float(scipy.stats.ks_2samp(here, data).statistic)
    return Distance(what, KS, far, "Gini coefficient", float(gini(here)), float(gini(data)))


def _tv(what: str, here: Floats, data: Floats, summary: str) -> Distance:
    return Distance(what, TV, float(0.5 * np.abs(here - data).sum()), summary, _effective(here), _effective(data))


def _effective(shares: Floats) -> float:
    """How many equal shares would be as mixed."""
    some = shares[shares > 0]
    return float(np.exp(-(some * np.log(some)).sum()))
