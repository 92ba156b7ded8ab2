"""The report of a comparison: one file that needs nothing else to be read."""

from collections.abc import Mapping
from pathlib import Path

from sim.analysis.pairs import BASE
from sim.core.errors import DataError
from sim.report import brief
from sim.report.document import document, write_whole
from sim.report.evidence import Evidence
from sim.report.figures import causes, drying, loop, rescue, sensitivity, worlds
from sim.report.language import say, speaking
from sim.report.look import Look, looks
from sim.report.markup import Html, tag, text
from sim.report.sections import assumptions, exposure, groups, headline, money, opening, pairing, reproduce, terms
from sim.report.source import Comparison
from sim.report.verdict import Verdict, verdict
from sim.report.words import answer


def write(
    comparison: Comparison, path: str | Path, language: str = "en", links: Mapping[str, str] | None = None
) -> Path:  # fmt: skip
    """Write the report as one HTML file; the file. It appears whole or not at all.

    `links` are pages that lie beside it, by their words.

    Raises:
        DataError: if no run under one of the schedules could be done.
    """
    return write_whole(page(comparison, language, links), path)


def page(comparison: Comparison, language: str = "en", links: Mapping[str, str] | None = None) -> str:
    """The report as HTML, the decision brief first."""
    _refuse_one_side(comparison)
    with speaking(language):
        evidence = Evidence(comparison)
        found = verdict(evidence)
        chosen = looks(evidence.policies)
        sections = _sections(evidence, found, chosen)
        first = tag(
            "section",
            opening.title(evidence),
            opening.contents(["brief", *sections], links or {}),
            answer(evidence, found),
            opening.facts(evidence, found),
            tag("h2", say("section.brief")),
            brief.write(evidence, found, chosen),
            id="brief",
        )
        rest = (tag("section", tag("h2", say(f"section.{name}")), part, id=name) for name, part in sections.items())
        return document(say("page.title"), tag("main", first, rest))


def _refuse_one_side(comparison: Comparison) -> None:
    done = set(comparison.runs.loc[comparison.runs["draw"] == BASE, "schedule"])
    missing = [schedule for schedule in comparison.schedules if schedule not in done]
    if missing:
        raise DataError(f"there is nothing to report: every run under schedule {missing[0]} failed; compare again")


def _sections(evidence: Evidence, found: Verdict, chosen: dict[str, Look]) -> dict[str, Html]:
    """What follows the brief, by name."""
    opened = [evidence.reference, *([found.policy] if found.policy is not None else [])]
    subject = found.policy or (evidence.challengers or evidence.policies)[0]
    return {
        "drying": text(drying.draw(evidence, chosen), causes.draw(evidence, opened)),
        "rescue": text(rescue.draw(evidence, chosen), worlds.draw(evidence, chosen), loop.draw(evidence, chosen)),
        "groups": groups.write(evidence, chosen),
        "exposure": exposure.write(evidence, chosen),
        "money": money.write(evidence, chosen),
        "sensitivity": sensitivity.draw(evidence, subject),
        "table": headline.write(evidence, chosen),
        "assumptions": assumptions.write(evidence),
        "pairing": pairing.write(evidence, chosen),
        "reproduce": reproduce.write(evidence),
        "terms": terms.write(),
    }
