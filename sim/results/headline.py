"""A run in a dozen numbers."""

from typing import TYPE_CHECKING

import pandas as pd

from sim.metrics import discover
from sim.results.accounting import WINDOW_DAYS
from sim.results.accounts import cohort_exposure

if TYPE_CHECKING:
    from sim.results.run import Run

COHORT = "niche-small"
DAILY = (  # metric, group, what it is called here
    ("natural_share", "all", "natural share of slots"),
    ("parity", "all", "parity of niche topics"),
    ("match_quality", "all", "match quality"),
    ("play_rate", "all", "valid plays per impression"),
    ("watch_seconds", "all", "watch time per impression"),
    ("active_users", "all", "active users"),
    ("creators_active", "all", "active accounts"),
    ("exposure_gini_excess", "all", "inequality of exposure beyond chance"),
    ("effective_creators", "all", "accounts sharing exposure, in effect"),
    ("auc", "all", "accuracy of the recommender (AUC)"),
)


def headline(run: "Run", window: int = WINDOW_DAYS) -> pd.DataFrame:
    """The run in a dozen numbers with their units: means over its last days after onset.

    The cohort is that of niche and small accounts, frozen at onset; who left counts as zero.
    """
    last = run.days - 1
    first = max(run.days - window, run.onset_day if run.onset_day < run.days else 0, 0)
    rows: list[tuple[str, float, str]] = []
    if not run.exposure.empty and (run.creators["cohort"] == COHORT).any():
        shown = run.exposure.frame(first, last)
        cohort = cohort_exposure(shown, run.creators, first, last).loc[COHORT].astype(float).to_dict()
        unit = "impressions/account/day"
        rows.append(("natural exposure of niche-small accounts", cohort["natural"], unit))
        rows.append(("total exposure of niche-small accounts", cohort["total"], unit))
        rows.append(("niche-small accounts still active", cohort["still_active"] / max(cohort["members"], 1.0), "1"))
    values = run.metrics.pivot_table(index="day", columns=["metric", "group"], values="value")
    recent = values.loc[(values.index >= first) & (values.index <= last)].mean()
    if ("dryness", "all") in recent.index and run.onset_day > 0:
        before = values.loc[(values.index < run.onset_day) & (values.index >= run.onset_day - window)]
        if (usual := before["dryness", "all"].mean()) > 0:
            rows.append(("dryness, relative to onset", recent["dryness", "all"] / usual, "1"))
    every = discover()
    rows += [
        (name, float(recent[metric, group]), every[metric].unit)
        for metric, group, name in DAILY
        if (metric, group) in recent.index
    ]
    return pd.DataFrame(rows, columns=["quantity", "value", "unit"]).set_index("quantity")
