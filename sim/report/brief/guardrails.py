"""What must not be hurt on the way."""

from sim.analysis.contrast import FEWEST_DRAWS
from sim.report.evidence import GUARDRAILS, Evidence
from sim.report.language import say
from sim.report.look import Look, named
from sim.report.markup import Html, tag, text
from sim.report.numerals import NOTHING, percent
from sim.report.phrases import difference, spoken
from sim.report.tables import Heading, cell, sure, table


def write(evidence: Evidence, looks: dict[str, Look]) -> Html:
    """A row a policy: the quantity, what is allowed, whether it holds."""
    headings = [Heading(say("table.policy"), left=True)]
    for column, floor in GUARDRAILS.items():
        headings.append(Heading(spoken(column, "quantity"), say("guardrails.floor", share=percent(floor))))
    headings += [Heading(say("guardrails.average"), left=True), Heading(say("guardrails.drawn"))]
    rows = (_row(evidence, policy, looks) for policy in evidence.challengers)
    caption = say(
        "guardrails.caption",
        policy=evidence.reference,
        dry=evidence.dry,
        day=evidence.primary,
        intervals=say("table.intervals"),
    )
    return table(caption, headings, rows, sortable=True)


def _row(evidence: Evidence, policy: str, looks: dict[str, Look]) -> list[Html]:
    found = evidence.guardrails(policy)
    holds = all(against.value >= least for against, least in found.values())
    clear = all(against.low >= least for against, least in found.values())
    words = say(f"guardrails.{'clear' if clear else 'within' if holds else 'breaks'}")
    share = evidence.share_guarded(policy)
    drawn = percent(share, 0) if evidence.draws >= FEWEST_DRAWS else NOTHING
    mark = tag("span", words, class_=f"badge {'yes' if clear else 'open' if holds else 'no'}")
    return [
        cell(named(policy, looks[policy]), policy),
        *(sure(against, difference(column)) for column, (against, _) in found.items()),
        cell(text(mark), left=True),
        cell(drawn, share),
    ]
