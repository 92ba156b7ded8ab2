"""What users of a world do, read off every impression of its last days."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize

import sim
from sim.core.inequality import gini, top_shares
from sim.core.units import TICKS_PER_DAY, TICKS_PER_HOUR
from sim.laws.watching import LONG_VIEW_MS, VALID_PLAY_MS

WARMUP, DAYS = 25, 50
OLD_DAYS = 7.0  # age from which an item has had its chance
Floats = NDArray[np.float64]


def lived(overrides: Sequence[str]) -> sim.Run:
    """A world of the standard kind with every impression kept."""
    return sim.simulate([
        f"horizon_days={DAYS}", f"warmup_days={WARMUP}", "population.users=600", "population.creators=120",
        "record.impressions=true", "record.metrics=[auc]", *overrides,
    ])  # fmt: skip


def natural(run: sim.Run) -> pd.DataFrame:
    """Natural impressions after the warm-up."""
    log = run.impressions
    assert log is not None
    return log[(log["lane"] != "paid") & (log["day"] >= WARMUP)]


def rates(run: sim.Run) -> dict[str, float]:
    """Shares of impressions with each action, and mean seconds."""
    log = natural(run)
    found = {name: float(log[name].mean()) for name in ("like", "comment", "share", "follow", "hide")}
    found["play"] = float((log["watch_ms"] > VALID_PLAY_MS).mean())
    found["long"] = float((log["watch_ms"] > LONG_VIEW_MS).mean())
    found["complete"] = float(log["complete"].mean())
    return found | {"seconds": float(log["watch_ms"].mean()) / 1000.0}


def plays_a_day(run: sim.Run) -> Floats:
    """Valid plays of each user and day on which she was there."""
    log = natural(run)
    played = (log["watch_ms"] > VALID_PLAY_MS).groupby([log["user"], log["day"]]).sum()
    return played.to_numpy(np.float64)


def spread_of_days(plays: Floats) -> float:
    """Distance from the quartiles of KuaiRec (19, 42, 83), both scaled to their medians; ties count half."""
    some = plays[plays > 0]
    relative = some / np.median(some)
    below = [float((relative < at).mean() + 0.5 * (relative == at).mean()) for at in (19 / 42, 83 / 42)]
    return max(abs(below[0] - 0.25), abs(below[1] - 0.75))


def of_items(run: sim.Run) -> Floats:
    """Natural impressions of each item that has had its chance."""
    items = run.warm.world.items
    return items.natural_impressions[items.visible_from <= run.warm.world.now - OLD_DAYS * TICKS_PER_DAY].astype(float)


def of_accounts(run: sim.Run) -> Floats:
    """Natural impressions of each account after the warm-up, [C]."""
    shown = natural(run).groupby("creator").size()
    return shown.reindex(range(len(run.warm.world.creators)), fill_value=0).to_numpy(np.float64)


def concentration(run: sim.Run) -> dict[str, float]:
    """How unequally items and accounts are seen."""
    items = of_items(run)
    accounts = of_accounts(run)[: run.config.population.creators]
    return {
        "items": gini(items),
        "top items": float(top_shares(items, (0.2,))[0]),
        "accounts": gini(accounts),
        "little seen": float((items < 0.2 * items.mean()).mean()),
    }


def kept_by_the_top(ranked: sim.Run, random: sim.Run, top: float = 0.71) -> float:
    """Of the share of exposure that the most seen items have when ranked, what is left to them at random."""
    shown = [natural(run).groupby(["creator", "upload"]).size() for run in (ranked, random)]
    first = (shown[0] / shown[0].sum()).sort_values(ascending=False)
    most = first.index[: int((first.cumsum() < top).sum()) + 1]
    there = float(shown[1].reindex(most, fill_value=0).sum() / shown[1].sum())
    return there / float(first[most].sum())


def share_watched(run: sim.Run) -> float:
    """Mean share of an item that is watched, at most all of it; over impressions of items that are still there."""
    items = run.warm.world.items
    known = pd.DataFrame({"creator": items.creator, "upload": items.upload, "length": items.duration_ms})
    log = natural(run).merge(known, on=["creator", "upload"])
    return float(np.minimum(log["watch_ms"] / log["length"], 1.0).mean())


def paid(run: sim.Run) -> float:
    """Paid share of what is seen."""
    assert run.impressions is not None
    return float((run.impressions["lane"] == "paid").mean())


def half_life(run: sim.Run) -> float:
    """Hours in which an item gets half of its views, if they fall off exponentially: from the first 24 of 72 hours."""
    items = run.warm.world.items
    known = pd.DataFrame({"creator": items.creator, "upload": items.upload, "from": items.visible_from})
    known = known[(known["from"] >= WARMUP * TICKS_PER_DAY) & (known["from"] <= (DAYS - 3) * TICKS_PER_DAY)]
    log = natural(run).merge(known, on=["creator", "upload"])
    age = (log["tick"] - log["from"]) / TICKS_PER_HOUR
    first = float((age < 24).sum() / max((age < 72).sum(), 1))
    share = (
        first / (1.0 - first) if first < 1 else np.inf
    )  # of the first day over the next two: 1 / (x + x^2), x = 2^(-24/h)
    x = (-1.0 + np.sqrt(1.0 + 4.0 / share)) / 2.0
    return float(-24.0 / np.log2(x)) if 0 < x < 1 else np.inf


def estimators(run: sim.Run) -> dict[str, float]:
    """AUC of long views in the last third, by a user's mean rate and by a logistic regression learned before it.

    The regression sees the smoothed log-odds of user, item, account, and user with topic: what a log says.
    """
    log = natural(run)
    cut = WARMUP + 2 * (DAYS - WARMUP) // 3
    long = (log["watch_ms"] > LONG_VIEW_MS).to_numpy(np.float64)
    past = (log["day"] < cut).to_numpy()
    keys = {
        "user": log["user"].to_numpy(),
        "item": (log["creator"].astype("int64") * 1_000_000 + log["upload"]).to_numpy(),
        "account": log["creator"].to_numpy(),
        "taste": (log["user"].astype("int64") * 1_000 + log["topic"]).to_numpy(),
    }
    seen = np.column_stack([_log_odds(key, long, past) for key in keys.values()])
    seen = (seen - seen[past].mean(axis=0)) / seen[past].std(axis=0)
    weights = _logistic(seen[past], long[past])
    return {
        "regression": _auc(long[~past], seen[~past] @ weights[1:]),
        "user mean": _auc(long[~past], seen[~past, 0]),
    }


def breadth(run: sim.Run) -> tuple[float, float]:
    """Share of a user's most played topic, among users with few plays and among those with many."""
    log = natural(run)
    plays = log[log["watch_ms"] > VALID_PLAY_MS].groupby(["user", "topic"]).size()
    top, total = plays.groupby("user").max(), plays.groupby("user").sum()
    light, heavy = total <= total.quantile(0.25), total >= total.quantile(0.75)
    return float((top / total)[light].mean()), float((top / total)[heavy].mean())


