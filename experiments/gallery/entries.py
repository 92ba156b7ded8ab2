"""Which policies there are to show, in which order, found and never named: the leading families first."""

from collections.abc import Iterable
from typing import NamedTuple

from sim.catalogue import policies
from sim.config.rows import Row, schema_rows
from sim.platform.policy import FAMILIES

REFERENCE = "interest"


class Entry(NamedTuple):
    """A policy as its docstring has it, and the parameters that can be tuned."""

    name: str
    family: str  # "" is none of the leading ones
    what: str
    gives: str
    takes: str
    limits: str
    gamed_by: str
    source: str
    tunable: tuple[Row, ...]


def entries(only: Iterable[str] = ()) -> list[Entry]:
    """Every policy that has a file, or those named, by family; the rest follow by name."""
    table, rows, wanted = policies(), schema_rows(), set(only)
    found = [
        Entry(
            str(name),
            *(str(row[column]) for column in ("family", "what", "gives", "takes", "limits", "gamed_by", "source")),
            tunable=tuple(one for one in rows if one.choice == f"policy={name}" and one.plausible),
        )
        for name, row in table.iterrows()
        if not wanted or name in wanted
    ]
    return sorted(found, key=lambda entry: (_place(entry.family), entry.name))


def _place(family: str) -> int:
    return FAMILIES.index(family) if family in FAMILIES else len(FAMILIES)
