"""How much the pairs had in common, and what that bought."""

from typing import Any

import pandas as pd

from sim.report.evidence import Evidence
from sim.report.look import Look, named
from sim.report.markup import Html, tag, text
from sim.report.numerals import exact, plain
from sim.report.tables import Heading, cell, number, table

SIDES = {  # prefix of the columns -> what is paired
    "": "loss, policy and reference",
    "exposure_": "exposure when dry, policy and reference",
    "schedule_": "exposure, drying and steady",
}


def write(evidence: Evidence, looks: dict[str, Look]) -> Html:
    """A row a horizon and policy."""
    frame = evidence.comparison.pairing
    intro = (
        "Every policy and schedule lives in the same world with the same luck, from the same warm-up. The "
        "correlation of the two sides of a difference says how much they still share at a horizon; the ratio is "
        "the variance of their difference over that of two independent runs: 0 is all but noiseless, 1 means that "
        "pairing gained nothing. Both decay as the paths part."
    )
    sides = {prefix: words for prefix, words in SIDES.items() if f"{prefix}correlation" in frame.columns}
    headings = [Heading("policy", left=True), Heading("horizon", "days after onset")]
    for words in sides.values():
        headings += [Heading("correlation", words), Heading("variance ratio", words)]
    rows = (
        [cell(named(str(row["policy"]), looks[str(row["policy"])]), str(row["policy"])), number(row["horizon"], exact)]
        + [number(row[f"{prefix}{name}"], plain) for prefix in sides for name in ("correlation", "variance_ratio")]
        for row in _records(frame)
        if row["policy"] in looks
    )
    caption = f"Over {evidence.replications} replications of the base; a dash below three."
    return text(tag("p", intro), table(caption, headings, rows, sortable=True))


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]
