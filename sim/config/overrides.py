"""Overrides as users write them (`key=value`, `group=choice`), made ready for Hydra.

Defaults live in the schema and not in the YAML files, so an override of a value is passed on as
`++key=value`: Hydra sets it whether or not a file mentions it, and the schema judges it.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product
from math import prod
from typing import Any

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Glob, Override, OverrideType
from hydra.errors import HydraException

from sim.config.choices import choices, groups, refusal
from sim.config.choices import listed as in_a_row
from sim.config.hydra_words import of_hydra, refuse_others
from sim.config.wording import show
from sim.core.errors import ConfigError
from sim.core.limits import MOST_LIVES

LONG = 300  # letters of an override that a message shows


def listed(lines: Any) -> list[str]:
    """Overrides as a list; one may stand alone.

    Raises:
        ConfigError: if they are no texts.
    """
    said = [lines] if isinstance(lines, str) else list(lines) if isinstance(lines, Iterable) else [lines]
    if strange := [one for one in said if not isinstance(one, str)]:
        raise ConfigError(
            f"override {show(strange[0])} is no text, allowed is key=value, such as population.users=2000"
        )
    return said


def parse(line: str) -> Override:
    """One override.

    Raises:
        ConfigError: if it is not of the form key=value.
    """
    try:
        if line.partition("=")[0]:
            return OverridesParser.create().parse_override(line)
    except (HydraException, ValueError, RecursionError):  # the last two: thousands of digits, or of brackets
        pass
    shown = line if len(line) <= LONG else f"{line[:LONG]}..."
    reason = "brackets must close, and text with special characters needs quotes" if "=" in line else "there is no ="
    raise ConfigError(
        f"override {shown!r} is not understood, allowed is key=value, such as population.users=2000\n  {reason}"
    )


def ready(lines: Iterable[str], sweep: bool = False) -> list[str]:
    """Overrides for Hydra: choices checked, values forced.

    Raises:
        ConfigError: if an override is malformed, chooses what does not exist, sweeps outside a sweep, or is a word of
            Hydra's that no command takes.
    """
    return [_ready(parse(line), line, sweep) for line in lines]


def _ready(override: Override, line: str, sweep: bool) -> str:
    if override.is_sweep_override() and not sweep:
        raise ConfigError(f"{line} is a sweep, allowed is one value: add -m to run each, or write a list as key=[a,b]")
    if of_hydra(override):
        refuse_others(override, line)
    elif chooses(override) and not override.is_sweep_override():
        _check_choice(override)
    elif override.type is OverrideType.DEL:
        group = override.key_or_group
        instead = f"{group}=choice, of {in_a_row(choices(group))}" if group in groups() else "key=value"
        raise ConfigError(f"{line} takes something away, allowed is {instead}")
    return f"++{line}" if sets(override) and override.type is OverrideType.CHANGE else line


def chooses(override: Override) -> bool:
    """Whether it chooses an alternative of a group."""
    return override.type is OverrideType.CHANGE and override.package is None and override.key_or_group in groups()


def sets(override: Override) -> bool:
    """Whether it gives a parameter a value."""
    key = override.key_or_group
    values = (OverrideType.CHANGE, OverrideType.ADD, OverrideType.FORCE_ADD)
    return override.type in values and override.package is None and key not in groups() and not of_hydra(override)


def refuse_hydra(lines: Iterable[str]) -> None:
    """Take no keys of Hydra's where no command runs: they decide nothing about a world, and can name code.

    Raises:
        ConfigError: naming the first.
    """
    for line in lines:
        if of_hydra(parse(line)):
            raise ConfigError(f"{line} is a word for commands, allowed here are parameters, as population.users=2000")


def _check_choice(override: Override) -> None:
    group, value = override.key_or_group, override.value()
    names = list(map(str, value)) if isinstance(value, list) else [str(value) if value is not None else "null"]
    if group not in ("policy", "platform") and isinstance(value, list) and len(value) != 1:
        reason = "only policies and platforms can be several"
        raise ConfigError(f"{group} is [{','.join(names)}], allowed is one of {', '.join(choices(group))}: {reason}")
    for name in names:
        if name not in choices(group):
            raise ConfigError(refusal(group, name or "empty", choices(group)))
        if names.count(name) > 1:
            raise ConfigError(f"{group} names {name} twice, allowed is once")
    if not names:
        raise ConfigError(f"{group} is [], allowed is at least one of {in_a_row(choices(group))}")


def platforms_named(lines: Iterable[str]) -> list[str]:
    """The platforms of several that overrides give a value by name, as in platforms.channels.appeal=1."""
    names: list[str] = []
    for override in map(parse, lines):
        group, _, rest = override.key_or_group.partition(".")
        if group == "platforms" and sets(override):
            value = override.value()
            names += [rest.partition(".")[0]] if rest else map(str, value) if isinstance(value, dict) else []
    return list(dict.fromkeys(names))


def cells(lines: Sequence[str]) -> Iterator[list[str]]:
    """The overrides of each run of a sweep, in the order Hydra runs them.

    Raises:
        ConfigError: if one cannot be swept, or the runs are too many.
    """
    ways = [_ways(parse(line), line) for line in lines]
    if (count := prod(map(len, ways))) > MOST_LIVES:
        raise ConfigError(f"the sweep has {count} runs or more, allowed are at most {MOST_LIVES}")
    yield from (list(cell) for cell in product(*ways))


def _ways(override: Override, line: str) -> list[str]:
    if not override.is_sweep_override():
        return [line]
    key, value = override.get_key_element(), override.value()
    found: list[str] = []
    if isinstance(value, Glob):
        found = value.filter(list(choices(override.key_or_group)))
    else:
        try:
            found = list(islice(override.sweep_string_iterator(), MOST_LIVES + 1))
        except (HydraException, ValueError) as error:  # the latter: a range with a step of 0
            raise ConfigError(f"{line} cannot be swept, allowed are lists and ranges: {error}") from None
    if not found:
        raise ConfigError(f"{line} stands for no run, allowed is a range of some, or a pattern that a choice fits")
    return [f"{key}={one}" for one in found]


def without_policies(lines: Iterable[str], keep: str) -> list[str]:
    """Overrides with the choice of policy, and the parameters of other policies than `keep`, left out."""

    def concerns_another(override: Override) -> bool:
        group, _, rest = override.key_or_group.partition(".")
        return group == "policy" and (not rest or rest.partition(".")[0] != keep)

    return [line for line in lines if not concerns_another(parse(line))]