def _log_odds(key: NDArray[np.int64], long: Floats, past: NDArray[np.bool_]) -> Floats:
    """Log-odds of a long view for each row's key in the past, less the row's own, shrunk to the mean by ten rows."""
    _, place = np.unique(key, return_inverse=True)
    hits = np.bincount(place[past], weights=long[past], minlength=place.max() + 1)[place] - past * long
    rows = np.bincount(place[past], minlength=place.max() + 1)[place] - past
    rate = (hits + 10.0 * long[past].mean()) / (rows + 10.0)
    return np.asarray(np.log(rate / (1.0 - rate)))


def _logistic(x: Floats, y: Floats) -> Floats:
    design = np.column_stack([np.ones(len(x)), x])

    def loss(w: Floats) -> tuple[float, Floats]:
        z = design @ w
        return float(np.logaddexp(0.0, z).sum() - y @ z), design.T @ (1.0 / (1.0 + np.exp(-z)) - y)

    return np.asarray(minimize(loss, np.zeros(design.shape[1]), jac=True, method="L-BFGS-B").x)


def _auc(y: Floats, score: Floats) -> float:
    rank = pd.Series(score).rank().to_numpy()
    positive = y > 0
    n, m = int(positive.sum()), int((~positive).sum())
    return float((rank[positive].sum() - n * (n + 1) / 2) / (n * m))
