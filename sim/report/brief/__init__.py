"""The decision brief: one page for who has to decide, one file a question."""

from sim.report.brief import effects, flip, grades, guardrails, limits, live, options, people, signals
from sim.report.evidence import Evidence
from sim.report.look import Look
from sim.report.markup import Html, tag, text
from sim.report.sections import reproduce
from sim.report.verdict import Verdict

WIDE = ("Who gains, who pays",)  # a table that takes the whole width of the printed page


def write(evidence: Evidence, found: Verdict, looks: dict[str, Look]) -> Html:
    """All of it, in the order in which one decides."""
    parts = [
        ("Options and recommendation", options.write(evidence, found, looks)),
        ("Effect at each horizon", effects.write(evidence, looks)),
        ("Who gains, who pays", people.write(evidence, looks)),
        ("Guardrails", guardrails.write(evidence, looks)),
        ("What would flip it", flip.write(evidence)),
        ("How to test it live", live.write(evidence, found)),
        ("Leading indicator and rollback trigger", signals.write(evidence, found)),
        ("Grade of evidence of each claim", grades.write(evidence, found)),
        ("What the model cannot say", limits.write(evidence)),
        ("Command and fingerprint", reproduce.command(evidence)),
    ]
    return text(
        tag("div", tag("h3", title), part, class_="part wide" if title in WIDE else "part") for title, part in parts
    )
