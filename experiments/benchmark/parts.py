"""What the benchmark measures, part by part; every life in a process of its own, beside its NumPy batch."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from experiments.benchmark import laws
from experiments.benchmark.batch import Workload
from experiments.benchmark.environments import ROOT, told
from experiments.benchmark.peers import engines, per_second
from experiments.benchmark.starting import (
    TINY,
    beside_systems,
    by_platforms,
    by_policy,
    by_refreshes,
    compiling,
    life,
    starts,
)
from sim.config.schema import Config
from sim.core.compile import announce

CANDIDATES = (4, 8)
TURNS = 3
BUDGET_BYTES_A_USER, BUDGET_MIB = 2_000, 500
STANDARD = ("candidates_per_slot=4", "horizon_days=44", "warmup_days=15")  # long enough for a mean over refreshes

LOADS = (0.10, 0.35)  # paid shares of slots, at the start and at the end of the drying
CAMPAIGNS = (  # of 10,000 accounts 500 campaigns a day, and nothing else of the market
    "market=standard", "market.commerce.products=0", "market.commerce.brands=0",
    "market.bidders.merchants_per_account=0.05", "market.bidders.merchant_days=1",
    "market.bidders.head_first=0", "market.bidders.head_most=0", "market.bidders.boost_per_day=0",
)  # fmt: skip

CAREER_DAYS = 30
ENGINES = ("SimPy", "Mesa")
MORE_DAYS = 2  # with threads, so that the first span weighs little

Life = dict[str, Any]


def prepare() -> None:
    """Fill the cache of compiled code, so that no life pays for it in time or memory."""
    announce()
    life(TINY)


def run(said: Sequence[str]) -> list[Life]:
    """The whole run at each number of candidates a slot."""
    return [life([*said, f"candidates_per_slot={count}", "engine.threads=1"]) for count in CANDIDATES]


def scale(said: Sequence[str], users: int) -> list[Life]:
    """A tenth of the users, all of them, and ten times as many; with the memory they may take."""
    lives = []
    for count in (max(users // 10, 1), users, 10 * users):
        one = life([*said, f"population.users={count}", "engine.threads=1"])
        one["budget_mib"] = count * BUDGET_BYTES_A_USER / 2**20 + BUDGET_MIB
        lives.append(one)
    return lives


def accounts(said: Sequence[str], count: int) -> list[Life]:
    """A tenth of the accounts, all of them, and ten times as many."""
    sizes = (max(count // 10, 1), count, 10 * count)
    return [life([*said, f"population.creators={one}", "engine.threads=1"]) for one in sizes]


def threads(said: Sequence[str], config: Config) -> list[Life]:
    """One thread and two, at so many users and at five times as many, for a few days more.

    The fastest of a few turns each: a shared machine may leave both on one core.
    """
    longer = f"horizon_days={config.horizon_days + MORE_DAYS}"
    asked = [
        [*said, longer, f"population.users={users}", f"engine.threads={count}"]
        for users in (config.population.users, 5 * config.population.users)
        for count in (1, 2)
    ]
    turns = [[life(one) for one in asked] for _ in range(TURNS)]
    return [min(lives, key=lambda one: one["wall_seconds"]) for lives in zip(*turns, strict=True)]


def refresh(said: Sequence[str]) -> Life:
    """The standard world, whatever the size of the benchmark's, at two lengths of a refresh."""
    kept = [one for one in said if not one.startswith(("experiment=", "population"))]
    return by_refreshes([*kept, *STANDARD, "engine.threads=1"])


def paid(said: Sequence[str]) -> list[Life]:
    """At each ad load without a market and with campaigns that bid for every paid slot."""
    lives = []
    for load in LOADS:
        for more in ((), CAMPAIGNS):
            one = life([*said, f"traffic.ad_load={load}", "engine.threads=1", *more])
            lives.append({**one, "ad_load": load, "market": bool(more)})
    return lives


def careers(said: Sequence[str], days: int) -> Life:
    """Every account with a career that it thinks over daily, for a month after the catalogue is full.

    What is said overrides: `careers=agencies live=standard market=standard` has more that lives outside the kernel.
    """
    standard = ("careers=standard", "candidates_per_slot=8", "engine.threads=1")
    return life([*standard, *said, f"horizon_days={days - 2 + CAREER_DAYS}"])


def platforms(said: Sequence[str], config: Config) -> Life:
    """A fifth of the users and a tenth of the accounts, on one platform and on two."""
    people = (max(config.population.users // 5, 20), max(config.population.creators // 10, 20))
    size = (f"population.users={people[0]}", f"population.creators={people[1]}")
    return by_platforms([*said, *size, "engine.threads=1", "record.metrics=[]"])


def peers(said: Sequence[str]) -> Life:
    """The whole run beside general engines on its work, and beside systems of this field on theirs, turn about."""
    lives = [
        {**one, "peers": {name: [engine(name, one, turn) for turn in range(TURNS)] for name in ENGINES}}
        for one in run(said)
    ]
    return {"engines": lives, "systems": beside_systems(said)}


def engine(name: str, one: Life, turn: int) -> float | str:
    """Impressions a CPU second of a general engine on the work of a life, or why there are none."""
    if here := engines().get(name):
        return per_second(here, one, turn)
    work = json.dumps({field: one[field] for field in Workload._fields})
    rows, why = told(name.lower(), ["-m", "experiments.benchmark.peers", name, work, str(turn)], PYTHONPATH=str(ROOT))
    return float(rows[0]["per_second"]) if rows else why


MEASURE: dict[str, Callable[[Sequence[str], Config], Any]] = {
    "run": lambda said, _: run(said),
    "scale": lambda said, config: scale(said, config.population.users),
    "accounts": lambda said, config: accounts(said, config.population.creators),
    "laws": lambda *_: laws.measured(),
    "threads": threads,
    "refresh": lambda said, _: refresh(said),
    "paid": lambda said, _: paid(said),
    "start": lambda *_: starts(),
    "compile": lambda *_: compiling(),
    "policies": lambda said, _: by_policy(said),
    "careers": lambda said, config: careers(said, config.horizon_days),
    "platforms": platforms,
    "peers": lambda said, _: peers(said),
}
