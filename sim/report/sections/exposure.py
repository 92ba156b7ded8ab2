"""Natural, paid and total exposure of the cohort: level and slope."""


from sim.analysis.estimand import COHORT
from sim.report.estimate import exponential
from sim.report.evidence import Evidence
from sim.report.figures import lanes
from sim.report.look import Look, named
from sim.report.markup import Html, tag, text
from sim.report.numerals import change, plain
from sim.report.tables import INTERVALS, Heading, cell, number, sure, table


def write(evidence: Evidence, looks: dict[str, Look]) -> Html:
    """Figure and table."""
    intro = (
        "Paid slots are a lane of their own: what leaves the natural lanes is not lost to everyone. Level is how much a "
        "creator is seen; slope is how far that falls as traffic dries up. A policy may lift one and not the other."
    )
    return text(tag("p", intro), lanes.draw(evidence, looks), _table(evidence, looks))


def _table(evidence: Evidence, looks: dict[str, Look]) -> Html:
    headings = [Heading("policy", left=True)]
    for lane in lanes.LANES:
        headings += [
            Heading(f"{lane}, {evidence.steady}", "per member and day"),
            Heading(f"{lane}, {evidence.dry}", "per member and day"),
            Heading(f"{lane}, slope", f"{evidence.dry} against {evidence.steady}"),
            Heading(f"{lane}, level", f"against {evidence.reference}"),
        ]
    rows = ([cell(named(policy, looks[policy]), policy), *_cells(evidence, policy)] for policy in evidence.policies)
    caption = f"Exposure of the niche-small cohort, mean of the 30 days before day {evidence.primary}. {INTERVALS}"
    return table(caption, headings, rows, sortable=True, marked=0)


def _cells(evidence: Evidence, policy: str) -> list[Html]:
    cells = []
    for lane in lanes.LANES:
        column = f"{lane}_{COHORT}"
        cells += [number(evidence.mean(column, policy, one), plain) for one in (evidence.steady, evidence.dry)]
        cells.append(sure(exponential(evidence.loss(policy, lane=lane)), change))
        own = policy == evidence.reference
        cells.append(cell("reference", 0.0) if own else sure(exponential(evidence.level(policy, lane=lane)), change))
    return cells


