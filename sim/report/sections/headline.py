"""The table of the headline: one row a policy."""

import math
from typing import Any, NamedTuple

from sim.report.estimate import Estimate
from sim.report.evidence import Evidence
from sim.report.look import Look, named
from sim.report.markup import Html, tag, text
from sim.report.numerals import NOTHING, change, percent, plain, signed
from sim.report.tables import INTERVALS, Heading, cell, sure, table
from sim.report.words import Form, prose

ENDS = ("low", "high", "assumptions_low", "assumptions_high")


class Column(NamedTuple):
    """A column of the comparison's table: its name there, its head here, how its numbers are written."""

    name: str
    words: str
    unit: str
    form: Form


def _share(value: float) -> str:
    return percent(value, 1)


COLUMNS = (
    Column("exposure_steady", "exposure steady", "per member and day", plain),
    Column("exposure_drying", "exposure drying", "per member and day", plain),
    Column("change", "change", "drying against steady", change),
    Column("dryness_elasticity", "elasticity", "1 is proportional", plain),
    Column("protection", "protection", "difference of ln exposure", signed),
    Column("beats", "beats the reference", "share of draws, within guardrails", _share),
    Column("paid_drying", "paid exposure", "per member and day, drying", plain),
    Column("own_paid_drying", "of it bought by the account", "per member and day, drying", plain),
    Column("total_drying", "total exposure", "per member and day, drying", plain),
    Column("total_change", "change of total", "drying against steady", change),
    Column("regained_by_paying", "regained by paying", "share of natural exposure lost", _share),
    Column("parity", "parity", "niche share of exposure / of demand", plain),
    Column("still_active", "cohort still active", "share of members", _share),
    Column("match_quality", "match quality", "sd of taste", plain),
    Column("match_quality_change", "match quality", "sd of taste, against the reference", signed),
    Column("active_users", "active users", "a day", plain),
    Column("revenue", "revenue", "RMB a day", plain),
    Column("price_of_rescue", "price of rescue", "RMB per 1,000 regained", plain),
    Column("price_of_rescue_watch", "price of rescue", "seconds watched per 1,000 regained", plain),
)


def write(evidence: Evidence, looks: dict[str, Look]) -> Html:
    """The whole table."""
    frame = evidence.comparison.table
    columns = [column for column in COLUMNS if column.name in frame.columns]
    headings = [Heading("policy", left=True)] + [Heading(column.words, column.unit) for column in columns]
    headings += [Heading("sign of protection", "replications"), Heading("p", "Holm over policies")]
    headings += [Heading("survives", left=True)]
    rows = (
        _row({str(key): value for key, value in frame.loc[policy].to_dict().items()}, policy, columns, evidence, looks)
        for policy in evidence.policies
    )
    caption = text(
        f"At day {evidence.primary} after onset, under {evidence.dry} traffic unless said otherwise; mean over "
        f"replications. {INTERVALS} Protection is the one primary outcome; all other columns are exploratory. A dash: "
        "too few replications or draws, or nothing regained. ",
        tag("span", "Headings sort.", class_="no-print"),
    )
    notes = sorted({str(note) for note in frame.get("note", ()) if str(note)})
    return text(
        table(caption, headings, rows, sortable=True, marked=0),
        (tag("p", "For what is missing, ", prose(note), ".") for note in notes),
    )


def _row(
    row: dict[str, Any], policy: str, columns: list[Column], evidence: Evidence, looks: dict[str, Look]
) -> list[Html]:
    cells = [cell(named(policy, looks[policy]), policy)]
    own = policy == evidence.reference
    for column in columns:
        blank = own and column.name in (
            "protection",
            "beats",
            "match_quality_change",
            "price_of_rescue",
            "price_of_rescue_watch",
        )
        cells.append(cell("reference" if column.name == "protection" else "", "") if blank else _number(row, column))
    p = float(row.get("p_holm", math.nan))
    cells += [
        cell(row.get("sign") or NOTHING, "" if own else float(row.get("sign_up", math.nan))),
        cell(plain(p, 2), p),
    ]
    return [*cells, cell(str(row.get("survives", NOTHING)), left=True)]


def _number(row: dict[str, Any], column: Column) -> Html:
    """A number with its two intervals, as the comparison's table has them."""
    low, high, least, most = (float(row.get(f"{column.name}_{end}", math.nan)) for end in ENDS)
    value = float(row[column.name])
    return sure(Estimate(value, low, high, 0, 0, math.nan, least, most, 0), column.form)
