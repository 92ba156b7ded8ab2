"""Whether what a file says of a run is all that a run leaves, and nothing else: a digest can be right of any bytes."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from sim.analysis.estimand import QUADRANTS
from sim.analysis.market import FLOW, GMV, RETURNS
from sim.analysis.sharing import HELD
from sim.analysis.tiers import TIERS
from sim.comparison.arms import BASE
from sim.comparison.cells import Cell
from sim.comparison.work import Outcome
from sim.traffic.decomposition import CAUSES

HEX = frozenset("0123456789abcdef")
DIGEST = 64  # letters of a fingerprint
BY_QUADRANT = ("natural", "paid", "total", "members", "active", "own_paid")
NUMBERS = frozenset((
    "horizon_day", "seed", "seconds", "dryness", "parity", "match_quality", "active_users", "watch_seconds_per_day",
    "revenue_rmb_per_day", "natural_slots_per_day", "welfare", "leakage", "astray", *HELD, "gini_excess",
    "niche_share", "mistagger_advantage",
    *(f"{name}_{quadrant}" for name in BY_QUADRANT for quadrant in QUADRANTS),
    *(f"{name}_{tier}" for name in ("natural", "members") for tier in TIERS),
))  # fmt: skip
DAILY = ("day", "quadrant", "natural", "paid", "members_active", "dryness", "niche_accounts")
CAUSE = ("quadrant", "cause", "change", "before", "after")
WORDS = {"quadrant": QUADRANTS, "cause": CAUSES}


def sound(outcome: Outcome, horizons: Sequence[int], days: int) -> bool:
    """Whether an outcome has one row for each horizon, and days and causes, of its own run."""
    rows = outcome.rows
    if not all(_row(row, outcome.cell) for row in rows) or [row["horizon_day"] for row in rows] != [*horizons]:
        return False
    if outcome.cell.draw != BASE:
        return not (len(outcome.daily) or len(outcome.causes))
    lived = len(outcome.daily) == days * len(QUADRANTS) and _table(outcome.daily, DAILY, outcome.cell, RETURNS)
    return lived and (not len(outcome.causes) or _table(outcome.causes, CAUSE, outcome.cell))


def _row(row: Any, cell: Cell) -> bool:
    if not isinstance(row, dict):
        return False
    own, rest = cell._asdict(), dict(row)
    said = {key: rest.pop(key, None) for key in own}
    printed = rest.pop("fingerprint", None)
    market = {key for key in rest if key == GMV or (str(key).startswith(FLOW) and str(key).isidentifier())}
    return (
        said == own
        and isinstance(printed, str)
        and len(printed) == DIGEST
        and HEX.issuperset(printed)
        and rest.keys() - market == NUMBERS
        and all(isinstance(value, int | float) and not isinstance(value, bool) for value in rest.values())
    )


def _table(table: pd.DataFrame, columns: Sequence[str], cell: Cell, more: Sequence[str] | Any = ()) -> bool:
    """Whether a table has these columns of one run; `more` are some that it may have beside them."""
    own = cell._asdict()
    names = [name for name in table.columns if name not in more]
    return names == [*columns, *own] and table.columns.is_unique and all(_column(table[n], str(n), own) for n in table)


def _column(values: "pd.Series[Any]", name: str, own: dict[str, Any]) -> bool:
    if name in own:
        return bool((values == own[name]).all())
    return bool(values.isin(WORDS[name]).all()) if name in WORDS else values.dtype.kind in "if"
