"""One account's story: who it is, what it got, and the exact accounting of the change."""

from html import escape
from typing import NamedTuple

import pandas as pd

from sim.core.errors import DataError
from sim.results.accounting import Days
from sim.results.ledger import LANE_NAMES
from sim.results.rows import Rows
from sim.traffic.decomposition import CAUSES, decompose, situation

SAYS = {
    "attention": "users' attention as a whole",
    "ad_load": "slots that went to paid traffic",
    "own_content": "slots that went to merchants and brands",
    "synthetic_content": "slots that went to machines",
    "lane_split": "the split between lanes",
    "competitors": "the number of competitors",
    "presence": "days it was there",
    "allocation": "its share of what there was",
}


class Story(NamedTuple):
    """An account, its exposure by lane before and after, and the change by cause (impressions a day)."""

    account: pd.Series
    exposure: pd.DataFrame
    accounting: pd.Series

    def __str__(self) -> str:
        """The story in words."""
        who = self.account
        niche = "niche" if who["niche"] else "mainstream"
        before, after = self.exposure["before"], self.exposure["after"]
        natural = [float(column.drop("paid").sum()) for column in (before, after)]
        left = "" if pd.isna(who["left_day"]) else f", left on day {who['left_day']}"
        start = f"Account {who.name}: {niche} {who['kind']}, {who['followers']:,.0f} followers ({who['tier']})"
        shown = f"Natural impressions a day: {natural[0]:.2f} before, {natural[1]:.2f} after"
        lines = [
            f"{start}, joined on day {who['joined_day']}{left}.",
            f"{shown}; paid: {before['paid']:.2f} before, {after['paid']:.2f} after.",
            f"The change of {natural[1] - natural[0]:+.2f} is, exactly:",
        ]
        return "\n".join(lines + [f"  {self.accounting[cause]:+10.2f}  {SAYS[cause]}" for cause in CAUSES])

    def _repr_html_(self) -> str:
        return f"<pre>{escape(str(self))}</pre>"


def story(exposure: Rows, creators: pd.DataFrame, creator: int, before: Days, after: Days) -> Story:
    """The story of one account between two stretches of days.

    Raises:
        DataError: if there never was such an account.
    """
    found = creators.set_index("creator").loc[lambda table: table.index == creator]
    if found.empty:
        allowed = f"an account that ever joined here (of 0 to {creators['creator'].max()})"
        raise DataError(f"creator is {creator}, allowed is {allowed}")
    first = situation(exposure.frame(*before), creators, *before)
    second = situation(exposure.frame(*after), creators, *after)
    changes = decompose(first, second)
    own = changes[changes["account"] == creator].set_index("cause")["change"]
    shown = {"before": first.exposure[creator], "after": second.exposure[creator]}
    return Story(found.iloc[0], pd.DataFrame(shown, index=list(LANE_NAMES)), own)
