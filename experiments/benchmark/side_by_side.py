"""Systems of this field beside the whole run, turn about: T-RECS, RecSim, RecSim NG.

`python -m experiments.benchmark.side_by_side [key=value ...]` prints a line of JSON. Each system runs its own world
of 10,000 users and 10,000 items. Before and after each, this simulator runs on one thread with as many users, once with
about as many items, and once with as many accounts as the others have items, and so six times as many items.
"""

import gc
import json
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from experiments.benchmark.environments import HOME, told
from experiments.benchmark.life import WARM, lived
from sim.config.load import load
from sim.config.schema import Config
from sim.core.memory import free_bytes

USERS = ITEMS = 10_000
MORE_DAYS = 10  # a life of two days is soon over at this size
SCRIPTS = Path(__file__).parent / "domain"
BESIDES = 1.0e9  # bytes that a system takes at any size
SPARE = 0.9  # of the memory that is free may be taken


class System(NamedTuple):
    """A system: its name, that of its environment, and the bytes it takes for each pair of a user and an item."""

    name: str
    environment: str
    bytes_a_pair: float  # measured at 10,000 x 10,000


SYSTEMS = (System("T-RECS", "trecs", 110.0), System("RecSim", "recsim", 0.0), System("RecSim NG", "recsim_ng", 40.0))
Speed = dict[str, float]
Row = dict[str, Any]


def measured(said: Sequence[str], home: Path = HOME) -> list[Row]:
    """Every system's rows, each with what this simulator did just before and after it."""
    config = load(list(said))
    users, items = min(config.population.users, USERS), min(config.population.creators, ITEMS)
    own = _own(said, config, users, items)
    found = []
    speeds = [_speed(own)]
    for system in SYSTEMS:
        found.append(_asked(system, users, items, home))
        speeds.append(_speed(own) if "missing" not in found[-1][0] else speeds[-1])
    return [
        {**row, "own": [_both(*two) for two in zip(before, after, strict=True)]}
        for rows, (before, after) in zip(found, pairwise(speeds), strict=True)
        for row in rows
    ]


def fitting(system: System, users: int, items: int, free: int | None) -> int:
    """How many of the users the memory that is free has room for, to the hundred below."""
    room = float("inf") if free is None else SPARE * free - BESIDES
    if system.bytes_a_pair * users * items <= max(room, 0.0):
        return users
    return max(int(room / (system.bytes_a_pair * items)) // 100 * 100, 0)


def _asked(system: System, users: int, items: int, home: Path) -> list[Row]:
    count = fitting(system, users, items, free_bytes())
    if not count:
        return [{"peer": system.name, "missing": f"no memory for {users:,} users"}]
    rows, why = told(system.environment, [str(SCRIPTS / f"of_{system.environment}.py"), str(count), str(items)], home)
    note = "" if count == users else f"no memory for {users:,} users"
    return [{"peer": system.name, **row, "note": note} for row in rows] or [{"peer": system.name, "missing": why}]


def _own(said: Sequence[str], config: Config, users: int, items: int) -> list[Config]:
    """This simulator with about as many items, and with as many accounts as there are items elsewhere."""
    days = f"horizon_days={config.horizon_days + MORE_DAYS}"
    rest = [*said, f"population.users={users}", "candidates_per_slot=4", "engine.threads=1", days]
    lived(load([*rest, *WARM]))
    many = load([*rest, f"population.creators={items}"])
    accounts = max(items * items // lived(many)["items"], 20)
    return [load([*rest, f"population.creators={accounts}"]), many]


def _speed(own: Sequence[Config]) -> list[Speed]:
    """What each of the lives showed, and in how many CPU seconds."""
    lives = []
    for config in own:
        gc.collect()
        life = lived(config)
        lives.append({name: life[name] for name in ("creators", "items", "impressions", "cpu_seconds")})
    return lives


def _both(before: Speed, after: Speed) -> Speed:
    """Two lives of one world as one."""
    sums = {name: before[name] + after[name] for name in ("impressions", "cpu_seconds")}
    return {**before, **sums}


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1:])))
