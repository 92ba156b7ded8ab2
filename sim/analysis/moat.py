"""What protects an account: how much of survival and of exposure goes with quality, consistency and the like.

A measured association in a finished run, never an input of one: traits are drawn independently of each other when
the world is made, so that the shares may be read as effects in this world.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.analysis.shapley import shapley
from sim.analysis.survival import DAYS_PER_MONTH, lives
from sim.core.errors import DataError
from sim.results.ledger import LANE_NAMES
from sim.results.run import Run
from sim.world.tally import Lane

OUTCOMES = ("exposure", "survival")
ALIKE = 1e-9  # a spread of a trait below this is rounding: all accounts have it alike
Floats = NDArray[np.float64]


def traits(creators: pd.DataFrame) -> pd.DataFrame:
    """The traits of accounts as standard scores, one column each, indexed by account.

    Consistency is -ln of the standard deviation of quality within the account; reliability, where accounts have
    careers, the logit of keeping a planned upload; audience the log of the followers it began with.
    """
    table = {
        "quality": creators["quality"],
        "consistency": -np.log(creators["inconsistency"]),
        "pace": np.log(creators["habit"] if "habit" in creators else creators["uploads_per_day"]),
        "audience": np.log1p(creators["first_followers"]),
        "niche": creators["niche"].astype(float),
    }
    if "reliability" in creators:
        table["reliability"] = np.log(creators["reliability"] / (1.0 - creators["reliability"]).clip(lower=1e-9))
    found = pd.DataFrame(table).set_axis(creators["creator"].to_numpy())
    spread = found.std(ddof=0)
    return ((found - found.mean()) / spread.where(spread > ALIKE, 1.0)).where(spread > ALIKE, 0.0, axis=1)


def moat(*runs: Run, paid: bool = False) -> pd.DataFrame:
    """Slope and Shapley share of each trait, for exposure and for survival of the accounts that began the runs.

    Several runs are several worlds: accounts are compared within their own.

    Columns: outcome, trait, slope (per standard deviation of the trait), low, high (95 %), share (of the variance
    explained, by Shapley value; the shares of an outcome sum to its r2), r2. Exposure is ln(1 + natural impressions a
    day while there), paid ones too if `paid`; survival months until the first exit, cut at the end of the run, the same
    for all.
    """
    worlds = [_world(run, paid) for run in runs]
    scores = pd.concat([scores for scores, _ in worlds], ignore_index=True)
    return pd.concat(
        [
            explained(scores, np.concatenate([outcomes[name] - outcomes[name].mean() for _, outcomes in worlds]), name)
            for name in OUTCOMES
        ],
        ignore_index=True,
    )


def _world(run: Run, paid: bool) -> tuple[pd.DataFrame, dict[str, Floats]]:
    """The traits of a run's accounts, and each outcome."""
    began = run.creators[run.creators["joined_day"] < 0]
    if "first_joined_day" in run.creators:
        began = run.creators[run.creators["first_joined_day"] < 0]
    lived = lives(began, run.days)
    scores = traits(began).reindex(lived.index)
    shown = pd.Series(0.0, index=lived.index)
    for part in run.exposure.parts():
        counted = part if paid else part[part["lane"] != LANE_NAMES[Lane.PAID]]
        shown += counted.groupby("creator")["impressions"].sum().reindex(lived.index, fill_value=0)
    days = lived["months"].to_numpy(np.float64) * DAYS_PER_MONTH
    exposure = np.log1p(shown.to_numpy() / days)
    return scores, {"exposure": exposure, "survival": lived["months"].to_numpy(np.float64)}


def explained(scores: pd.DataFrame, outcome: Floats, name: str) -> pd.DataFrame:
    """Least squares of an outcome on all traits, with the Shapley shares of the variance they explain.

    Source: averaging over orderings; Lindeman, Merenda and Gold 1980 (Shapley 1953 on R2).

    Raises:
        DataError: if there are hardly more accounts than traits.
    """
    x, count = scores.to_numpy(np.float64), scores.shape[1]
    if len(x) < 3 * count:
        raise DataError(f"{len(x)} accounts are too few to tell {count} traits apart")
    names = list(scores.columns)

    def worth(some: frozenset[str]) -> float:
        return _r2(x[:, [place for place, trait in enumerate(names) if trait in some]], outcome)

    shares = shapley(names, worth)
    slope, error = _least_squares(x, outcome)
    return pd.DataFrame(
        {
            "outcome": name,
            "trait": scores.columns,
            "slope": slope,
            "low": slope - 1.96 * error,
            "high": slope + 1.96 * error,
            "share": [shares[trait] for trait in names],
            "r2": _r2(x, outcome),
        }
    )


def _r2(x: Floats, y: Floats) -> float:
    total = float(((y - y.mean()) ** 2).sum())
    if total == 0.0:
        return 0.0
    centred = x - x.mean(axis=0)
    fitted = centred @ np.linalg.lstsq(centred, y - y.mean(), rcond=None)[0] if x.shape[1] else np.zeros(y.size)
    return float((fitted**2).sum()) / total


def _least_squares(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Slopes and their standard errors, robust to unequal variance (White 1980); 0 of a trait that all have alike."""
    varies = x.any(axis=0)
    centred = x[:, varies] - x[:, varies].mean(axis=0)
    inverse = np.linalg.pinv(centred.T @ centred)
    found = inverse @ centred.T @ (y - y.mean())
    left = (y - y.mean()) - centred @ found
    meat = (centred * left[:, None]).T @ (centred * left[:, None])
    variance = np.diag(inverse @ meat @ inverse) * len(x) / max(len(x) - x.shape[1] - 1, 1)
    slope, error = np.zeros(x.shape[1]), np.zeros(x.shape[1])
    slope[varies], error[varies] = found, np.sqrt(np.maximum(variance, 0.0))
    return slope, error
