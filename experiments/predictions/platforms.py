"""What the predictions about platforms look at: who is still there on any of them, and who sees what together."""

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

import sim

WINDOW_DAYS = 30
BLOCK = 50  # neighbours on the ring of friends that make a community


def small_survivors(run: sim.Run) -> dict[str, float]:
    """Share of the accounts active at onset that have not given up since, of those below 10 k followers and of niche.

    Of several platforms each account counts once, where it is at home.
    """
    there = run.creators[run.creators["native"]] if "native" in run.creators else run.creators
    there = there[there["first_joined_day"] < run.onset_day]
    left = there["first_left_day"].to_numpy(np.float64, na_value=np.inf)
    stayed, asked = left >= run.days, left > run.onset_day
    groups = {"KOC survivors": there["first_tier"] == "koc", "niche survivors": there["niche"]}
    return {name: float(stayed[asked & members.to_numpy()].mean()) for name, members in groups.items()}


def niche_exposure(run: sim.Run) -> float:
    """Share of the last 30 days' natural impressions, on all platforms, that went to niche accounts."""
    rows = run.exposure.frame(run.days - WINDOW_DAYS).query("lane != 'paid'")
    niche = run.creators.drop_duplicates("creator").set_index("creator")["niche"]
    shown = rows.groupby("creator")["impressions"].sum()
    return float(shown[niche.reindex(shown.index).to_numpy(bool)].sum() / shown.sum())


def togetherness(run: sim.Run) -> dict[str, float]:
    """Of two users who saw the same item after onset: how often they are friends, and how often of one community.

    A community is a stretch of the ring that the graph of friends is made from; ties that were moved lead out of it.
    """
    log = run.impressions
    assert log is not None
    log = log[log["day"] >= run.onset_day]
    item = pd.factorize(log["creator"].astype(np.int64) * 2**32 + log["upload"])[0]
    users = int(run.resolved["population"]["users"])
    seen = csr_array((np.ones(len(log), dtype=np.int64), (item, log["user"].to_numpy())), shape=(item.max() + 1, users))
    seen.data[:] = 1
    viewers = seen.sum(axis=1)
    pairs = float((viewers * (viewers - 1)).sum())
    blocks = csr_array((np.ones(users, dtype=np.int64), (np.arange(users), np.arange(users) // BLOCK)))
    inside = (seen @ blocks).toarray()
    friends = run.warm.world.friends
    known = 0.0
    if friends is not None:
        ties = csr_array(
            (np.ones(friends.target.size, dtype=np.int64), friends.target, friends.start), shape=(users,) * 2
        )
        known = float(((seen @ ties) * seen).sum())
    return {"friends": known / pairs, "community": float((inside * (inside - 1)).sum()) / pairs}
