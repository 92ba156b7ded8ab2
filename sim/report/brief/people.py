"""Who gains and who pays under each policy, against the reference, when traffic has dried up."""

from sim.analysis.estimand import QUADRANTS
from sim.report.evidence import Evidence
from sim.report.look import Look, named
from sim.report.markup import Html
from sim.report.numerals import change, signed
from sim.report.phrases import GROUPS, spoken
from sim.report.tables import INTERVALS, Heading, cell, number, sure, table


def write(evidence: Evidence, looks: dict[str, Look]) -> Html:
    """Creators by group, users, the platform."""
    headings = [Heading("policy", left=True)]
    for quadrant in QUADRANTS:
        headings += [Heading(spoken(quadrant, GROUPS), "natural impressions per member")]
    headings += [Heading("from others to the cohort", "impressions a day")]
    headings += [Heading("users", "time watched"), Heading("users", "match quality"), Heading("platform", "revenue")]
    rows = ([cell(named(policy, looks[policy]), policy), *_cells(evidence, policy)] for policy in evidence.challengers)
    caption = (
        f"Relative difference to {evidence.reference}, both under {evidence.dry} traffic, day {evidence.primary}. "
        f"{INTERVALS}"
    )
    return table(caption, headings, rows, sortable=True)


def _cells(evidence: Evidence, policy: str) -> list[Html]:
    cells = [sure(evidence.against(f"natural_{quadrant}", policy), change) for quadrant in QUADRANTS]
    cells.append(number(evidence.regained(policy).value, lambda value: signed(value, 0)))
    for column in ("watch_seconds_per_day", "match_quality", "revenue_rmb_per_day"):
        cells.append(sure(evidence.against(column, policy), change))
    return cells
