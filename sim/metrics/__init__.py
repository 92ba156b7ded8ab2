"""One file per metric; none imports another. A metric accumulates what it sees and never changes it."""

import importlib
import inspect
import math
import pkgutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import ClassVar, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.core.errors import ConfigError, InvariantError
from sim.core.listing import make_callable
from sim.core.parameters import Parameters
from sim.core.sums import across, counts_of, total_of
from sim.world.grouping import Grouping, groupings
from sim.world.rooms import AIR
from sim.world.sales import SALE_COLUMNS, SALES, SCENES, Sale
from sim.world.tally import ACTS, COLUMNS, LANES, Act, Lane
from sim.world.world import World

RECENT_DAYS = 30  # length of the trailing window that exposure inequality is measured over
ASKED_USERS = 5_000  # users whose true interests are looked at on a day, at most


@dataclass(frozen=True)
class Day:
    """One day's exact sums, and the world at its end (read-only). Platforms are told apart by name.

    Shapes: by_creator [C, COLUMNS] and by_topic [K, COLUMNS] are sums of `sim.world.tally` columns;
    forecast [2, BINS] as in `Served`; totals [3]: visits, requests, slots served; recent [2, C]: natural
    and paid impressions over the trailing `RECENT_DAYS`, this day included, or as many as there were;
    astray [COLUMNS]: sums of items that are labelled niche and are not;
    sales [C, SALE_COLUMNS] as in `sim.world.sales`, [0, SALE_COLUMNS] where nothing is sold;
    air [C, AIR] as in `sim.world.rooms` and viewers [M], in any live room at the end of each minute of the day, both
    without rows where nobody goes live.
    """

    day: int
    platform: str
    world: World
    ad_load: float
    by_creator: NDArray[np.int64]
    by_topic: NDArray[np.int64]
    forecast: NDArray[np.int64]
    totals: NDArray[np.int64]
    recent: NDArray[np.int64]
    astray: NDArray[np.int64] = field(default_factory=lambda: np.zeros(COLUMNS, dtype=np.int64))
    sales: NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, SALE_COLUMNS), dtype=np.int64))
    air: NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, AIR), dtype=np.int64))
    viewers: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    @property
    def entered(self) -> NDArray[np.int64]:
        """Viewers who went into live rooms of each account, [C], or [0] where nobody goes live."""
        return np.asarray(self.air[:, :LANES].sum(axis=1), dtype=np.int64)

    def sold(self, sale: Sale) -> NDArray[np.int64]:
        """A sum of sales of each account by scene, [C, SCENES], or [0, SCENES] where nothing is sold."""
        return self.sales.reshape(-1, SCENES, SALES)[:, :, sale]

    @cached_property
    def sums(self) -> NDArray[np.int64]:
        """Sum of each column, [COLUMNS]."""
        return total_of(self.by_creator)  # type: ignore[no-any-return]  # compiled, untyped

    @cached_property
    def natural(self) -> NDArray[np.int64]:
        """Natural impressions of each account, [C]."""
        return across(self.by_creator[:, : Lane.PAID])

    @cached_property
    def received(self) -> NDArray[np.int64]:
        """Impressions of each account, natural and paid, [C]."""
        return self.natural + self.by_creator[:, Lane.PAID]

    @cached_property
    def slots(self) -> tuple[int, int]:
        """Natural and paid slots served."""
        return int(self.sums[: Lane.PAID].sum()), int(self.sums[Lane.PAID])

    @cached_property
    def active(self) -> NDArray[np.bool_]:
        """Accounts that are active at the end of the day, [C]."""
        return self.world.creators.active(self.world.now)

    @cached_property
    def asked(self) -> slice:
        """The users whose interests are looked at: all, or evenly spread ones, the same every day."""
        return slice(None, None, -(-len(self.world.users) // ASKED_USERS))

    @cached_property
    def interests(self) -> NDArray[np.float32]:
        """True interest shares of the `asked` users, [U', K], each row summing to 1."""
        logit = self.world.users.logit[self.asked]
        odds: NDArray[np.float32] = np.exp(logit - logit.max(axis=1, keepdims=True))
        odds /= odds.sum(axis=1, keepdims=True)
        return odds

    @cached_property
    def followed(self) -> NDArray[np.int64]:
        """Users who follow each account, [C]."""
        return counts_of(self.world.users.follows, len(self.world.creators))

    @cached_property
    def groupings(self) -> dict[str, Grouping]:
        """The accounts sorted by tier, niche, quadrant, age and kind, as they are at the end of the day."""
        return groupings(self.world.creators, self.world.now)


class Value(NamedTuple):
    """One number of a metric on a day. `group` is "all" or "kind=member", such as "lane=paid".

    A value that is not finite says that there was nothing to measure; it is not recorded.
    """

    metric: str
    group: str
    value: float


class Metric(Parameters):
    """Base of every metric. Class variables tell users what it means; `see` is called once a day."""

    name: ClassVar[str]
    unit: ClassVar[str]
    groups: ClassVar[tuple[str, ...]] = ("all",)
    slow: ClassVar[bool] = False  # whether it looks at many users: then it is asked before the others

    def start(self, world: World) -> object:
        """What the metric accumulates in (plain arrays and numbers), or None."""
        return None

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        """The values of one day. May change `memory`, nothing else."""
        raise NotImplementedError

    def value(self, value: float, group: str = "all") -> Value:
        """One value of this metric."""
        return Value(self.name, group, value)

    def values(self, grouping: Grouping, values: NDArray[np.float64]) -> Iterator[Value]:
        """A value for each group, from values in the order of its members."""
        for label, value in zip(grouping.labels(), values.tolist(), strict=True):
            yield Value(self.name, label, value)


class PerImpression(Metric):
    """Base of metrics that are a sum over impressions, per impression: on all, natural and paid ones."""

    groups: ClassVar[tuple[str, ...]] = ("all", "lane")
    act: ClassVar[Act]
    per: ClassVar[int] = 1  # how many of the summed integers make one unit

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        natural, paid = (int(day.sums[LANES + self.act]), int(day.sums[LANES + ACTS + self.act]))
        slots, paid_slots = day.slots
        yield self.value(ratio(natural + paid, self.per * (slots + paid_slots)))
        yield self.value(ratio(natural, self.per * slots), "lane=natural")
        yield self.value(ratio(paid, self.per * paid_slots), "lane=paid")


def ratio(part: float, whole: float) -> float:
    """A part over a whole; nan if the whole is nothing."""
    return part / whole if whole else math.nan


def ratios(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    """Parts over wholes, element by element; nan where the whole is nothing."""
    quotient = np.full(len(part), math.nan)
    np.divide(part, whole, out=quotient, where=whole != 0)
    return quotient


@cache
def discover() -> dict[str, type[Metric]]:
    """Every metric by name: whatever file of this folder holds one.

    Raises:
        InvariantError: if two files hold a metric of the same name.
    """
    found: dict[str, type[Metric]] = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        path = f"{__name__}.{module.name}"
        for _, item in inspect.getmembers(importlib.import_module(path), inspect.isclass):
            if item.__module__ == path and issubclass(item, Metric):
                if item.name in found:
                    raise InvariantError(f"metric {item.name!r} is in {found[item.name].__module__} and in {path}")
                found[item.name] = item
    return found


def select(names: Iterable[str] | str = "all") -> tuple[Metric, ...]:
    """The metrics of these names with their default parameters; "all" means every one.

    Raises:
        ConfigError: if a name is not that of a metric.
    """
    every = discover()
    if isinstance(names, str):
        names = tuple(every) if names == "all" else (names,)
    chosen = tuple(dict.fromkeys(names))
    for name in chosen:
        if name not in every:
            raise ConfigError(f"record.metrics: {name!r} is not a metric; allowed are all, {', '.join(every)}")
    return tuple(every[name]() for name in chosen)


def describe() -> pd.DataFrame:
    """Every metric: name, one line, unit and groups."""
    rows = [
        (name, (inspect.getdoc(metric) or "").partition("\n")[0], metric.unit, ", ".join(metric.groups))
        for name, metric in discover().items()
    ]
    return pd.DataFrame(rows, columns=["name", "meaning", "unit", "groups"])


make_callable(__name__, describe)
