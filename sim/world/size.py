"""How large a world will be, before any of it is built."""

from collections.abc import Iterable, Mapping

import numpy as np

from sim.core.errors import ConfigError
from sim.core.memory import free_bytes
from sim.laws.settings import BehaviourSettings
from sim.world.commerce_settings import CommerceSettings
from sim.world.creators import Creators
from sim.world.items import SCHEMA as ITEM
from sim.world.settings import PopulationSettings
from sim.world.tally import COLUMNS
from sim.world.users import Users
from sim.world.wares import Shoppers

BUILDING = 1.1  # a table and the block that is drawn for it at the same time
PACKED = 64 + 3 * 16  # bytes of an item's card and of its places in the urns
FRIEND = 4 * 8  # a friend's number, twice, and while the network is sorted
MOST_A_VISIT = 300.0  # impressions of a visit, however long
BESIDE = "the rest"
REST = 300_000_000  # interpreter, libraries and compiled code


def expected_items(settings: PopulationSettings) -> float:
    """Items that can be shown at once when the catalogue is full; the newest of each account stays."""
    small, middle = settings.koc_share, settings.mid_share
    shares = (small, middle, 1.0 - small - middle)
    rates = (settings.koc_uploads_per_day, settings.mid_uploads_per_day, settings.head_uploads_per_day)
    mean = sum(share * rate for share, rate in zip(shares, rates, strict=True))
    mean *= float(np.exp(0.5 * settings.cadence_log_sd**2)) * settings.cadence_reliability
    return settings.creators * (1.0 + mean * settings.catalogue_days)


def expected_accounts(population: PopulationSettings, horizon_days: int) -> float:
    """Accounts of a run, all that can still join included."""
    return population.creators * (1.0 + population.entrants_at_most * horizon_days / 30.0)


def expected_impressions(population: PopulationSettings, behaviour: BehaviourSettings) -> float:
    """Impressions a day, where nothing wears users out and none is paid for."""
    visit = min(1.0 + float(np.exp(behaviour.stay_base)), MOST_A_VISIT)
    return population.users * population.visits_per_day * visit


def expected_bytes(
    population: PopulationSettings, behaviour: BehaviourSettings, horizon_days: int, commerce: CommerceSettings
) -> dict[str, float]:
    """Bytes by part of the world; of the largest moment, roughly.

    Limits: what policies keep is not in it, numbers by account or item, under a twentieth of the rest; nor learners and
    records, which the configuration adds.
    """
    mechanisms = {
        "trust": behaviour.trust_gain > 0,
        "letters": population.friends > 0,
        "ads": behaviour.ad_response > 0,
    }
    user = _row(Users(0, population.topics, **mechanisms).bytes_per_row())
    user += _row(Shoppers(0).bytes_per_row()) if commerce.products else 0
    user += FRIEND * population.friends
    accounts = expected_accounts(population, horizon_days)
    items = expected_items(population)
    per_item = sum(np.dtype(column.dtype).itemsize for column in ITEM.values()) + 8 * COLUMNS * 2 + PACKED
    return {
        "users": BUILDING * population.users * user,
        "accounts": BUILDING * accounts * (_row(Creators(0, population.topics).bytes_per_row()) + 8 * COLUMNS * 4),
        "items": BUILDING * items * per_item,
        BESIDE: float(REST),
    }


def refuse_what_does_not_fit(parts: Mapping[str, float]) -> None:
    """Refuse a world that needs more memory than there is.

    Raises:
        ConfigError: with the estimate, its largest parts and what is free.
    """
    free, needed = free_bytes(), sum(parts.values())
    if free is None or needed <= free:
        return
    largest = sorted(parts.items(), key=lambda part: -part[1])[:2]
    reasons = ", ".join(f"{name} {size / 1e9:,.1f} GB" for name, size in largest)
    raise ConfigError(
        f"population needs about {needed / 1e9:,.1f} GB ({reasons}), allowed is what is free, {free / 1e9:,.1f} GB\n"
        "  smaller: population.users, population.creators, uploads per day, population.catalogue_days, horizon_days"
    )


def times_that_fit(parts: Mapping[str, float], most: int) -> int:
    """How many processes, each with this much of its own, the free memory holds at once; at most `most`."""
    free = free_bytes()
    return most if free is None else min(most, int(free // sum(parts.values())))


def joined(worlds: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """The parts of several worlds that are in memory at once; what is beside a world is there once."""
    found: dict[str, float] = {}
    for parts in worlds:
        for name, size in parts.items():
            found[name] = size if name == BESIDE else found.get(name, 0.0) + size
    return found


def copied(parts: Mapping[str, float]) -> dict[str, float]:
    """What a second world takes beside the first, as a branch beside its past."""
    return {name: size for name, size in parts.items() if name != BESIDE}


def _row(columns: Mapping[str, int]) -> int:
    return sum(columns.values())
