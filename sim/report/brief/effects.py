"""The effect at every horizon of the comparison."""

from sim.report.estimate import exponential
from sim.report.evidence import Evidence
from sim.report.language import say
from sim.report.look import Look, named
from sim.report.markup import Html
from sim.report.numerals import change
from sim.report.tables import Heading, cell, sure, table


def write(evidence: Evidence, looks: dict[str, Look]) -> Html:
    """The reference's loss and everybody's protection."""
    headings = [Heading(say("table.policy"), left=True)]
    for day in evidence.horizons:
        unit = say("effects.primary") if day == evidence.primary else ""
        headings.append(Heading(say("effects.day", n=day), unit))
    rows = [[cell(named(evidence.reference, looks[evidence.reference])), *_losses(evidence)]]
    rows += [[cell(named(policy, looks[policy])), *_protections(evidence, policy)] for policy in evidence.challengers]
    caption = say(
        "effects.caption",
        policy=evidence.reference,
        dry=evidence.dry,
        steady=evidence.steady,
        intervals=say("table.intervals"),
    )
    return table(caption, headings, rows, marked=0)


def _losses(evidence: Evidence) -> list[Html]:
    return [sure(exponential(evidence.loss(evidence.reference, day)), change) for day in evidence.horizons]


def _protections(evidence: Evidence, policy: str) -> list[Html]:
    return [sure(exponential(evidence.protection(policy, day)), change) for day in evidence.horizons]
