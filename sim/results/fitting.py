"""Whether a past that was read from a file can be gone on with: its parts are what a run has, and fit together.

What a compiled kernel reads is judged here, since it looks no further than an array's address.

Limits: types, lengths, the rows that codes name, counts, when users act next, and that real numbers are finite are
judged, not whether they are likely: a forged rate can make a run endless. Policies' states say themselves, as they run,
what they need.
"""

from collections.abc import Iterator
from enum import Enum, IntEnum
from itertools import product
from typing import Any

import numpy as np

from sim.config.load import of_platform
from sim.config.schema import Config
from sim.core.table import Column, Table
from sim.core.units import NEVER, TICKS_PER_DAY
from sim.platform.policy import State
from sim.platforms.state import Between
from sim.results.pages import Pages
from sim.results.past import Past, Pasts
from sim.results.recorder import Recorder
from sim.results.within import Size, learned, there
from sim.world.agencies import Agencies, Weighs
from sim.world.brands import Bucket, Phase
from sim.world.calendar import calendar
from sim.world.campaigns import Goal, Pacing, Party, Purpose
from sim.world.careers import Careers, Left
from sim.world.creators import Creators, Kind, Tier
from sim.world.csr import Rows
from sim.world.items import FIRST_ROOM, Format
from sim.world.money import Money
from sim.world.tagging import HONEST
from sim.world.topics import topics as topics_of
from sim.world.users import Users, schema
from sim.world.wares import ANGLES
from sim.world.world import World

KINDS = {"world": World, "recorder": Recorder, "policy_states": dict, "seconds": dict}
SIGNED = ("tick", "fen", "10^-6 RMB")  # units of whole numbers that may be below 0
COUNTED = ("impressions", "plays")  # units of what is counted in real numbers, too
MOST = 1e15  # no real number in a table is larger
NARROW, COUNTS = (np.int32, np.uint32), FIRST_ROOM + 2**29  # none is as large: one more must not turn it negative
WORDS: tuple[type[IntEnum], ...] = (
    Bucket, Format, Goal, Kind, Left, Pacing, Party, Phase, Purpose, Tier, Weighs,
)  # fmt: skip  # whose names are units of columns
NUMBER = int | float | np.number | np.bool_
MECHANISMS = ("trust", "letters", "ads", "likes")  # what users have columns for, or not


def fits(past: Past | Pasts, config: Config) -> bool:
    """Whether a past, read from a file that may hold anything, is that of a day of the configuration."""
    try:
        return _fits(past, config)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # whatever cannot even be looked at does not fit
        return False


def _fits(past: Past | Pasts, config: Config) -> bool:
    held = vars(past)
    day, parts = held["day"], held.get("parts", {})
    if type(day) is not int or not 0 < day <= config.horizon_days:
        return False
    if isinstance(past, Pasts):
        if not isinstance(parts, dict) or list(parts) != list(config.platforms):
            return False
        alone = [(one, of_platform(config, name)) for name, one in parts.items()]
        all_fit = all(isinstance(one, Past) and one.day == day and fits(one, its) for one, its in alone)
        return isinstance(held["between"], Between) and all_fit
    if not all(isinstance(held[name], kind) for name, kind in KINDS.items()):
        return False
    return all(isinstance(one, State) for one in past.policy_states.values()) and _together(past, config)


def _together(past: Past, config: Config) -> bool:
    world, topics = past.world, past.world.topics.demand.size
    if world.settings != config.population and not config.population.from_data.path:
        return False
    if not all(_declared(table, topics, config) for table in _tables(world)) or not all(_rows(past)):
        return False
    if not all(_names_rows(table, _sizes(world)) for table in _tables(world)) or not all(_names_nodes(world)):
        return False
    ledger, log, accounts = past.recorder.ledger, past.recorder.log, len(world.creators)
    record, named = config.record, config.platform.name
    fresh = Recorder(world, record.metrics, record.ledger, named, config.warmup_days)
    began = config.build_learner().start(world)
    if not (as_begun(past.recorder, fresh) and as_begun(past.learner_state, began) and _counts(past.learner_state)):
        return False
    if not learned(past.learner_state, Size(len(world.users), accounts, topics)) or not _says_as(past, fresh):
        return False
    if not there(world, past.day * TICKS_PER_DAY):
        return False
    return ledger.sound(past.day, accounts) and log.sound(past.day, accounts, len(world.users))


def _says_as(past: Past, fresh: Recorder) -> bool:
    """Whether what a manifest says of a run is plain, and of this one."""
    recorder = past.recorder
    if (type(recorder.onset_day), recorder.onset_day) != (type(fresh.onset_day), fresh.onset_day):
        return False
    if {recorder.platform, recorder.ledger.platform, recorder.log.platform} != {fresh.platform}:
        return False
    return all(type(name) is str and type(spent) in (int, float) for name, spent in past.seconds.items())


def _counts(state: Any) -> bool:
    """Whether a learner's whole numbers are none below 0, for it counts, and its real ones finite, all the way down."""
    if isinstance(state, np.ndarray) and state.dtype.kind == "f":  # what is no number has no place in the value curve
        return bool((np.abs(state) <= MOST).all())
    if isinstance(state, np.ndarray):
        return state.dtype.kind not in "iu" or not state.size or bool(state.min() >= 0)
    return not hasattr(state, "__dict__") or all(_counts(one) for one in vars(state).values())


def _tables(world: World) -> Iterator[Table]:
    for part in (world, world.commerce, world.live):
        yield from (one for one in vars(part or State()).values() if isinstance(one, Table))


