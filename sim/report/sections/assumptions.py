"""Every parameter with its grade, unit, range and source."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sim.config.rows import Row, schema_rows
from sim.laws.settings import TARGETS
from sim.report.evidence import Evidence
from sim.report.markup import Html, tag, text
from sim.report.numerals import NOTHING, count, exact, span
from sim.report.phrases import GRADES
from sim.report.tables import Heading, cell, table
from sim.report.words import prose


def write(evidence: Evidence) -> Html:
    """Assumptions open, what has a source or was chosen behind a click."""
    config = evidence.comparison.config.model_dump(mode="json")
    rows = relevant(config, evidence.policies)
    counts = Counter(row.grade for row in rows)
    tally = (
        tag("li", f"{count(counts[grade], 'parameter')} of grade {words}")
        for grade, words in GRADES.items()
        if counts[grade]
    )
    measured = [row for row in rows if row.grade not in ("assumption", "design")]
    chosen = [row for row in rows if row.grade == "design"]
    drawn = (
        f"These were drawn within their plausible range for the assumption intervals ({count(evidence.draws, 'draw')})."
        if evidence.draws
        else "Nothing of these was varied in this comparison."
    )
    return text(
        tag("p", "A platform's real allocation is not public. What the model rests on, by grade of source:"),
        tag("ul", tally),
        tag("p", prose(_freedom(rows))),
        _table(f"Assumptions: no source. {drawn}", [row for row in rows if row.grade == "assumption"], config),
        _table("With a source.", measured, config),
        tag("details", tag("summary", f"{count(len(chosen), 'parameter')} of design"),
            _table("Chosen by who sets up the run.", chosen, config)),
    )  # fmt: skip


def _freedom(rows: list[Row]) -> str:
    """Free parameters against what they were fitted to, so that no rate reproduced counts as evidence."""
    fitted = sum(row.source.startswith("fitted") for row in rows)
    free = sum(row.grade == "assumption" for row in rows)
    return (
        f"{count(fitted, 'parameter')} were fitted to {count(TARGETS, 'published rate')}, so that those rates come out "
        f"right is no evidence; {count(free, 'assumption')} were fitted to nothing. Facts no fit has used are asked "
        "apart, and misses are published with hits (`python -m experiments.predictions`)."
    )


def relevant(config: Mapping[str, Any], policies: list[str]) -> list[Row]:
    """The parameters that this comparison has: those of the world, its learner and its policies."""
    learner = str(_at(config, "recommender.learner._target_")).split(".")[-2:][0]
    chosen = {"", f"recommender={learner}", *(f"policy={policy}" for policy in policies)}
    return [row for row in schema_rows() if row.choice in chosen]


def _table(caption: str, rows: list[Row], config: Mapping[str, Any]) -> Html:
    headings = [
        Heading("parameter", left=True),
        Heading("value here"),
        Heading("plausible"),
        Heading("unit", left=True),
        Heading("grade", left=True),
        Heading("meaning and source", left=True, wide=True),
    ]
    body = (
        [
            cell(tag("code", row.key), row.key, left=True),
            cell(_written(_value(config, row))),
            cell(span(*(exact(end) for end in row.plausible)) if row.plausible else NOTHING),
            cell(row.unit if row.unit != "1" else "", left=True),
            cell(row.grade, left=True),
            cell(text(row.doc, tag("small", row.source) if row.source else None), row.doc, left=True),
        ]
        for row in rows
    )
    return table(caption, headings, body, sortable=True)


def _value(config: Mapping[str, Any], row: Row) -> Any:
    """What the comparison used; a policy's own parameters are shown with their defaults."""
    found = _at(config, row.key)
    return row.default if found is None or isinstance(found, Mapping) else found


def _at(node: Any, key: str) -> Any:
    for part in key.split("."):
        node = node.get(part) if isinstance(node, Mapping) else None
    return node


def _written(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return exact(value) if isinstance(value, float) else str(value)
