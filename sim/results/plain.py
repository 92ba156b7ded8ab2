"""Objects of this project as names, numbers and arrays, and back: what a file may hold without ever being executed.

A reader makes empty objects of this project's own classes and fills in their attributes; it calls none of their
code but the checks of parameters, and looks at no other module.
"""

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from importlib import import_module
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.core.errors import DataError
from sim.core.parameters import Parameters
from sim.core.table import Table
from sim.results.pages import Page, Pages

OURS = re.compile(r"sim(\.\w+)+")
PLAIN = (type(None), bool, int, float, str)


class Arrays(Protocol):
    """Arrays of a file by their places: each read once and kept, or read and left to who asked."""

    def __getitem__(self, place: int) -> NDArray[Any]:
        """One that is the same array each time."""
        ...

    def fresh(self, place: int) -> NDArray[Any]:
        """One that nobody else has."""
        ...


class Writer:
    """Turns objects into nodes that JSON can hold, and collects their arrays. What is one array stays one."""

    def __init__(self) -> None:
        self.arrays: list[Page] = []
        self._places: dict[int, int] = {}

    def node(self, value: Any) -> Any:
        """The node of a value.

        Raises:
            TypeError: if the value is of a kind that a file cannot hold.
        """
        kind = type(value)
        if kind in PLAIN:
            return value
        if kind is np.ndarray:
            return {"array": self._place(value), "frozen": not value.flags.writeable}
        if kind is bytes:
            return {"bytes": value.hex()}
        if isinstance(value, np.generic):
            return {"number": self._place(np.asarray(value))}
        if kind in (list, tuple, set):
            return {kind.__name__: [self.node(one) for one in value]}
        if kind is dict:
            return {"dict": [[self.node(key), self.node(one)] for key, one in value.items()]}
        return {"class": _name(kind)} | self._object(kind, value)

    def _object(self, kind: type, value: Any) -> dict[str, Any]:
        if isinstance(value, Enum):
            return {"member": value.name}
        if isinstance(value, Pages):
            pages = [self._add(page) for page in value.stored()]
            return {"pages": pages, "dtype": self._add(np.zeros(0, value.dtype))}
        if isinstance(value, Parameters):
            return {"parameters": self.node(value.model_dump())}
        if isinstance(value, tuple):
            return {"fields": [self.node(one) for one in value]}
        if isinstance(value, Table):
            value.recall()
        return {"attributes": {name: self.node(one) for name, one in vars(value).items()}}

    def _place(self, array: NDArray[Any]) -> int:
        if array.dtype.hasobject:
            raise TypeError(f"an array of {array.dtype} cannot be written")
        if id(array) not in self._places:
            self._places[id(array)] = self._add(array)  # kept alive, so that its identity stays its own
        return self._places[id(array)]

    def _add(self, array: Page) -> int:
        self.arrays.append(array)
        return len(self.arrays) - 1


class Reader:
    """Turns nodes back into objects."""

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays

    def value(self, node: Any) -> Any:
        """The value of a node.

        Raises:
            DataError: if the node is of no known kind, or names a class that is not this project's.
        """
        if type(node) in PLAIN:
            return node
        if not isinstance(node, dict) or not node:
            raise DataError(f"{node!r} is no node")
        if "class" in node:
            return self._object(_class(node["class"]), node)
        kind, held = next(iter(node.items()))
        build = self._builders().get(kind)
        if build is None:
            raise DataError(f"{kind!r} is no kind of node")
        return build(node, held)

    def _builders(self) -> dict[str, Callable[[Any, Any], Any]]:
        return {
            "array": self._array,
            "number": lambda _, place: self.arrays[place][()],
            "bytes": lambda _, held: bytes.fromhex(held),
            "list": lambda _, held: [self.value(one) for one in held],
            "tuple": lambda _, held: tuple(self.value(one) for one in held),
            "set": lambda _, held: {self.value(one) for one in held},
            "dict": lambda _, held: {self.value(key): self.value(one) for key, one in held},
        }

    def _array(self, node: Any, place: int) -> NDArray[Any]:
        array = self.arrays[place]
        array.flags.writeable = not node["frozen"]
        return array

    def _object(self, kind: type, node: dict[str, Any]) -> Any:
        if "member" in node and issubclass(kind, Enum):
            return kind[node["member"]]
        if issubclass(kind, Pages):
            if len({*node["pages"]}) < len(node["pages"]):  # a small file must not fill a disk
                raise DataError(f"{node['class']} has a page twice")
            return Pages(self.arrays[node["dtype"]].dtype, map(self.arrays.fresh, node["pages"]))
        if "parameters" in node and issubclass(kind, Parameters):
            return kind.model_validate(self.value(node["parameters"]))
        if "fields" in node and issubclass(kind, tuple):
            if len(node["fields"]) != len(getattr(kind, "_fields", node["fields"])):
                raise DataError(f"{node['class']} has {len(node['fields'])} fields")
            return tuple.__new__(kind, [self.value(one) for one in node["fields"]])
        made: Any = kind.__new__(kind)
        made.__dict__.update({name: self.value(one) for name, one in node["attributes"].items()})
        if lacking := [one.name for one in fields(kind) if one.name not in vars(made)] if is_dataclass(kind) else []:
            raise DataError(f"{node['class']} lacks {lacking[0]}")
        return made


def _name(kind: type) -> str:
    if not OURS.fullmatch(kind.__module__):
        raise TypeError(f"an object of {kind.__module__}.{kind.__qualname__} cannot be written")
    return f"{kind.__module__}:{kind.__qualname__}"


def _class(name: str) -> type:
    """A class of this project, by the module that defines it; no other module is looked at."""
    module, _, qualname = str(name).partition(":")
    try:
        found = getattr(import_module(module), qualname, None) if OURS.fullmatch(module) else None
    except ImportError:
        found = None
    if not isinstance(found, type) or found.__module__ != module:
        raise DataError(f"{name!r} is not a class that a file may name")
    return found
