"""What an impression should count, so that what is shown much does not teach more for being shown much."""

import numpy as np
from numpy.typing import NDArray

OFF = 1.0  # the clip at which every impression counts the same


def weights(shown: NDArray[np.int64], clip: float, visible: NDArray[np.int64] | None = None) -> NDArray[np.float64]:
    """Mean propensity over own propensity, at most `clip` and at least 1 / clip, [N].

    The propensity of a row is estimated from what happened: its impressions per tick of the time that it was visible,
    `shown` over `visible` [N], or over one and the same time for all that were shown. The mean is that of all rows
    together, so where nothing is clipped the weights move no weight in or out: they sum to the impressions.

    Limits: estimated, not known: few impressions estimate it badly, which is what the clip is for. Requests are taken
        to come evenly in time. One propensity a row for all users, as if all met the same selection.
    Source: inverse-propensity weights for learning (Schnabel et al., "Recommendations as treatments", ICML 2016);
        for plays and skips, with propensities by item from its popularity, and clipped (Saito et al., "Unbiased
        recommender learning from missing-not-at-random implicit feedback", WSDM 2020).
    """
    if clip == OFF or not shown.any():
        return np.ones(shown.size)
    time = (shown > 0).astype(np.int64) if visible is None else visible
    due = int(shown.sum()) / int(time.sum()) * time  # what each would have had, had all been shown alike
    return np.clip(due / np.maximum(shown, 1), 1.0 / clip, clip)