def _declared(table: Table, topics: int, config: Config) -> bool:
    """Whether a table has the columns of its class, and each is what it is declared to be."""
    return table.schema in _schemas(table, topics, config) and table.whole()


def _schemas(table: Table, topics: int, config: Config) -> list[dict[str, Column]]:
    kind: Any = type(table)
    if kind is Users:
        every = product((False, True), repeat=len(MECHANISMS))
        return [schema(topics, **dict(zip(MECHANISMS, flags, strict=True))) for flags in every]
    if kind is Agencies:
        return [Agencies(config.careers.agencies).schema]
    return [(kind(0, topics) if kind in (Creators, Careers) else kind(0)).schema]


def _sizes(world: World) -> dict[str, int]:
    """How many there are of what columns name by a code, by the unit of the column."""
    commerce, agencies = world.commerce, world.agencies
    sold = {} if commerce is None else {"product": commerce.products, "brand": commerce.brands, "deal": commerce.deals}
    tables = {"creator": world.creators, "campaign": world.campaigns, "agency": agencies or (), **sold}
    words = {kind.__name__: max(kind) + 1 for kind in WORDS} | {"angle": ANGLES, "flag": 2}
    return {name: len(table) for name, table in tables.items()} | words | {"topic": world.topics.demand.size}


def _names_rows(table: Table, sizes: dict[str, int]) -> bool:
    """Whether every code names something that is there, or nothing where the column begins as nothing.

    Whole numbers other than times and money are at least what they begin as.
    """
    for name, column in table.schema.items():
        held, least = getattr(table, name), min(column.fill, 0)
        if not held.size:
            continue
        if held.dtype.kind == "f" and not (np.isfinite(held).all() and np.abs(held).max() <= MOST):
            return False
        if column.unit in SIGNED or (held.dtype.kind == "f" and column.unit not in COUNTED):
            continue
        endless = COUNTS if held.dtype in NARROW else NEVER
        most = sizes.get(column.unit, endless) - 1 if name != "sent" else table.schema["outbox"].shape[0]
        if held.min() < least or held.max() > most:
            return False
    return True


def _names_nodes(world: World) -> Iterator[bool]:
    """Whether topics, false labels and friends name what is there, and who has friends has places for letters."""
    vertical, topics, friends, users = world.topics.vertical, world.topics.demand.size, world.friends, world.users
    yield bool(vertical.min() >= 0 and vertical.max() + 1 == world.topics.verticals)
    yield bool(world.false_topic.min() >= HONEST and world.false_topic.max() < topics)
    yield users.holds("outbox") == (friends is not None) and (friends is not None or not users.holds("liked"))
    if friends is not None:
        start, target = friends
        yield as_begun(friends, Rows(np.zeros(len(users) + 1, dtype=np.int64), np.zeros(0, dtype=np.int32)))
        yield bool(start[0] == 0 and (np.diff(start) >= 0).all() and start[-1] == target.size)
        yield bool(target.size == 0 or (target.min() >= 0 and target.max() < len(users)))


def _rows(past: Past) -> Iterator[bool]:
    """Whether what goes row by row with a table is as long as it, and constants have the types they began with."""
    world, commerce, live = past.world, past.world.commerce, past.world.live
    users, accounts, items = len(world.users), len(world.creators), len(world.items)
    beside: list[Any] = [world.bidders, world.careers, commerce and commerce.sellers, live and live.hosts]
    yield all(len(one) == accounts for one in beside if one is not None)
    yield commerce is None or (len(commerce.shoppers), len(commerce.wares)) == (users, items)
    yield users == world.settings.users
    yield as_begun(past.kept, np.zeros(items, dtype=np.int64))
    yield as_begun(world.false_topic, np.full(accounts, HONEST, dtype=np.int32))
    yield all(as_begun(one, np.zeros(0, dtype=np.int64)) for one in world.money.balance.values())
    yield len(world.money.balance[Party.ACCOUNT]) == accounts
    yield as_begun(world.money.paid, Money({}).paid)
    hours, topics = calendar(world.settings), topics_of(world.settings)
    yield as_begun(world.calendar, hours) and all(np.isfinite(part).all() for part in world.calendar)
    yield as_begun(world.topics, topics)
    yield as_begun(world.taste[0], topics.demand)
    yield live is None or as_begun(live.hourly, hours.hourly)


def as_begun(held: Any, fresh: Any) -> bool:
    """Whether a part is of the kind that it began as, all the way down.

    An array has the type it began with, and its lengths where they were not 0. What began as None may be anything.
    """
    if fresh is None:
        return True
    if isinstance(fresh, np.ndarray):
        if not isinstance(held, np.ndarray) or (held.dtype, held.ndim) != (fresh.dtype, fresh.ndim):
            return False
        return all(now == begun or not begun for now, begun in zip(held.shape, fresh.shape, strict=True))
    if isinstance(fresh, Pages):
        return isinstance(held, Pages) and held.dtype == fresh.dtype
    if isinstance(fresh, NUMBER):
        return isinstance(held, NUMBER)
    if type(held) is not type(fresh):
        return False
    if isinstance(fresh, dict):
        return all(name in held and as_begun(held[name], one) for name, one in fresh.items())
    if isinstance(fresh, list | tuple):
        return not fresh or (len(held) == len(fresh) and all(map(as_begun, held, fresh)))
    return isinstance(fresh, Enum) or not hasattr(fresh, "__dict__") or as_begun(vars(held), vars(fresh))
