"""Give every account that may ever be a person: keyed by the account, so that one more changes no other."""

import numpy as np
from numpy.typing import NDArray

from sim.core import draws, elementwise, streams
from sim.core.units import NEVER
from sim.world import livelihood
from sim.world.agencies import NO_AGENCY
from sim.world.career_settings import CareerSettings
from sim.world.careers import Careers
from sim.world.creators import Creators, Kind, Tier
from sim.world.settings import PopulationSettings

FARTHEST_LOGIT = 6.9  # reliability stays within .001 and .999
GENUINE = 0.3  # share of what lacks in authenticity that a second career adds


def take_up(settings: CareerSettings, population: PopulationSettings, creators: Creators, seed: int) -> Careers:
    """Careers for all accounts, as if each had just begun to look at itself.

    Accounts at the start have uploads behind them in proportion to their pace, and that pace in their bones; entrants
    have none, and are rested. Only entrants can have a second career.
    """
    count = len(creators)
    careers = Careers(count, creators.topic_mix.shape[1])
    ids = np.arange(count)
    entrant = ids >= population.creators
    choice = draws.units(seed, streams.ACCOUNT_CAREER, ids)
    normal = draws.normals(seed, streams.ACCOUNT_CAREER, ids, slot=2)
    full_time = (choice[:, 0] < _full_time(settings)[creators.first_tier]) & ~livelihood.staffed(creators.kind)
    second = entrant & (choice[:, 1] < settings.second_career_share)
    careers.full_time[:] = full_time
    careers.second_career[:] = second
    careers.young[:] = entrant & (choice[:, 2] < settings.young_share)
    careers.region[:] = regions(settings, seed, count)
    careers.field[:] = creators.topic_mix.argmax(axis=1)
    careers.expertise[:] = np.where(second, settings.expertise, 0.0)
    full_wage = settings.full_time_wage_rmb * elementwise.exp(settings.full_time_wage_log_sd * normal[:, 0])
    people = np.where(full_time, full_wage, settings.part_time_wage_rmb)
    careers.wage[:] = livelihood.wages(settings, creators.kind, people)
    careers.reliability[:] = _reliability(population.cadence_reliability, settings.reliability_logit_sd, normal[:, 1])
    careers.habit[:] = creators.uploads_per_day
    careers.first_joined_at[:] = creators.joined_at
    pace = creators.uploads_per_day / population.koc_uploads_per_day
    careers.uploads[:] = np.where(creators.joined_at < NEVER, np.round(settings.past_uploads * pace), 0)
    careers.uploads_then[:] = careers.uploads
    careers.load[:] = np.where(creators.joined_at < NEVER, creators.uploads_per_day * careers.reliability, 0.0)
    careers.natural_then[:] = creators.impressions
    creators.thaw()
    creators.authenticity[second] += GENUINE * (1.0 - creators.authenticity[second])
    creators.freeze()
    careers.freeze()
    return careers


def regions(settings: CareerSettings, seed: int, count: int) -> NDArray[np.int8]:
    """Where each account comes from, [C]: known to the platform whether or not accounts have careers."""
    place = draws.units(seed, streams.ACCOUNT_CAREER, np.arange(count), slot=1)
    return np.floor(place[:, 0] * settings.regions).astype(np.int8)


def _full_time(settings: CareerSettings) -> NDArray[np.float64]:
    """Share of full-time accounts by tier."""
    shares = np.zeros(len(Tier))
    shares[Tier.KOC] = settings.koc_full_time_share
    shares[Tier.MID] = settings.mid_full_time_share
    shares[Tier.HEAD] = settings.head_full_time_share
    return shares


def _reliability(typical: float, spread: float, normal: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probability of keeping a planned upload: the logit of the typical one, spread between accounts."""
    if typical >= 1.0:
        return np.ones(normal.size)
    logit = np.log(typical / (1.0 - typical)) + spread * normal
    return 1.0 / (1.0 + elementwise.exp(-np.clip(logit, -FARTHEST_LOGIT, FARTHEST_LOGIT)))


def release(careers: Careers, creators: Creators, rows: NDArray[np.int64]) -> None:
    """End the contracts of these accounts: they are creators of their own again, and what was paid for them ends."""
    careers.thaw()
    creators.thaw()
    careers.agency[rows] = NO_AGENCY
    careers.contract_days[rows] = 0
    for name in ("extra", "polish", "budget"):
        getattr(careers, name)[rows] = 0.0
    creators.kind[rows] = Kind.CREATOR
    careers.freeze()
    creators.freeze()
