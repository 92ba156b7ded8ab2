"""What must not be hurt on the way."""

from sim.analysis.contrast import FEWEST_DRAWS
from sim.report.evidence import GUARDRAILS, Evidence
from sim.report.look import Look, named
from sim.report.markup import Html, tag, text
from sim.report.numerals import NOTHING, change, percent
from sim.report.phrases import QUANTITIES, spoken
from sim.report.tables import INTERVALS, Heading, cell, sure, table


def write(evidence: Evidence, looks: dict[str, Look]) -> Html:
    """A row a policy: the quantity, what is allowed, whether it holds."""
    headings = [Heading("policy", left=True)]
    for column, floor in GUARDRAILS.items():
        headings.append(Heading(spoken(column, QUANTITIES), f"at least {change(floor - 1.0)}"))
    headings += [Heading("on average", left=True), Heading("within, of draws")]
    rows = (_row(evidence, policy, looks) for policy in evidence.challengers)
    caption = f"Against {evidence.reference}, both under {evidence.dry} traffic, day {evidence.primary}. {INTERVALS}"
    return table(caption, headings, rows, sortable=True)


def _row(evidence: Evidence, policy: str, looks: dict[str, Look]) -> list[Html]:
    found = evidence.guardrails(policy).values()
    holds = all(against.value >= least for against, least in found)
    clear = all(against.low >= least for against, least in found)
    words = "within, interval too" if clear else "within" if holds else "breaks"
    share = evidence.share_guarded(policy)
    drawn = percent(share, 0) if evidence.draws >= FEWEST_DRAWS else NOTHING
    mark = tag("span", words, class_=f"badge {'yes' if clear else 'open' if holds else 'no'}")
    return [
        cell(named(policy, looks[policy]), policy),
        *(sure(against, change) for against, _ in found),
        cell(text(mark), left=True),
        cell(drawn, share),
    ]
