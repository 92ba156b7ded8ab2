"""The two forms of every law, compiled and plain, agree to the bit; and laws stand alone."""

import ast
import inspect
import math
import struct
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim.laws
from sim.core import noise
from sim.laws.behaviour import floats, record
from sim.laws.settings import BehaviourSettings

FOLDER = Path(sim.laws.__file__).parent
NOT_LAWS = {"__init__", "behaviour", "settings"}


def real(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high, allow_subnormal=False)


ticks = st.integers(0, 400 * 86_400_000)
shares = st.lists(real(0.0, 1.0).filter(lambda x: x == 0 or x > 1e-6), min_size=24, max_size=24).filter(any)

# What each argument may be, by its name; a law's own choice comes first.
DOMAIN: dict[str, st.SearchStrategy[Any]] = {
    "lift.base": real(1e-4, 1.0),
    "offer_for.spread": real(0.0, 1.0),
    "stay_ms.spread": st.integers(0, 2),
    "stay_ms.mean_ms": real(1.0, 8.64e7),
    "mean_ms": real(1.0, 1e7),
    "normal": real(-7.0, 7.0),
    "bid": real(0.0, 1e9),
    "chance": real(0.0, 1.0),
    "next_score": real(0.0, 1e9),
    "price_of.quality": real(1e-3, 1e3),
    "reserve": real(0.0, 1e9),
    "now": ticks,
    "until": ticks,
    "hourly": shares.map(lambda x: [s / sum(x) for s in x]),
    "weekday": st.lists(real(0.5, 2.0), min_size=7, max_size=7),
    "hazard_left": real(0.0, 50.0),
    "visits_per_day": real(1e-3, 100.0),
    "uniform": real(1.2e-10, 1.0 - 1.2e-10),
    "duration_ms": st.integers(1, 3_600_000),
    "milliseconds": st.integers(0, 3_600_000),
    "elapsed_ticks": st.integers(0, 30 * 86_400_000),
    "age_ticks": st.integers(-86_400_000, 400 * 86_400_000),
    "half_life_ticks": real(1e5, 1e9),
    "factor": real(0.0, 1.0),
    "floor": real(1e-3, 1.0),
    "exit_hazard.spread": real(1.0, 1e4),
    "income": real(-1e4, 1e6),
    "wage": real(1.0, 1e5),
    "level": real(0.0, 1.0),
    "turnover": real(0.1, 5.0),
    "uploads_per_day": real(0.0, 50.0),
    "bearable": real(0.1, 10.0),
    "hazard_per_month": real(0.0, 10.0),
    "visible_income": real(-100.0, 1e5),
    "entry_factor.reference": real(1.0, 1e4),
    "elasticity": real(0.0, 3.0),
    "highest": real(1.0, 5.0),
    "times": real(0.0, 1e4),
    "most": real(0.0, 2.0),
    "scale": real(1.0, 1e3),
    "own": real(0.0, 1e6),
    "others": real(0.0, 1e6),
    "drive": real(-2.0, 2.0),
    "reward": real(-1.0, 1.0),
    "cost": real(0.1, 10.0),
    "rate": real(0.0, 1.0),
    "farthest": real(0.0, 2.0),
    "lift": real(0.0, 20.0),
    "time_constant": real(0.1, 30.0),
    "habit": real(1e-3, 10.0),
    "ads": st.integers(0, 500),
    "impressions": st.integers(500, 1000),
    "soon": real(0.0, 1.0),
    "weight": real(0.0, 1.0),
    "tilted.reward": real(0.0, 1e4),
    "best_reward": real(0.0, 1e4),
    "mean_reward": real(0.0, 1e4),
    "distance": real(0.0, 1.0),
    "days": st.integers(0, 400).map(float),
    "share": real(0.0, 1.0),
    "vertical_share": real(0.0, 1.0),
    "sibling_weight": real(0.0, 1.0),
    "offset": real(1e-4, 1.0),
    "spread": real(0.1, 20.0),
    "lift_value": real(0.0, 1e4),
    "median_seconds": real(1.0, 600.0),
    "log_sd": real(0.0, 2.0),
    "shortest_seconds": real(0.1, 10.0),
    "longest_seconds": real(10.0, 3_600.0),
    "inconsistency": real(0.0, 5.0),
    "sensitivity": real(0.0, 5.0),
    "paid": st.sampled_from([0.0, 1.0]),
    "trust": real(0.0, 1.0),
    "reached.mean": real(0.0, 20.0),
    "watched_share": real(0.0, 1.0),
    "followed": st.sampled_from([0.0, 1.0]),
    "expected": real(0.0, 400.0),
    "tired": real(0.0, 200.0),
    "crowd": real(0.0, 200.0),
    "fatigue": real(0.0, 1.0),
    "crowding": real(0.0, 1.0),
}
ANY_NUMBER = real(-20.0, 20.0)
LOGITS = {
    "pull", "intercept", "slope", "base", "gain_weight", "gain", "paid_weight", "match_term", "quality_term",
    "tired_of_topic", "tired_of_creator", "logit", "home", "total_pull", "noise", "mean", "satisfaction", "reference",
    "count", "centre", "term", "match_weight", "match", "trust_weight",
}  # fmt: skip


