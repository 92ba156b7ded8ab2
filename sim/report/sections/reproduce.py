"""What gives the same numbers again: command, configuration, versions, fingerprints."""

from collections.abc import Mapping
from typing import Any

import yaml

from sim.analysis.pairs import BASE, PAIR
from sim.report.evidence import Evidence
from sim.report.language import counted, say, told
from sim.report.markup import Html, tag, text
from sim.report.tables import Heading, cell, table

FIRST = ("command", "fingerprint")


def write(evidence: Evidence) -> Html:
    """Command and fingerprint first."""
    manifest = evidence.comparison.manifest
    config = yaml.safe_dump(evidence.comparison.config.model_dump(mode="json"), sort_keys=False, allow_unicode=True)
    return text(
        command(evidence),
        tag("p", say("reproduce.same")),
        tag(
            "dl",
            (text(tag("dt", key), tag("dd", words, class_="long")) for key, words in _flat(manifest)),
            class_="terms",
        ),
        _failures(evidence),
        tag("details", tag("summary", say("reproduce.config")), tag("pre", config)),
        tag("details", tag("summary", say("reproduce.runs")), _runs(evidence)),
    )


def command(evidence: Evidence) -> Html:
    """The command and the fingerprint of what it gave."""
    manifest = evidence.comparison.manifest
    digest = tag("code", str(manifest.get("fingerprint", say("number.none"))), class_="long")
    return text(
        tag("pre", str(manifest.get("command", "python -m experiments.compare"))),
        tag("p", told("reproduce.fingerprint", print=digest)),
    )


def _flat(manifest: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """What the manifest says, one line each; long lists are left to the file beside the report."""
    lines: list[tuple[str, str]] = []
    for key, value in manifest.items():
        name = f"{prefix}{key}".replace("_", " ")
        if isinstance(value, Mapping):
            lines.append(
                (name, ", ".join(f"{one} {two}" for one, two in value.items() if not isinstance(two, Mapping | list)))
            )
        elif not isinstance(value, list) and key not in FIRST:
            lines.append((name, str(value)))
    return [(name, words) for name, words in lines if words]


def _runs(evidence: Evidence) -> Html:
    runs = evidence.comparison.runs
    last = runs[(runs["draw"] == BASE) & (runs["horizon_day"] == evidence.horizons[-1])]
    last = last.sort_values([*PAIR, "policy", "schedule"])
    names = ["replication", "seed", "policy", "schedule", "fingerprint"]
    headings = [Heading(name, left=name in names[2:]) for name in names]
    rows = ([cell(str(row[name]), left=name in names[2:]) for name in names] for row in last.to_dict("records"))
    return table(say("reproduce.row"), headings, rows, sortable=True)


def _failures(evidence: Evidence) -> Html | None:
    failures = evidence.comparison.failures
    if failures.empty:
        return None
    names = [str(name) for name in failures.columns]
    rows = ([cell(str(row[name]), left=True) for name in names] for row in failures.to_dict("records"))
    caption = say("reproduce.failed", n=counted(len(failures), "run"))
    return table(caption, [Heading(name, left=True) for name in names], rows)
