"""Which mechanism did it: every set of mechanisms lived from the same past, and each one's Shapley value."""

from collections.abc import Sequence

import pandas as pd
from tqdm import tqdm

import sim
from sim.analysis.shapley import shapley, subsets

WINDOW_DAYS = 30
OFF = {  # what switches a mechanism off from onset on
    "drying (paid displacement)": ("traffic=steady",),
    "newcomers (competition)": ("careers.entrants_per_month=0.0",),
    "others giving up (and herself)": ("careers.exit=false",),
    "practice, pace and topics (adaptation)": (
        "careers.learning=false",
        "careers.cadence=false",
        "careers.topics=false",
    ),
    "satiation": ("behaviour.topic_weariness=0.0", "behaviour.creator_weariness=0.0"),
}


def exposure(run: sim.Run, accounts: Sequence[int]) -> "pd.Series[float]":
    """Natural impressions a day of these accounts over the last days of a run."""
    rows = run.exposure.frame(run.days - WINDOW_DAYS).query("lane != 'paid'")
    shown = rows.groupby("creator")["impressions"].sum()
    return shown.reindex(accounts, fill_value=0) / min(WINDOW_DAYS, run.days)


def lives(past: sim.Run, accounts: Sequence[int], progress: bool) -> dict[frozenset[str], "pd.Series[float]"]:
    """Exposure of these accounts with every set of mechanisms on, all lived from the same past."""
    found = {}
    for on in tqdm(subsets(list(OFF)), desc="lives", unit="life", disable=not progress):
        off = [line for name, lines in OFF.items() if name not in on for line in lines]
        found[on] = exposure(sim.branch(past, off)[0], accounts)
    return found


def why(lived: dict[frozenset[str], "pd.Series[float]"], account: int) -> dict[str, float]:
    """What each mechanism adds to an account's exposure; together, all on less all off."""
    return shapley(list(OFF), lambda on: float(lived[on].loc[account]))
