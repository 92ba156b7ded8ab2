"""How much the pairs had in common, and what that bought."""

from typing import Any

import pandas as pd

from sim.report.evidence import Evidence
from sim.report.language import counted, say
from sim.report.look import Look, named
from sim.report.markup import Html, tag, text
from sim.report.numerals import exact, plain
from sim.report.tables import Heading, cell, number, table

SIDES = {"": "loss", "exposure_": "exposure", "schedule_": "schedule"}  # prefix of the columns -> what is paired


def write(evidence: Evidence, looks: dict[str, Look]) -> Html:
    """A row a horizon and policy."""
    frame = evidence.comparison.pairing
    sides = {prefix: words for prefix, words in SIDES.items() if f"{prefix}correlation" in frame.columns}
    headings = [Heading(say("table.policy"), left=True), Heading(say("pairing.horizon"), say("pairing.days"))]
    for words in sides.values():
        headings += [Heading(say(f"pairing.{n}"), say(f"pairing.{words}")) for n in ("correlation", "variance_ratio")]
    rows = (
        [cell(named(str(row["policy"]), looks[str(row["policy"])]), str(row["policy"])), number(row["horizon"], exact)]
        + [number(row[f"{prefix}{name}"], plain) for prefix in sides for name in ("correlation", "variance_ratio")]
        for row in _records(frame)
        if row["policy"] in looks
    )
    caption = say("pairing.caption", n=counted(evidence.replications, "replication"))
    return text(tag("p", say("pairing.intro")), table(caption, headings, rows, sortable=True))


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]
