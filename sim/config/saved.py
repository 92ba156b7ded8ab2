"""A configuration that another version saved: what this one no longer knows is left out, and named in one line."""

import warnings
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from sim.config.choices import listed
from sim.config.schema import Config
from sim.config.targets import target
from sim.config.wording import explain
from sim.core.errors import ConfigError
from sim.platform.policy import Policy
from sim.recommender.learner import Learner
from sim.traffic import Schedule

Place = tuple[int | str, ...]


def validate_saved(raw: dict[str, Any], where: str) -> Config:
    """Check a saved configuration; `where` says in the warning which one it is.

    Raises:
        ConfigError: naming the key, its value and what is allowed, if more than unknown keys is wrong with it.
    """
    plain = _copied(raw)
    gone = [place for place in _unknown_of_objects(plain) if _drop(plain, place)]
    while True:
        try:
            config = Config.model_validate(plain)
            break
        except ValidationError as error:
            unknown = [tuple(detail["loc"]) for detail in error.errors() if detail["type"] == "extra_forbidden"]
            found = [place for place in unknown if _drop(plain, place)]
            if not found:
                raise explain(error, Config, plain) from None
            gone += found
    if gone:
        keys = listed([".".join(map(str, place)) for place in gone])
        warnings.warn(f"{where} was saved with {keys}, which this version does not know: left out", stacklevel=3)
    return config


def _unknown_of_objects(plain: dict[str, Any]) -> list[Place]:
    """Parameters of policies, schedules and the learner that their classes do not have."""
    found: list[Place] = []
    for base, group, names in (
        (Policy, "policy", None),
        (Schedule, "traffic", None),
        (Learner, "recommender", ("learner",)),
    ):
        specs = plain.get(group)
        for name, spec in specs.items() if isinstance(specs, dict) else ():
            if isinstance(spec, dict) and "_target_" in spec and (names is None or name in names):
                found += [(group, name, key) for key in _unknown(base, spec)]
    return found


def _unknown(base: type[Any], spec: dict[str, Any]) -> Iterator[str]:
    try:
        known = target(base, spec["_target_"]).model_fields
    except ConfigError:  # a class that is gone is more than a parameter: the check says so
        return
    yield from (key for key in spec if key != "_target_" and key not in known)


def _drop(plain: Any, place: Sequence[int | str]) -> bool:
    """Take a key out of nested plain data, if it is there."""
    for part in place[:-1]:
        plain = plain.get(part) if isinstance(plain, dict) else None
    return isinstance(plain, dict) and plain.pop(place[-1], plain) is not plain


def _copied(node: Any) -> Any:
    return {key: _copied(value) for key, value in node.items()} if isinstance(node, dict) else node
