"""Who gains and who pays under each policy, against the reference, when traffic has dried up."""

from sim.analysis.estimand import QUADRANTS
from sim.report.evidence import Evidence
from sim.report.language import say
from sim.report.look import Look, named
from sim.report.markup import Html
from sim.report.numerals import change, signed
from sim.report.phrases import difference, spoken
from sim.report.tables import Heading, cell, number, sure, table


def write(evidence: Evidence, looks: dict[str, Look]) -> Html:
    """Creators by group, users, the platform."""
    headings = [Heading(say("table.policy"), left=True)]
    for quadrant in QUADRANTS:
        headings += [Heading(spoken(quadrant, "group"), say("people.member"))]
    headings += [
        Heading(say("people.gains"), say("people.a_day")),
        Heading(say("people.users"), spoken("watch_seconds_per_day", "quantity")),
        Heading(say("people.users"), say("people.match")),
        Heading(say("people.platform"), say("people.revenue")),
    ]
    rows = ([cell(named(policy, looks[policy]), policy), *_cells(evidence, policy)] for policy in evidence.challengers)
    caption = say(
        "people.caption",
        policy=evidence.reference,
        dry=evidence.dry,
        day=evidence.primary,
        intervals=say("table.intervals"),
    )
    return table(caption, headings, rows, sortable=True)


def _cells(evidence: Evidence, policy: str) -> list[Html]:
    cells = [sure(evidence.against(f"natural_{quadrant}", policy), change) for quadrant in QUADRANTS]
    cells.append(number(evidence.regained(policy).value, lambda value: signed(value, 0)))
    others = ("watch_seconds_per_day", "match_quality", "revenue_rmb_per_day")
    return [*cells, *(sure(evidence.against(column, policy), difference(column)) for column in others)]