def laws() -> Iterator[tuple[str, Any]]:
    for path in sorted(FOLDER.glob("*.py")):
        if path.stem not in NOT_LAWS:
            for name, function in vars(import_module(f"sim.laws.{path.stem}")).items():
                if hasattr(function, "py_func") and function.py_func.__module__ == f"sim.laws.{path.stem}":
                    yield name, function


LAWS = dict(laws())


def domain(law: str, argument: str) -> st.SearchStrategy[Any]:
    if f"{law}.{argument}" in DOMAIN:
        return DOMAIN[f"{law}.{argument}"]
    if argument in DOMAIN:
        return DOMAIN[argument]
    assert argument in LOGITS, f"say in DOMAIN what the argument {argument!r} of {law} may be"
    return ANY_NUMBER


def bits(result: Any) -> Any:
    """A result as something that is equal only if every bit is; whole numbers stay whole."""
    if isinstance(result, tuple):
        return tuple(bits(one) for one in result)
    if isinstance(result, float):
        return struct.pack("<d", result)
    assert isinstance(result, (int, np.integer)), type(result)
    return int(result)


@st.composite
def behaviours(draw: st.DrawFn) -> BehaviourSettings:
    """The default parameters, each perhaps up to doubled or halved."""
    default = BehaviourSettings().model_dump()
    factor = draw(st.lists(st.sampled_from([0.5, 0.9, 1.0, 1.1, 2.0]), min_size=len(default), max_size=len(default)))
    changed = {name: value * by for (name, value), by in zip(default.items(), factor, strict=True)}
    changed["satisfaction_rate"] = min(changed["satisfaction_rate"], 1.0)
    changed["comment_slope"] = min(changed["comment_slope"], 2.0)
    changed["ad_response"] = draw(st.sampled_from([0.0, 0.7, 2.0]))
    changed["interest_return_per_day"] *= draw(st.sampled_from([0.0, 1.0]))
    return BehaviourSettings(**changed)


@pytest.mark.parametrize("law", LAWS)
@settings(max_examples=150)
@given(data=st.data())
def test_a_law_gives_the_same_bits_compiled_and_plain(law: str, data: st.DataObject) -> None:
    compiled, plain = LAWS[law], LAWS[law].py_func
    to_compiled, to_plain = [], []
    for argument in inspect.signature(plain).parameters:
        if argument == "b":
            chosen = data.draw(behaviours(), label="b")
            to_compiled.append(record(chosen)[0])
            to_plain.append(floats(chosen))
            continue
        value = data.draw(domain(law, argument), label=argument)
        to_compiled.append(np.array(value) if isinstance(value, list) else value)
        to_plain.append(value)
    assert bits(compiled(*to_compiled)) == bits(plain(*to_plain))


@given(words=st.lists(st.integers(0, 2**32 - 1), min_size=6, max_size=6))
def test_noise_gives_the_same_bits_compiled_and_plain(words: list[int]) -> None:
    compiled, plain = noise.philox(*words), noise.philox.py_func(*words)
    assert [int(word) for word in compiled] == [int(word) for word in plain]
    a, b = compiled[:2]
    for law in (noise.unit_fine, noise.normal_pair):
        assert bits(law(a, b)) == bits(law.py_func(a, b))
    assert bits(noise.unit(a)) == bits(noise.unit.py_func(a))


def test_every_file_of_laws_is_seen() -> None:
    decorated = {
        node.name
        for path in FOLDER.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
        and any(isinstance(d, ast.Name) and d.id == "law" for d in node.decorator_list)
    }
    assert decorated == set(LAWS)
    assert len(LAWS) >= 18


def calls(source: str) -> set[str]:
    """What the laws of a module call, by full name."""
    return {
        ast.unparse(node.func)
        for function in ast.walk(ast.parse(source))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
    }


ALLOWED = {"int", "min", "max", "abs", "float", "exp", "log", "turn"} | {f"math.{name}" for name in dir(math)}
FILES = sorted(path for path in FOLDER.glob("*.py") if path.stem not in NOT_LAWS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_law_calls_no_other_law_and_no_library_but_math(path: Path) -> None:
    assert calls(path.read_text()) <= ALLOWED


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_module_of_laws_imports_no_other(path: Path) -> None:
    sources = {
        node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert sources <= {"math", "sim.core.elementary", "sim.core.law", "sim.core.units"}


@pytest.mark.parametrize("body", ["return hazard(x)", "return np.exp(x)", "return sim.laws.arrival.hazard(x)"])
def test_a_law_that_calls_another_would_be_found(body: str) -> None:
    assert not calls(f"@law\ndef one(x):\n    {body}\n") <= ALLOWED


def test_the_two_forms_of_the_parameters_hold_the_same_numbers() -> None:
    chosen = BehaviourSettings(base=-1.25, like_slope=0.3)
    array, plain = record(chosen)[0], floats(chosen)
    assert isinstance(plain, SimpleNamespace)
    assert vars(plain) == {name: array[name] for name in array.dtype.names} == chosen.model_dump()
