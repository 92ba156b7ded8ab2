"""What the names in the frames are called in prose."""

from collections.abc import Callable

from sim.report.language import known
from sim.report.numerals import change, spread

FORMS: dict[str, Callable[[float], str]] = {"match_quality": spread}  # how a difference is written, if not in percent


def difference(column: str) -> Callable[[float], str]:
    """How the difference of a quantity to the reference's is written."""
    return FORMS.get(column, change)


def spoken(name: str, kind: str) -> str:
    """A name in words: that of its kind (`group`, `cause`, `quantity`), or the name without its underscores."""
    found = known(f"{kind}.{name.replace('-', '_').replace(' ', '_')}")
    return name.replace("_", " ") if found is None else found
