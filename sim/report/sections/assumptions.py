"""Every parameter that has an effect here, with its grade, unit, range and source."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sim.config.rows import Row, schema_rows
from sim.laws.settings import TARGETS
from sim.report.evidence import Evidence
from sim.report.language import counted, say, told
from sim.report.markup import Html, tag, text
from sim.report.numerals import NOTHING, exact, span
from sim.report.tables import Heading, cell, table

GRADES = ("A", "B", "C", "assumption", "design")


def write(evidence: Evidence) -> Html:
    """Assumptions open, what has a source or was chosen behind a click."""
    config = evidence.comparison.config.model_dump(mode="json")
    known = relevant(config, evidence.policies)
    rows = [row for row in known if row.matters(evidence.comparison.config)]
    idle = len(known) - len(rows)
    counts = Counter(row.grade for row in rows)
    tally = (
        tag("li", say("assumptions.tally", n=counted(counts[grade], "parameter"), grade=say(f"grade.{grade}")))
        for grade in GRADES
        if counts[grade]
    )
    measured = [row for row in rows if row.grade not in ("assumption", "design")]
    chosen = [row for row in rows if row.grade == "design"]
    drawn = (
        say("assumptions.drawn", n=counted(evidence.draws, "draw")) if evidence.draws else say("assumptions.not_drawn")
    )
    design = say("assumptions.design", n=counted(len(chosen), "parameter"))
    return text(
        tag("p", say("assumptions.intro")),
        tag("ul", tally),
        tag("p", _freedom(rows)),
        tag("p", told("assumptions.idle", n=counted(idle, "parameter"))) if idle else None,
        tag("p", told("assumptions.minimal")) if evidence.comparison.config.scenario != "minimal" else None,
        _table(drawn, [row for row in rows if row.grade == "assumption"], config),
        _table(say("assumptions.sourced"), measured, config),
        tag("details", tag("summary", design), _table(say("assumptions.designed"), chosen, config)),
    )


def _freedom(rows: list[Row]) -> Html:
    """Free parameters against what they were fitted to, so that no rate reproduced counts as evidence."""
    return told(
        "assumptions.freedom",
        fitted=counted(sum(row.source.startswith("fitted") for row in rows), "parameter"),
        rates=counted(TARGETS, "rate"),
        free=counted(sum(row.grade == "assumption" for row in rows), "assumption"),
    )


def relevant(config: Mapping[str, Any], policies: list[str]) -> list[Row]:
    """The parameters that this comparison has: those of the world, its learner and its policies."""
    learner = str(_at(config, "recommender.learner._target_")).split(".")[-2:][0]
    chosen = {"", f"recommender={learner}", *(f"policy={policy}" for policy in policies)}
    return [row for row in schema_rows() if row.choice in chosen]


def _table(caption: str, rows: list[Row], config: Mapping[str, Any]) -> Html:
    headings = [
        Heading(say("assumptions.parameter"), left=True),
        Heading(say("assumptions.value")),
        Heading(say("assumptions.plausible")),
        Heading(say("assumptions.unit"), left=True),
        Heading(say("assumptions.grade"), left=True),
        Heading(say("assumptions.meaning"), left=True, wide=True),
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
