"""Accounts, followers and topics of a population, weighed back to all accounts."""

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

from sim.world.census import SMALLEST_SAMPLED, weights
from sim.world.world import World


def lognormal_of_accounts(world: World, count: int) -> tuple[float, float]:
    """Mean and standard deviation of log followers of all accounts: those in the sample weighed back, the rest below.

    The smaller ones are not in the sample, only how many they are: a censored sample.
    """
    share = weights(world.creators, count)
    logs = np.log(world.creators.first_followers[:count])

    def surprise(at: NDArray[np.float64]) -> float:
        below = stats.norm.logcdf(np.log(SMALLEST_SAMPLED), at[0], np.exp(at[1]))
        return -float((share * stats.norm.logpdf(logs, at[0], np.exp(at[1]))).sum() + (1.0 - share.sum()) * below)

    mean, log_sd = optimize.minimize(surprise, [4.0, 0.5], method="Nelder-Mead").x
    return float(mean), float(np.exp(log_sd))


def effective_topics(world: World, count: int) -> float:
    """Effective number of topics of what accounts at large publish."""
    share = weights(world.creators, count)
    supply = (share * world.creators.uploads_per_day[:count]) @ world.creators.topic_mix[:count]
    return float(np.exp(stats.entropy(supply)))


def top_share(world: World, count: int, views: NDArray[np.float64], top: float) -> float:
    """Share of views of the `top` share of all accounts; the smallest, not in the sample, have none."""
    share = weights(world.creators, count)
    order = np.argsort(-views[:count])
    counted = np.minimum(np.cumsum(share[order]), top)
    part = np.diff(counted, prepend=0.0)
    return float((part * views[:count][order]).sum() / (share * views[:count]).sum())
