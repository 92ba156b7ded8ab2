"""What there is to choose from: the groups of the configuration folder and their files."""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

import yaml

PACKAGE = Path(__file__).resolve().parents[1]
MANY = 12  # names that a message lists


@cache
def config_folder() -> Path:
    """The folder of YAML files: inside an installed package, or beside it in a checkout."""
    installed = PACKAGE / "_configs"
    return installed if installed.is_dir() else PACKAGE.parent / "configs"


@cache
def groups() -> tuple[str, ...]:
    """Names of the groups, each a folder of alternatives."""
    return tuple(sorted(path.name for path in config_folder().iterdir() if path.is_dir()))


@cache
def chosen() -> dict[str, str]:
    """The choice of each group that is made by default."""
    root = yaml.safe_load((config_folder() / "config.yaml").read_text(encoding="utf-8"))
    picks = (entry for entry in root["defaults"] if isinstance(entry, dict))
    pairs = [(group, one) for pick in picks for group, one in pick.items() if group in groups()]
    return {group: one if isinstance(one, str) else ",".join(one) for group, one in pairs}


@cache
def choices(group: str) -> tuple[str, ...]:
    """Names of the alternatives of a group."""
    return tuple(sorted(path.stem for path in (config_folder() / group).glob("*.yaml")))


@cache
def content(group: str, name: str) -> dict[str, Any]:
    """What the file of an alternative says."""
    read: Any = yaml.safe_load((config_folder() / group / f"{name}.yaml").read_text(encoding="utf-8"))
    return read or {}


def did_you_mean(word: str, allowed: Iterable[str]) -> str:
    """`; did you mean x?` for the nearest allowed word, or nothing."""
    near = get_close_matches(word, list(allowed), n=1, cutoff=0.6)
    return f"; did you mean {near[0]}?" if near else ""


def listed(names: Iterable[str]) -> str:
    """Names in a row, the first ones where they are many."""
    names = list(names)
    more = f" and {len(names) - MANY} more" if len(names) > MANY + 3 else ""
    return ", ".join(names[:MANY] if more else names) + more


def refusal(key: str, value: object, allowed: Iterable[str]) -> str:
    """The message for a value that is not one of a few words."""
    allowed = list(allowed)
    return f"{key} is {value}, allowed is one of {listed(allowed)}{did_you_mean(str(value), allowed)}"
