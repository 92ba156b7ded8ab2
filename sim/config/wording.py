"""What a user reads when a configuration is refused: full key, value, what is allowed, a near miss."""

from collections.abc import Iterator, Sequence
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from sim.config.choices import did_you_mean, listed
from sim.core.errors import ConfigError

_KINDS = {int: "a whole number", float: "a number", bool: "true or false", str: "text", NoneType: "null"}


def show(value: Any) -> str:
    """A value as YAML would write it, cut where it is long."""
    try:
        words = {None: "null", True: "true", False: "false"}
        text = str(words[value]) if isinstance(value, bool | None) else repr(value)
    except ValueError:  # of a number that has thousands of digits, or holds one
        text = "too long a number"
    return text if len(text) <= 60 else text[:57] + "..."


def limits(field: FieldInfo) -> str:
    """The hard limits of a number, or nothing."""
    words = {"ge": "at least", "gt": "above", "le": "at most", "lt": "below"}
    found = ((word, getattr(mark, name, None)) for mark in field.metadata for name, word in words.items())
    return " and ".join(f"{word} {limit}" for word, limit in found if limit is not None)


def _kind(annotation: Any) -> str:
    if marks := getattr(annotation, "__metadata__", ()):  # Annotated: a kind with limits of its own
        own = [mark for mark in marks if isinstance(mark, FieldInfo)]
        return ", ".join(filter(None, (_kind(annotation.__origin__), *map(limits, own))))
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return ", ".join(map(str, arguments))
    if origin in (Union, UnionType):
        return " or ".join(_kind(argument) for argument in arguments)
    if origin in (list, tuple):
        return f"a list of {_kind(arguments[0])}"
    return _KINDS.get(annotation, "a group of parameters")


def allowed(field: FieldInfo) -> str:
    """What a field takes, in words."""
    text = ", ".join(filter(None, (_kind(field.annotation), limits(field))))
    return f"one of {text}" if get_origin(field.annotation) is Literal else text


def keys(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    """Full keys of all parameters of a model, nested groups included."""
    for name, field in model.model_fields.items():
        nested = field.annotation
        yield prefix + name
        if isinstance(nested, type) and issubclass(nested, BaseModel):
            yield from keys(nested, f"{prefix}{name}.")


def explain(error: ValidationError, model: type[BaseModel], raw: Any, prefix: str = "") -> ConfigError:
    """The first complaint of a validation as one line, with the number of further ones."""
    details = error.errors(include_url=False)
    others = len({detail["loc"][:2] for detail in details}) - 1
    more = f" (and {others} more)" if others > 0 else ""
    return ConfigError(_line(details[0], model, raw, prefix) + more)


def _line(detail: Any, model: type[BaseModel], raw: Any, prefix: str) -> str:
    place, field, group, value = _walk(detail["loc"], model, raw)
    key = prefix + ".".join(place)
    if detail["type"] == "extra_forbidden":
        return _unknown(key, place, value, group, model, prefix)
    if detail["type"] in ("value_error", "assertion_error"):
        return _relate(str(detail["ctx"]["error"]), key.rstrip("."), model if field is None else field.annotation)
    if field is None:
        return f"{key or 'configuration'} is {show(value)}: {detail['msg']}"
    if detail["type"] == "missing":
        return f"{key} is missing, allowed is {allowed(field)} ({field.description})"
    near = did_you_mean(str(value), get_args(field.annotation)) if get_origin(field.annotation) is Literal else ""
    return f"{key} is {show(value)}, allowed is {allowed(field)} ({field.description}){near}"


def _relate(message: str, key: str, kind: Any) -> str:
    """A validator's own message with its key; about several parameters of a group it begins with one of them."""
    fields = kind.model_fields if isinstance(kind, type) and issubclass(kind, BaseModel) else {}
    if not key:
        return message
    return f"{key}.{message}" if message.partition(" ")[0].partition(".")[0] in fields else f"{key} {message}"


def _walk(
    loc: Sequence[int | str], model: type[BaseModel], raw: Any
) -> tuple[list[str], FieldInfo | None, type[BaseModel], Any]:
    """The key as far as the schema knows it, its field, the model that declares it, and the user's value."""
    place: list[str] = []
    field: FieldInfo | None = None
    group, value = model, raw
    for part in loc:
        nested = field.annotation if field is not None else model
        named = get_args(nested)[-1] if get_origin(nested) is dict else None
        if isinstance(named, type) and issubclass(named, BaseModel):  # groups by name: this part is a name
            place.append(str(part))
            field, value = FieldInfo.from_annotation(named), (value or {}).get(str(part))
            continue
        if not (isinstance(nested, type) and issubclass(nested, BaseModel)):
            break  # inside a list or a union: the whole value is at fault
        group, name = nested, str(part)
        field = nested.model_fields.get(name)
        value = value.get(name) if isinstance(value, dict) else getattr(value, name, None)
        place.append(name)
        if field is None:
            break
    return place, field, group, value


def _unknown(
    key: str, place: Sequence[str], value: Any, group: type[BaseModel], model: type[BaseModel], prefix: str
) -> str:
    parent = key.rpartition(".")[0]
    siblings = list(group.model_fields)
    near = did_you_mean(place[-1], siblings)
    if near and parent:
        near = near.replace("did you mean ", f"did you mean {parent}.")
    if not near:  # perhaps a parameter of another group, named without it
        known = [prefix + name for name in keys(model)]
        same = [name for name in known if name.rpartition(".")[2] == place[-1]]
        known = [name for name in known if not key.startswith(f"{name}.")]
        near = f"; did you mean {same[0]}?" if same else did_you_mean(key, known)
    where = f" in {parent}" if parent else ""
    return f"{key} ({show(value)}) is not a parameter, allowed{where}: {listed(siblings) or 'none'}{near}"
