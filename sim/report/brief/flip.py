"""What would flip the answer: the box of assumptions in which another policy wins."""

from sim.report.evidence import Evidence
from sim.report.markup import Html, tag, text
from sim.report.numerals import percent, plain, span
from sim.report.tables import Heading, cell, number, table
from sim.report.words import prose


def write(evidence: Evidence) -> Html:
    """The sentence, and the box where there is one."""
    box = evidence.comparison.flip
    return text(tag("p", prose(evidence.comparison.flip_sentence)), _table(evidence) if len(box) else None)


def _table(evidence: Evidence) -> Html:
    headings = [Heading("parameter", left=True), Heading("in the box"), Heading("plausible")]
    headings += [Heading("share of flips in the box", "density"), Heading("share of flips caught", "coverage")]
    rows = (
        [
            cell(tag("code", str(row["parameter"])), left=True),
            cell(span(plain(row["low"]), plain(row["high"]))),
            cell(span(plain(row["plausible_low"]), plain(row["plausible_high"]))),
            number(row["density"], percent),
            number(row["coverage"], percent),
        ]
        for row in evidence.comparison.flip.to_dict("records")
    )
    return table("The box, found by patient rule induction over the draws of the assumptions.", headings, rows)
