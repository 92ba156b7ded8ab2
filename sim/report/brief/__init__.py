"""The decision brief: one page for who has to decide, one file a question."""

from sim.report.brief import effects, flip, grades, guardrails, limits, live, options, people, signals
from sim.report.evidence import Evidence
from sim.report.language import say
from sim.report.look import Look
from sim.report.markup import Html, tag, text
from sim.report.sections import reproduce
from sim.report.verdict import Verdict

WIDE = ("people", "grades")  # tables that take the whole width of the printed page


def write(evidence: Evidence, found: Verdict, looks: dict[str, Look]) -> Html:
    """All of it, in the order in which one decides."""
    parts = [
        ("options", options.write(evidence, found, looks)),
        ("effects", effects.write(evidence, looks)),
        ("people", people.write(evidence, looks)),
        ("guardrails", guardrails.write(evidence, looks)),
        ("flip", flip.write(evidence)),
        ("live", live.write(evidence, found)),
        ("signals", signals.write(evidence, found)),
        ("grades", grades.write(evidence, found)),
        ("limits", limits.write(evidence)),
        ("command", reproduce.command(evidence)),
    ]
    return text(
        tag("div", tag("h3", say(f"brief.{key}")), part, class_=f"part {key}{' wide' if key in WIDE else ''}")
        for key, part in parts
    )
