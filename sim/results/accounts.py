"""The table of accounts at the end of a run, and the cohorts that were frozen at onset."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.core.units import FEN_PER_RMB, NEVER, TICKS_PER_DAY, TICKS_PER_MINUTE, TICKS_PER_SECOND
from sim.results.ledger import LANE_NAMES
from sim.results.recorder import Onset, Recorder
from sim.world.careers import Careers, Left, Source
from sim.world.creators import Creators, Kind, Tier, tier_of
from sim.world.grouping import by_quadrant
from sim.world.rooms import Air, Hosts
from sim.world.sales import SALES, SCENES, Sale
from sim.world.tally import ACTS, LANES, Act, Lane
from sim.world.world import World

QUADRANTS = ("niche-small", "niche-large", "mainstream-small", "mainstream-large")
ENTRANTS = "entrant"  # accounts that came after onset
LEAVERS = "left before onset"  # accounts that were gone by then
COUNTS = {"plays": Act.PLAY, "likes": Act.LIKE, "comments": Act.COMMENT, "shares": Act.SHARE, "follows": Act.FOLLOW}


def accounts(world: World, recorder: Recorder) -> pd.DataFrame:
    """One row for each account that ever joined.

    `left_day` is the first day without the account, missing if it stayed; `cohort` is its place in the 2 x 2
    of niche and small as of onset, "entrant" if it came later, "left before onset" if it was gone by then,
    missing before onset. Where accounts go live: what came of their rooms. Where they have
    careers: who is behind them, money by source, and when they first came and left; `joined_day` and `left_day`
    are then those of the latest spell; `agency` is the one it is under contract with, or -1.
    """
    creators = world.creators
    rows = np.flatnonzero(creators.joined_at <= world.now)
    lanes = recorder.ever[rows, :LANES]
    acts = recorder.ever[rows, LANES : LANES + ACTS] + recorder.ever[rows, LANES + ACTS :]
    table = {
        "creator": rows.astype(np.int32),
        "kind": _words([kind.name.lower() for kind in Kind], creators.kind[rows]),
        "tier": _words([tier.name.lower() for tier in Tier], tier_of(creators.followers[rows])),
        "first_tier": _words([tier.name.lower() for tier in Tier], creators.first_tier[rows]),
        "niche": creators.niche[rows].astype(bool),
        "mistags": world.false_topic[rows] >= 0,
        "topic": creators.topic_mix[rows].argmax(axis=1).astype(np.int32),
        "quality": creators.quality[rows],
        "inconsistency": creators.inconsistency[rows],
        "uploads_per_day": creators.uploads_per_day[rows],
        "joined_day": (creators.joined_at[rows] // TICKS_PER_DAY).astype(np.int32),
        "left_day": _left_day(creators.left_at[rows], world.now),
        "first_followers": creators.first_followers[rows],
        "followers": creators.followers[rows],
        **_cohort(recorder.onset, creators, rows),
        "impressions": lanes.sum(axis=1),
        "natural": lanes[:, : Lane.PAID].sum(axis=1),
        **{f"impressions_{name}": lanes[:, lane] for lane, name in enumerate(LANE_NAMES)},
        **{name: acts[:, act] for name, act in COUNTS.items()},
        "watch_seconds": acts[:, Act.WATCH_MS] / TICKS_PER_SECOND,
        **_sales(recorder, rows),
        **({} if world.live is None else _on_air(world.live.hosts, rows)),
        **({} if world.careers is None else _career(world.careers, rows, world.now)),
    }
    return pd.DataFrame(table)


def _sales(recorder: Recorder, rows: NDArray[np.int64]) -> dict[str, NDArray[np.generic]]:
    """Orders, and sales in RMB, returns included; nothing where nothing is sold."""
    if not len(recorder.sales_ever):
        return {}
    total = recorder.sales_ever[rows].reshape(rows.size, SCENES, SALES).sum(axis=1)
    return {"orders": total[:, Sale.ORDERS], "gmv": total[:, Sale.GMV] / FEN_PER_RMB}


def _on_air(hosts: Hosts, rows: NDArray[np.int64]) -> dict[str, NDArray[np.generic]]:
    """What came of the live rooms that have closed; the peak is of users, each of whom stands for many."""
    return {
        "rooms": hosts.held[rows],
        "room_viewers": hosts.air[rows, :LANES].sum(axis=1),
        "room_minutes": hosts.air[rows, Air.STAY_MS] / TICKS_PER_MINUTE,
        "room_peak": hosts.peak[rows],
        "room_gmv": hosts.gmv_fen[rows] / FEN_PER_RMB,
    }


def _career(careers: Careers, rows: NDArray[np.int64], now: int) -> dict[str, object]:
    """Who is behind each account, what it earned in all by source (RMB), and how its career went."""
    money = careers.money[rows] / 100.0
    return {
        "full_time": careers.full_time[rows].astype(bool),
        "second_career": careers.second_career[rows].astype(bool),
        "young": careers.young[rows].astype(bool),
        "region": careers.region[rows],
        "wage": careers.wage[rows],
        "income": careers.income[rows],
        **{f"money_{source.name.lower()}": money[:, source] for source in Source},
        "habit": careers.habit[rows],
        "uploads": careers.uploads[rows],
        "reliability": careers.reliability[rows],
        "drive": careers.drive[rows],
        "first_joined_day": (careers.first_joined_at[rows] // TICKS_PER_DAY).astype(np.int32),
        "first_left_day": _left_day(careers.first_left_at[rows], now),
        "left_for": _words([reason.name.lower() for reason in Left], careers.left_for[rows]),
        "spells": careers.spells[rows] + 1,
        "agency": careers.agency[rows],
    }


def _words(words: list[str], code: NDArray[np.int8]) -> "pd.Categorical[Any]":
    return pd.Categorical.from_codes(code, dtype=pd.CategoricalDtype(words))


def _left_day(left_at: NDArray[np.int64], now: int) -> "pd.api.extensions.ExtensionArray":
    gone = left_at <= now
    day = np.where(gone, -(-np.where(left_at < NEVER, left_at, 0) // TICKS_PER_DAY), 0)
    return pd.arrays.IntegerArray(day.astype(np.int32), ~gone)


def _cohort(onset: Onset | None, creators: Creators, rows: NDArray[np.int64]) -> dict[str, object]:
    words = [*QUADRANTS, ENTRANTS, LEAVERS]
    if onset is None:
        return {
            "cohort": _words(words, np.full(rows.size, -1, dtype=np.int8)),
            "followers_at_onset": np.full(rows.size, np.nan),
        }
    quadrant = by_quadrant(onset.niche, onset.followers)
    place = np.array([words.index(member) for member in quadrant.members], dtype=np.int8)[quadrant.code]
    gone = creators.left_at <= onset.day * TICKS_PER_DAY
    absent = np.where(gone, np.int8(words.index(LEAVERS)), np.int8(words.index(ENTRANTS)))
    code = np.where(onset.active, place, absent)
    followers = np.where(onset.active, onset.followers, np.nan)
    return {"cohort": _words(words, code[rows]), "followers_at_onset": followers[rows]}


def cohort_exposure(ledger: pd.DataFrame, creators: pd.DataFrame, first_day: int, last_day: int) -> pd.DataFrame:
    """Impressions per cohort member per day between two days, both included: natural, paid and total.

    Members are those active at onset; who left since counts as zero exposure. Indexed by cohort; entrants
    and those gone before onset are left out. Also the number of members, and how many of them are still active on
    the last day.
    """
    days = last_day - first_day + 1
    part = ledger[(ledger["day"] >= first_day) & (ledger["day"] <= last_day)]
    cohort = creators.set_index("creator")["cohort"].astype(object)
    belongs = part["creator"].map(cohort)
    paid = (part["lane"] == LANE_NAMES[Lane.PAID]).to_numpy()
    members = cohort.value_counts().reindex(QUADRANTS, fill_value=0)
    left = creators["left_day"].to_numpy(np.float64, na_value=np.inf)
    there = creators.loc[left > last_day, "cohort"].astype(object).value_counts().reindex(QUADRANTS, fill_value=0)
    table = pd.DataFrame({"members": members, "still_active": there})
    for name, mask in (("natural", ~paid), ("paid", paid)):
        shown = part["impressions"][mask].groupby(belongs[mask]).sum().reindex(QUADRANTS, fill_value=0)
        table[name] = shown / (members.where(members > 0) * days)
    return table.assign(total=table["natural"] + table["paid"]).rename_axis("cohort")
