"""Accounts with a name: written down instead of drawn, in the places of the first accounts of a world."""

from typing import Literal

import numpy as np

from sim.core.parameters import Parameters, parameter
from sim.world.career_settings import CareerSettings
from sim.world.careers import Careers
from sim.world.creators import Creators, Kind, tier_of
from sim.world.livelihood import wages
from sim.world.rooms import Hosts
from sim.world.settings import PopulationSettings
from sim.world.topics import Topics

DAYS_PER_WEEK = 7


class Preset(Parameters):
    """One account. What is not said here stays as it was drawn."""

    who: str = parameter(..., "who it is, in a few words")
    followers: float = parameter(..., "followers at the start", unit="followers", ge=0)
    demand_rank: float = parameter(
        ..., "its topic by place among topics: 0 the most demanded, below 1 the least", ge=0, lt=1
    )
    on_topic: float = parameter(0.9, "share of its items on that topic, the rest as drawn", gt=0, le=1)
    quality: float = parameter(0.0, "mean quality of its items, in standard deviations between accounts")
    inconsistency: float = parameter(0.6, "standard deviation of quality within it", ge=0)
    uploads_per_day: float = parameter(0.3, "planned uploads", unit="1/day", gt=0, le=100)
    authenticity: float = parameter(0.5, "how genuine it comes across", ge=0, le=1)
    rooms_per_week: float | None = parameter(
        None,
        "live rooms that it opens, where accounts go live; not said: as drawn",
        unit="1/week",
        ge=0,
        le=200,
    )
    kind: Literal["creator", "merchant", "agency_signed", "brand_owned", "synthetic"] = parameter(
        "creator", "what the account is"
    )
    full_time: bool = parameter(False, "whether it is run full-time, if accounts have careers")
    second_career: bool = parameter(False, "whether there is a career behind it, if accounts have careers")


class StorySettings(Parameters):
    """The accounts with a name, in the order of their places."""

    accounts: dict[str, Preset] = parameter({}, "accounts with a name: the first takes the place of account 0")


def place(stories: StorySettings, population: PopulationSettings, topics: Topics, creators: Creators) -> None:
    """Overwrite the first accounts. The rest of the world is drawn as without them."""
    for row, preset in enumerate(stories.accounts.values()):
        topic = int(preset.demand_rank * topics.demand.size)
        mix = (1.0 - preset.on_topic) * creators.topic_mix[row].astype(np.float64)
        mix[topic] += preset.on_topic
        creators.topic_mix[row] = mix
        creators.niche[row] = mix[topics.niche].sum() >= population.niche_mass
        creators.kind[row] = Kind[preset.kind.upper()]
        creators.first_followers[row] = creators.followers[row] = preset.followers
        creators.first_tier[row] = tier_of(creators.followers[row : row + 1])[0]
        for name in ("quality", "inconsistency", "uploads_per_day", "authenticity"):
            getattr(creators, name)[row] = getattr(preset, name)


def place_rooms(stories: StorySettings, hosts: Hosts) -> None:
    """How often these accounts go live."""
    for row, preset in enumerate(stories.accounts.values()):
        if preset.rooms_per_week is not None:
            hosts.per_day[row] = preset.rooms_per_week / DAYS_PER_WEEK


def place_careers(stories: StorySettings, settings: CareerSettings, creators: Creators, careers: Careers) -> None:
    """The same for the careers of these accounts; a full-time wage is the median one.

    Who is signed is under contract with an agency, in turn, where there are agencies.
    """
    careers.thaw()
    signed = [row for row in range(len(stories.accounts)) if creators.kind[row] == Kind.AGENCY_SIGNED]
    if settings.agencies.count:
        careers.agency[signed] = np.arange(len(signed)) % settings.agencies.count
    for row, preset in enumerate(stories.accounts.values()):
        careers.full_time[row], careers.second_career[row] = preset.full_time, preset.second_career
        wage = np.full(1, settings.full_time_wage_rmb if preset.full_time else settings.part_time_wage_rmb)
        careers.wage[row] = wages(settings, creators.kind[row : row + 1], wage)[0]
        careers.field[row] = creators.topic_mix[row].argmax()
        careers.expertise[row] = settings.expertise if preset.second_career else 0.0
    careers.freeze()
