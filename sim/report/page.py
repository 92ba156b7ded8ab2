"""The report of a comparison: one file that needs nothing else to be read."""

from pathlib import Path

from sim.report import brief
from sim.report.document import document, write_whole
from sim.report.evidence import Evidence
from sim.report.figures import causes, drying, rescue, worlds
from sim.report.look import looks
from sim.report.markup import tag, text
from sim.report.sections import assumptions, exposure, headline, opening, pairing, reproduce, terms
from sim.report.source import Comparison
from sim.report.verdict import Verdict, verdict


def write(comparison: Comparison, path: str | Path) -> Path:
    """Write the report as one HTML file; the file. It appears whole or not at all."""
    return write_whole(page(comparison), path)


def page(comparison: Comparison) -> str:
    """The report as HTML."""
    evidence = Evidence(comparison)
    found = verdict(evidence)
    chosen = looks(evidence.policies)
    sections = {
        "drying": (
            "What happens as traffic dries up",
            (drying.draw(evidence, chosen), causes.draw(evidence, _shown(evidence, found))),
        ),
        "rescue": (
            "What a policy can do, and its price",
            (rescue.draw(evidence, chosen), worlds.draw(evidence, chosen)),
        ),
        "exposure": ("Natural, paid and total exposure", exposure.write(evidence, chosen)),
        "brief": ("Decision brief", brief.write(evidence, found, chosen)),
        "table": ("The table", headline.write(evidence, chosen)),
        "assumptions": ("Assumptions and sources", assumptions.write(evidence)),
        "pairing": ("How well the pairs were matched", pairing.write(evidence, chosen)),
        "reproduce": ("How to reproduce this", reproduce.write(evidence)),
        "terms": ("Terms", terms.write()),
    }
    body = text(
        opening.write(evidence, found),
        tag("main", (tag("section", tag("h2", title), part, id=name) for name, (title, part) in sections.items())),
    )
    return document(opening.TITLE, body)


def _shown(evidence: Evidence, found: Verdict) -> list[str]:
    """The policies whose waterfall stands open: the reference and the one pointed to."""
    return [evidence.reference, *([found.policy] if found.policy is not None else [])]
