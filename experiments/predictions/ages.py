"""What the prediction about old and young accounts looks at: those that came during the run, by age at its end."""

import numpy as np
import pandas as pd

import sim
from experiments.predictions.exposure import WINDOW_DAYS, recent

YOUNG = (14, 60)  # days since joining
OLD_FROM = 120
AHEAD = 0.9  # ahead is who has more than nine in ten of the old
NOBODY = 0.0


def newcomers(run: sim.Run) -> pd.DataFrame:
    """Accounts that joined during the run and are still there: age in days, followers gained, views a day lately."""
    creators = run.creators.assign(shown=recent(run))
    first = "first_joined_day" if "first_joined_day" in creators else "joined_day"
    there = creators[(creators[first] > 0) & creators["left_day"].isna()]
    age = run.days - there[first].to_numpy(np.float64)
    gained = (there["followers"] - there["first_followers"]).to_numpy(np.float64)
    shown = there["shown"].to_numpy(np.float64) / np.minimum(age, WINDOW_DAYS)
    table = pd.DataFrame({"age": age, "gained": gained, "shown": shown})
    table["young"] = (age >= YOUNG[0]) & (age < YOUNG[1])
    table["old"] = age >= OLD_FROM
    return table


def audience_gap(run: sim.Run) -> float:
    """Mean log of followers gained, of the old less of the young."""
    found = newcomers(run)
    logs = np.log1p(np.maximum(found["gained"].to_numpy(), 0.0))
    return _mean(logs[found["old"]]) - _mean(logs[found["young"]])


def age_gap(run: sim.Run) -> float:
    """Share of the old in the top tenth by natural impressions a day, less that of the young."""
    found = newcomers(run)
    top = found["shown"].to_numpy() >= np.quantile(found["shown"], AHEAD) if len(found) else np.zeros(0)
    return _mean(top[found["old"]]) - _mean(top[found["young"]])


def fast_success(run: sim.Run) -> float:
    """Share of the young who have gained more followers than nine in ten of the old have."""
    found = newcomers(run)
    old = found.loc[found["old"], "gained"]
    if old.empty:
        return NOBODY
    return _mean((found["gained"] > np.quantile(old, AHEAD)).to_numpy()[found["young"]])


def _mean(values: np.ndarray) -> float:
    """The mean, and 0 of nothing: in a tiny world there may be nobody of an age."""
    return float(np.mean(values)) if len(values) else NOBODY
