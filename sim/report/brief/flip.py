"""What would flip the answer: the box of assumptions in which another policy wins."""

from sim.analysis.contrast import FEWEST_DRAWS
from sim.analysis.winners import best, winners
from sim.report.evidence import Evidence
from sim.report.language import counted, language, say
from sim.report.markup import Html, tag, text
from sim.report.numerals import percent, plain, span
from sim.report.tables import Heading, cell, number, table
from sim.report.words import prose


def write(evidence: Evidence) -> Html:
    """The sentence, and the box where there is one."""
    box = evidence.comparison.flip
    return text(tag("p", prose(sentence(evidence))), _table(evidence) if len(box) else None)


def sentence(evidence: Evidence) -> str:
    """What flips the answer, in words; in English those of the comparison itself."""
    if language() == "en":
        return evidence.comparison.flip_sentence
    found, leader = winners(evidence.pairs)["winner"], best(evidence.pairs)
    draws = counted(len(found), "draw")
    if len(found) < FEWEST_DRAWS:
        return say("flip.few", n=draws)
    others = found[found != leader].value_counts()
    if others.empty:
        return say("flip.nothing", leader=leader, n=draws)
    tally = say("number.comma").join(
        say("flip.tally", policy=policy, n=count) for policy, count in others.to_dict().items()
    )
    start = say("flip.start", leader=leader, other=int(others.sum()), n=draws, tally=tally)
    return say("flip.box" if len(evidence.comparison.flip) else "flip.no_box", start=start)


def _table(evidence: Evidence) -> Html:
    headings = [Heading(say("flip.parameter"), left=True), Heading(say("flip.inside")), Heading(say("flip.plausible"))]
    headings += [Heading(say(f"flip.{name}"), say(f"flip.{name}_unit")) for name in ("density", "coverage")]
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
    return table(say("flip.caption"), headings, rows)
