"""Configurations of any kind, sense or nonsense: a few choices, and a few keys of the schema set to whatever fits there
or does not."""

import math
from collections.abc import Iterator
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.config.choices import choices
from sim.config.load import load
from sim.config.schema import Config
from sim.config.targets import all_kinds, target
from sim.platform.policy import Policy
from sim.platform.settings import PlatformSettings
from sim.recommender.learner import Learner
from sim.traffic import Schedule
from sim.traffic.settings import TrafficSettings

SMALL: dict[str, st.SearchStrategy[Any]] = {  # how large a world is, and so how long it takes
    "seed": st.integers(0, 2**32 - 2),
    "replication": st.integers(0, 2**32 - 2),
    "horizon_days": st.integers(1, 3),
    "refresh_minutes": st.sampled_from([60, 180, 360, 720, 1440]),
    "population.users": st.integers(1, 30),
    "population.creators": st.integers(1, 25),
    "population.topics": st.integers(2, 9),
    "market.commerce.products": st.integers(0, 12),
    "market.commerce.brands": st.integers(0, 4),
}
ELSEWHERE = {  # what says nothing about a run
    "horizon_days", "population.users", "population.creators", "population.topics", "population.verticals",
    "market.commerce.products", "market.commerce.brands", "refresh_minutes",
    "scenario", "experiment", "policies", "schedules", "replications", "draws", "policy", "recommender.learner",
    "record.metrics", "stories.accounts", "engine.name", "engine.threads", "engine.place", "platforms",
}  # fmt: skip
GROUPS = ("behaviour", "market", "careers", "recommender", "stories", "traffic")
PLATFORMS = ((),) * 6 + (("channels",), ("channels", "douyin"), ("douyin", "twin"), ("channels", "douyin", "twin"))
ODDLY = 57  # of 0 to 99: how rarely a key is set to what it does not take
ODD = (
    math.nan, math.inf, -math.inf, -1, 0, -0.0, 10**30, 1e300, -1e300, 5e-324, True, None, "", "many", "1", [], [1],
    {}, {"a": 1}, {"_target_": "os.system"}, "<script>alert(1)</script>", "../../x", "\0",
)  # fmt: skip


class Leaf(NamedTuple):
    """One key that can be set."""

    key: str
    field: FieldInfo

    def limit(self, *names: str) -> float | None:
        """One of its hard limits."""
        found = (getattr(mark, name, None) for mark in self.field.metadata for name in names)
        return next((one for one in found if one is not None), None)


def leaves(model: type[BaseModel], prefix: str = "") -> Iterator[Leaf]:
    """Every key of a model that holds no further keys."""
    for name, field in model.model_fields.items():
        nested = field.annotation
        if isinstance(nested, type) and issubclass(nested, BaseModel) and not issubclass(nested, Schedule):
            yield from leaves(nested, f"{prefix}{name}.")
        elif f"{prefix}{name}" not in ELSEWHERE:
            yield Leaf(f"{prefix}{name}", field)


@cache
def known() -> tuple[Leaf, ...]:
    """The keys of every run."""
    return tuple(leaves(Config))


@cache
def composed(picks: tuple[str, ...]) -> dict[str, Any]:
    """A configuration as plain data: composed once for each set of choices."""
    return load(picks).model_dump(mode="json")


@st.composite
def anything(draw: st.DrawFn) -> dict[str, Any]:
    """A configuration as plain data: choices of groups, a small world, and some keys set to anything."""
    chosen = ["policy", *draw(st.lists(st.sampled_from(GROUPS), unique=True, max_size=3))]
    picks = {group: draw(st.sampled_from([one for one in choices(group) if one != "from_csv"])) for group in chosen}
    platforms = draw(st.sampled_from(PLATFORMS), label="platform")
    picks |= {"platform": f"[{','.join(platforms)}]"} if platforms else {}
    raw = composed(tuple(sorted(f"{group}={one}" for group, one in picks.items())))
    if draw(st.integers(0, 3), label="two policies") == 0:
        second = draw(st.sampled_from(choices("policy")), label="second policy")
        raw = {**raw, "policy": {**raw["policy"], **composed((f"policy={second}",))["policy"]}}
    for key, values in SMALL.items():
        raw = put(raw, key, draw(values, label=key))
    raw = put(raw, "population.verticals", draw(st.integers(1, raw["population"]["topics"])))
    raw = put(raw, "warmup_days", draw(st.integers(0, raw["horizon_days"] - 1)))
    raw = put(raw, "engine.name", draw(st.sampled_from(["compiled"] * 8 + ["sharded", "reference"])))
    raw = put(raw, "engine.place", "here")
    raw = put(raw, "engine.threads", draw(st.integers(1, 2)))
    there = {**{leaf.key: leaf for leaf in known()}, **{leaf.key: leaf for leaf in of_classes(raw)}}
    for key in draw(st.lists(st.sampled_from(sorted(there)), unique=True, max_size=8)):
        raw = put(raw, key, draw(value(there[key]), label=key))
    return raw


