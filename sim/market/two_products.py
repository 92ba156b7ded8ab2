"""How surely a test with so many clicks tells the better of two products."""

import math

import numpy as np
import scipy


def probability_best(low: float, high: float, clicks: int, of_better: int | None = None) -> float:
    """Probability that the better of two products has the higher rate in a test of `clicks` each; a tie is tossed.

    Exact: the sum over all outcomes of two binomials. 1,000 clicks at .02 and .03 give .9245. `of_better` are the
    clicks of the better product, where it got others than the worse one.

    Raises:
        ValueError: if a rate lies outside [0, 1] or there are no clicks.
    """
    own = clicks if of_better is None else of_better
    if not 0.0 <= low <= high <= 1.0 or min(clicks, own) < 1:
        raise ValueError(f"allowed is 0 <= low <= high <= 1 and clicks >= 1, not {low:g}, {high:g}, {min(clicks, own)}")
    sold = np.arange(own + 1)
    as_many, even = np.divmod(sold * clicks, own)  # orders of the worse product at which their rates are equal
    tie = np.where(even == 0, scipy.stats.binom.pmf(as_many, clicks, low), 0.0)
    below = scipy.stats.binom.cdf(as_many - (even == 0), clicks, low)
    return float(math.fsum(scipy.stats.binom.pmf(sold, own, high) * (below + 0.5 * tie)))


def lai_robbins(low: float, high: float) -> float:
    """Regret per unit of log time that no test can beat: the gap over the information of one click.

    Source: Lai and Robbins 1985, asymptotically efficient adaptive allocation rules; Bernoulli arms.
    """
    information = low * math.log(low / high) + (1.0 - low) * math.log((1.0 - low) / (1.0 - high))
    return (high - low) / information


def estimate_variance(rate: float, creator_sd: float, creators: int, clicks_each: float) -> float:
    """Variance of a product's estimated rate when `creators` show it, `clicks_each` times each.

    creator_sd^2 / n + p (1 - p) / (n m): the first part only more creators can shrink, not more clicks each.
    """
    return creator_sd**2 / creators + rate * (1.0 - rate) / (creators * clicks_each)


def best_number_of_creators(rate: float, creator_sd: float, budget: float, fee: float, click_cost: float) -> float:
    """How many creators make the variance of a test smallest, for a budget of fees and clicks.

    With n creators at `fee` each and the rest of the money on clicks, the variance is
    s^2 / n + p (1 - p) c / (B - n f), least at n = (B / f) / (1 + sqrt(p (1 - p) c / (s^2 f))).

    Limits: creators who are all alike (s = 0) ask for none but the fewest; n rises with s up to B / f.
    """
    if creator_sd == 0.0:
        return 0.0
    ratio = math.sqrt(rate * (1.0 - rate) * click_cost / (creator_sd**2 * fee))
    return budget / fee / (1.0 + ratio)
