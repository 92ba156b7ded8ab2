"""Objects named in a configuration: `_target_` is a class of this project, the rest its parameters.

Configurations are handed around, so a name in one must not be able to run just any code: a target
lies in the package of its kind and is a subclass of its base, or it is refused. A policy of your own
is passed as an object, in Python.
"""

import importlib
import pkgutil
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError

from sim.config.choices import did_you_mean, refusal
from sim.config.wording import explain, show
from sim.core.errors import ConfigError
from sim.core.parameters import Parameters

T = TypeVar("T")
Spec = dict[str, Any]  # `_target_` and the parameters of the class it names

PACKAGES = {"Policy": "sim.policies", "Learner": "sim.recommender", "Schedule": "sim.traffic"}


def build(base: type[T], spec: Any, key: str = "") -> T:
    """A fresh object of a kind (`Policy`, `Learner` or `Schedule`) from its specification; an object stays itself.

    Raises:
        ConfigError: if the class is not of that kind or a parameter is not allowed; names `key`.
    """
    if not isinstance(spec, dict):
        if _is_a(base, type(spec)):
            return cast(T, spec)
        raise ConfigError(
            f"{key or base.__name__} is {show(spec)}, allowed is `_target_`, such as {_example(base)}, and parameters"
        )
    found = target(base, spec.get("_target_"), key)
    given = {name: value for name, value in spec.items() if name != "_target_"}
    try:
        return cast(T, found.model_validate(given))
    except ValidationError as error:
        raise explain(error, found, given, f"{key}." if key else "") from None


def complete(base: type[Any], spec: Any, key: str = "") -> Spec:
    """The specification with every default filled in, checked. Raises `ConfigError` as `build` does."""
    return described(build(base, spec, key))


def described(built: BaseModel) -> Spec:
    """The specification of an object. It can be built again only if the class is one of this project."""
    kind = type(built)
    return {"_target_": f"{kind.__module__}.{kind.__qualname__}", **built.model_dump(mode="json")}


def target(base: type[Any], name: Any, key: str = "") -> type[Parameters]:
    """The class that a `_target_` names.

    Raises:
        ConfigError: if it is not a class of this kind in the package of its kind.
    """
    full = f"{key}._target_" if key else "_target_"
    if name is None:
        raise ConfigError(f"{full} is missing, allowed is a {base.__name__.lower()} such as {_example(base)}")
    module, _, attribute = str(name).rpartition(".")
    if module not in modules(PACKAGES[base.__name__]):
        classes = [f"{kind.__module__}.{kind.__name__}" for kind in all_kinds(base)]
        raise ConfigError(refusal(full, show(name), classes))
    found = getattr(importlib.import_module(module), attribute, None)
    if not (isinstance(found, type) and found.__module__ == module and _is_a(base, found)):
        classes = [kind.__name__ for kind in kinds(base, module)]
        near = did_you_mean(attribute, classes)
        raise ConfigError(f"{full} is {show(name)}, allowed in {module} is {' or '.join(classes) or 'nothing'}{near}")
    return found


def modules(package: str) -> list[str]:
    """Full names of the modules of a package."""
    return [f"{package}.{module.name}" for module in pkgutil.iter_modules(importlib.import_module(package).__path__)]


def kinds(base: type[Any], module: str) -> list[type[Parameters]]:
    """The classes of a kind that a module defines."""
    members = vars(importlib.import_module(module)).values()
    return [kind for kind in members if isinstance(kind, type) and kind.__module__ == module and _is_a(base, kind)]


def all_kinds(base: type[Any]) -> list[type[Parameters]]:
    """Every class of a kind."""
    return [kind for module in modules(PACKAGES[base.__name__]) for kind in kinds(base, module)]


def _is_a(base: type[Any], kind: type[Any]) -> bool:
    """Whether a class is a proper subclass of the base, or has all members of a protocol."""
    if kind is base or not issubclass(kind, Parameters):
        return False
    if getattr(base, "_is_protocol", False):
        members = {name for name in (*vars(base), *base.__annotations__) if not name.startswith("_")}
        return all(hasattr(kind, name) for name in members)
    return issubclass(kind, base)


def _example(base: type[Any]) -> str:
    kind = all_kinds(base)[0]
    return f"{kind.__module__}.{kind.__name__}"
