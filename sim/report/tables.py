"""Tables that sort, scroll on a phone, and read without a script."""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sim.report.estimate import Estimate
from sim.report.language import say
from sim.report.markup import Html, tag, text
from sim.report.words import Form, brackets


class Heading(NamedTuple):
    """The head of a column."""

    words: object
    unit: str = ""
    left: bool = False
    wide: bool = False  # holds sentences


def cell(content: object, value: float | str | None = None, left: bool = False) -> Html:
    """A cell; `value` is what it is sorted by, where that is not its text."""
    if isinstance(value, float) and not math.isfinite(value):
        value = ""
    return tag("td", content, data_value=value, class_="words" if left else None)


def number(value: float, form: Form) -> Html:
    """A cell with a number."""
    return cell(form(value), float(value))


def sure(found: Estimate, form: Form) -> Html:
    """A cell with an estimate, its Monte Carlo interval in square brackets and that over assumptions in braces."""
    return cell(text(form(found.value), brackets(found, form)), found.value)


def table(
    caption: object, headings: Sequence[Heading], rows: Iterable[Iterable[Html]], sortable: bool = False,
    marked: int | None = None,
) -> Html:  # fmt: skip
    """A table under its caption, in a box that scrolls sideways on its own; `marked` is the row of the reference."""
    head = (
        tag("th", heading.words, tag("span", heading.unit, class_="unit") if heading.unit else None, scope="col",
            class_=" ".join(["words"] * heading.left + ["wide"] * heading.wide) or None)
        for heading in headings
    )  # fmt: skip
    body = (tag("tr", row, class_="reference" if place == marked else None) for place, row in enumerate(rows))
    whole = tag(
        "table", tag("thead", tag("tr", head)), tag("tbody", body), class_="sortable" if sortable else None,
        data_sorts=say("table.sorts") if sortable else None,
    )  # fmt: skip
    return text(
        tag("p", caption, class_="caption"),
        tag("div", whole, class_="scroll", tabindex=0, role="group", aria_label=say("table.scrolls")),
    )
