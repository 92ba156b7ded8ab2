"""The table of the headline: one row a policy."""

import math
from typing import Any, NamedTuple

from sim.report.estimate import Estimate
from sim.report.evidence import Evidence
from sim.report.language import known, say, told
from sim.report.look import Look, named
from sim.report.markup import Html, tag, text
from sim.report.numerals import NOTHING, change, percent, plain, signed
from sim.report.tables import Heading, cell, sure, table
from sim.report.words import Form

ENDS = ("low", "high", "assumptions_low", "assumptions_high")


class Column(NamedTuple):
    """A column of the comparison's table: its name there, how its numbers are written."""

    name: str
    form: Form


def _share(value: float) -> str:
    return percent(value, 1)


COLUMNS = (
    Column("exposure_steady", plain),
    Column("exposure_drying", plain),
    Column("change", change),
    Column("dryness_elasticity", plain),
    Column("protection", signed),
    Column("beats", _share),
    Column("paid_drying", plain),
    Column("own_paid_drying", plain),
    Column("total_drying", plain),
    Column("total_change", change),
    Column("regained_by_paying", _share),
    Column("parity", plain),
    Column("still_active", _share),
    Column("match_quality", plain),
    Column("match_quality_change", signed),
    Column("active_users", plain),
    Column("revenue", plain),
    Column("price_of_rescue", plain),
    Column("price_of_rescue_watch", plain),
)


def write(evidence: Evidence, looks: dict[str, Look]) -> Html:
    """The whole table."""
    frame = evidence.comparison.table
    columns = [column for column in COLUMNS if column.name in frame.columns]
    headings = [Heading(say("table.policy"), left=True)]
    headings += [_heading(name) for name in [*(column.name for column in columns), "sign", "p"]]
    headings += [_heading("survives", left=True)]
    rows = (
        _row({str(key): value for key, value in frame.loc[policy].to_dict().items()}, policy, columns, evidence, looks)
        for policy in evidence.policies
    )
    intervals = say("table.intervals")
    caption = text(
        say("headline.caption", day=evidence.primary, dry=evidence.dry, intervals=intervals),
        tag("span", say("headline.sorts"), class_="no-print"),
    )
    missing = any(str(note) for note in frame.get("note", ()))
    return text(
        table(caption, headings, rows, sortable=True, marked=0),
        tag("p", told("headline.missing", note=told("headline.note"))) if missing else None,
    )


def _heading(name: str, left: bool = False) -> Heading:
    words, _, unit = say(f"headline.{name}").partition(" | ")
    return Heading(words, unit, left)


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
        cells.append(
            cell(say("table.reference") if column.name == "protection" else "", "") if blank else _number(row, column)
        )
    p = float(row.get("p_holm", math.nan))
    cells += [
        cell(row.get("sign") or NOTHING, "" if own else float(row.get("sign_up", math.nan))),
        cell(plain(p, 2), p),
    ]
    return [*cells, cell(_survives(str(row.get("survives", NOTHING))), left=True)]


def _survives(words: str) -> str:
    """What the table says a sign survives, part by part."""
    parts = words.split(" and ")
    return say("number.last").join(known(f"survives.{part.replace(' ', '_')}") or part for part in parts)


def _number(row: dict[str, Any], column: Column) -> Html:
    """A number with its two intervals, as the comparison's table has them."""
    low, high, least, most = (float(row.get(f"{column.name}_{end}", math.nan)) for end in ENDS)
    value = float(row[column.name])
    return sure(Estimate(value, low, high, 0, 0, math.nan, least, most, 0), column.form)
