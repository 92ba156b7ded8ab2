"""The report of a comparison: one file that needs nothing else to be read."""

import base64
import hashlib
from importlib.resources import files
from pathlib import Path

from sim.report import brief
from sim.report.evidence import Evidence
from sim.report.figures import causes, drying, rescue, worlds
from sim.report.look import looks
from sim.report.markup import Html, tag, text
from sim.report.sections import assumptions, exposure, headline, opening, pairing, reproduce, terms
from sim.report.source import Comparison
from sim.report.verdict import Verdict, verdict


def write(comparison: Comparison, path: str | Path) -> Path:
    """Write the report as one HTML file; the file. It appears whole or not at all."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_text(page(comparison), encoding="utf-8")
    unfinished.replace(path)
    return path


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
    return f"<!doctype html>\n{tag('html', _head(), tag('body', body, _script()), lang='en')}\n"


def _shown(evidence: Evidence, found: Verdict) -> list[str]:
    """The policies whose waterfall stands open: the reference and the one pointed to."""
    return [evidence.reference, *([found.policy] if found.policy is not None else [])]


def _resource(name: str) -> str:
    return files("sim.report").joinpath(name).read_text(encoding="utf-8")


def _script() -> Html:
    return tag("script", Html(_resource("page.js")))


def _head() -> Html:
    """Everything inline. The browser is told to fetch nothing, and to run no script but this page's own."""
    digest = base64.b64encode(hashlib.sha256(_resource("page.js").encode()).digest()).decode()
    allowed = f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{digest}'"
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=allowed),
        tag("meta", name_="viewport", content="width=device-width, initial-scale=1"),
        tag("link", rel="icon", href="data:,"),
        tag("title", opening.TITLE),
        tag("style", Html(_resource("page.css"))),
    )
