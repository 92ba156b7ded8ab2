"""The split of each cohort's change in natural exposure between two stretches of a run into its causes."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.core.errors import DataError
from sim.results.accounts import ENTRANTS, LEAVERS, QUADRANTS
from sim.results.ledger import KIND_NAMES
from sim.results.rows import Rows
from sim.traffic.decomposition import CAUSES, decompose, situation, summed
from sim.world.tally import Lane

WINDOW_DAYS = 30
GROUPED = {"cohort": (*QUADRANTS, ENTRANTS, LEAVERS), "kind": KIND_NAMES}


class Days(NamedTuple):
    """A stretch of days, both ends included."""

    first: int
    last: int


def windows(onset_day: int, days: int, length: int = WINDOW_DAYS) -> tuple[Days, Days]:
    """The last days before onset and the last days of the run, shorter where the run is.

    Without warm-up the first days of the run stand for those before onset.

    Raises:
        DataError: if the run has no day after onset.
    """
    if days <= onset_day:
        raise DataError(f"the run ends on day {days}, not after onset (day {onset_day}): nothing to compare")
    after = Days(max(onset_day, days - length), days - 1)
    if onset_day > 0:
        return Days(max(0, onset_day - length), onset_day - 1), after
    return Days(0, min(length, days) - 1), after


def by_cohort(exposure: Rows, creators: pd.DataFrame, before: Days, after: Days, by: str = "cohort") -> pd.DataFrame:
    """Change in natural impressions a day by cohort and cause, or by another column of the table of accounts.

    Columns: group, members, cause, change (of the whole group), per_member, before and after (natural
    impressions a day of the whole group). Within a group the changes sum to after - before.
    """
    first = situation(exposure.frame(*before), creators, *before)
    second = situation(exposure.frame(*after), creators, *after)
    if by not in GROUPED:
        raise DataError(f"by is {by}, allowed is one of {', '.join(GROUPED)}")
    group = creators.set_index("creator")[by].astype(object)
    groups = list(GROUPED[by])
    changes = summed(decompose(first, second), group).reindex(groups, fill_value=0.0)[list(CAUSES)]
    tidy = changes.rename_axis(index="group").reset_index().melt("group", var_name="cause", value_name="change")
    members = group.value_counts().reindex(groups, fill_value=0)
    tidy.insert(1, "members", tidy["group"].map(members))
    tidy["per_member"] = tidy["change"] / tidy["members"].where(tidy["members"] > 0)
    for name, now in (("before", first), ("after", second)):
        natural = pd.Series(now.exposure[:, : Lane.PAID].sum(axis=1))
        total = natural.groupby(natural.index.to_series().map(group)).sum().reindex(groups, fill_value=0.0)
        tidy[name] = tidy["group"].map(total).astype(np.float64)
    tidy["group"] = pd.Categorical(tidy["group"], groups)
    tidy["cause"] = pd.Categorical(tidy["cause"], list(CAUSES))
    return tidy.sort_values(["group", "cause"], ignore_index=True)
