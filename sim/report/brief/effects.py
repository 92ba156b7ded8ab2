"""The effect at every horizon of the comparison."""

from sim.report.estimate import exponential
from sim.report.evidence import Evidence
from sim.report.look import Look, named
from sim.report.markup import Html
from sim.report.numerals import change
from sim.report.tables import INTERVALS, Heading, cell, sure, table


def write(evidence: Evidence, looks: dict[str, Look]) -> Html:
    """The reference's loss and everybody's protection."""
    headings = [Heading("policy", left=True)]
    for day in evidence.horizons:
        unit = "primary" if day == evidence.primary else ""
        headings.append(Heading(f"day {day}", unit))
    rows = [[cell(named(evidence.reference, looks[evidence.reference])), *_losses(evidence)]]
    rows += [[cell(named(policy, looks[policy])), *_protections(evidence, policy)] for policy in evidence.challengers]
    caption = (
        f"First row: change of the cohort's natural exposure under {evidence.reference}, {evidence.dry} against "
        f"{evidence.steady}. Others: protection, as how much more of its exposure the cohort keeps. {INTERVALS}"
    )
    return table(caption, headings, rows, marked=0)


def _losses(evidence: Evidence) -> list[Html]:
    return [sure(exponential(evidence.loss(evidence.reference, day)), change) for day in evidence.horizons]


def _protections(evidence: Evidence, policy: str) -> list[Html]:
    return [sure(exponential(evidence.protection(policy, day)), change) for day in evidence.horizons]