def of_classes(raw: dict[str, Any]) -> Iterator[Leaf]:
    """The keys of the policies, of the learner and of the platforms that a configuration names."""
    for name, spec in raw["policy"].items():
        yield from leaves(target(Policy, spec["_target_"]), f"policy.{name}.")
    for name in raw["platforms"]:
        yield from leaves(PlatformSettings, f"platforms.{name}.")
    yield from leaves(target(Learner, raw["recommender"]["learner"]["_target_"]), "recommender.learner.")


def put(raw: dict[str, Any], key: str, held: Any) -> dict[str, Any]:
    """The same with one key set."""
    first, _, rest = key.partition(".")
    inner = raw.get(first)
    return {**raw, first: put(inner if isinstance(inner, dict) else {}, rest, held) if rest else held}


def value(leaf: Leaf) -> st.SearchStrategy[Any]:
    """What a key is set to: mostly what it takes, to the very limits; now and then what it does not."""
    if leaf.key.removeprefix("traffic.") in TrafficSettings.SCHEDULES:
        return st.one_of(numbers(leaf, whole=False), schedules(), st.sampled_from(ODD))
    return st.integers(0, 99).flatmap(
        lambda roll: st.sampled_from(ODD) if roll == ODDLY else fitting(leaf, leaf.field.annotation)
    )


def fitting(leaf: Leaf, kind: Any) -> st.SearchStrategy[Any]:
    """What an annotation takes."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in (Union, UnionType):
        return st.one_of(*(fitting(leaf, one) for one in arguments))
    if origin in (list, tuple):
        return st.lists(fitting(leaf, arguments[0]), max_size=4)
    if kind is NoneType:
        return st.none()
    if kind is bool:
        return st.booleans()
    if kind is str:
        return st.sampled_from([*(one for one in ODD if isinstance(one, str)), "kuaishou"])
    return numbers(leaf, whole=kind is int)


def numbers(leaf: Leaf, whole: bool) -> st.SearchStrategy[Any]:
    """Numbers within the hard limits: the limits, those beside them, near the default, and of any size."""
    low, high = leaf.limit("ge", "gt"), leaf.limit("le", "lt")
    edges = [one for one in (low, high) if one is not None]
    if whole:
        least = 0 if low is None else int(low)
        most = 10**12 if high is None else int(high)
        return st.one_of(st.sampled_from([least, most]), st.integers(least, min(most, least + 20)))
    least, most = -1e308 if low is None else low, 1e308 if high is None else high
    sizes = st.floats(-9.0, 9.0)
    signs = st.sampled_from([1.0, -1.0] if least < 0 else [1.0])
    any_size = st.tuples(sizes, signs).map(lambda pair: min(max(pair[1] * 10.0 ** pair[0], least), most))
    default = leaf.field.default
    usual = default if isinstance(default, int | float) and default else 1.0
    near = st.floats(0.3, 3.0).map(lambda factor: usual * factor)
    between = st.floats(least, most) if least > -1e308 and most < 1e308 else near
    within = st.one_of(near, between, any_size, st.sampled_from([*(float(one) for one in edges), 0.0, 1.0]))
    return within.map(lambda one: min(max(one, least), most))


@st.composite
def schedules(draw: st.DrawFn) -> dict[str, Any]:
    """A schedule of traffic of any kind, with any parameters."""
    kind = draw(st.sampled_from([kind for kind in all_kinds(Schedule) if kind.__name__ != "FromCsv"]))
    spec = {"_target_": f"{kind.__module__}.{kind.__name__}"}
    for leaf in leaves(kind):
        if leaf.field.is_required() or draw(st.booleans()):
            spec[leaf.key] = draw(st.one_of(st.floats(0.0, 1.0), value(leaf)))
    return spec
