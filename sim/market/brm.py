"""Backward rewards: pay that turns creators' competition into a climb of the users' welfare.

For one user, let the creators' scores be s_1 >= s_2 >= ... >= s_n, and s_(n+1) = 0. Rank k is worth f_k(t) at
score t, with f_1 >= f_2 >= ... >= 0, and whoever stands at rank i earns

    M_i = sum over k >= i of the integral of f_k from s_(k+1) to s_k:

the better creator is paid for what she adds to those below her, not for beating them. With
P = sum over k of the integral of f_k from 0 to s_k, a creator who alone changes her score changes her own pay
by exactly as much as P: P is a potential of the game. `beta` is the case of constant f_k = beta_k (the curve
mechanism BRCM), where P is the users' welfare if beta_k is the attention that rank k receives.
Source: Yao, Li, Sankararaman, Liao, Zhu, Wang, Wang and Xu, "Rethinking incentives in recommender systems: are
monotone rewards always beneficial?", NeurIPS 2023 (arXiv 2306.07893).
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def pay(scores: ArrayLike, beta: ArrayLike) -> Floats:
    """Pay of each creator for one user, in the order of `scores` [n]; ranks beyond `beta` [K] are worth nothing.

    Raises:
        ValueError: if a score is negative, or `beta` is negative or rises.
    """
    worth = np.asarray(beta, dtype=np.float64).reshape(-1)
    if not (worth >= 0).all() or (np.diff(worth) > 0).any():
        raise ValueError(f"beta is {worth}, allowed are numbers of at least 0 that do not rise")
    order, ranked = _ranked(scores)
    worth = np.concatenate([worth, np.zeros(ranked.size)])[: ranked.size]
    return _backward(order, worth * -np.diff(ranked, append=0.0))


def pay_by(scores: ArrayLike, integrals: Sequence[Callable[[float], float]]) -> Floats:
    """The same for any f_k, given by its integral from 0: `integrals[k](s)`; ranks beyond are worth nothing."""
    order, ranked = _ranked(scores)
    below = [*ranked[1:].tolist(), 0.0]
    steps = np.zeros(ranked.size)
    for rank, integral in enumerate(integrals[: ranked.size]):
        steps[rank] = integral(float(ranked[rank])) - integral(below[rank])
    return _backward(order, steps)


def potential(scores: ArrayLike, beta: ArrayLike) -> float:
    """What every creator climbs when she climbs her own pay: the sum of beta_k s_k."""
    _, ranked = _ranked(scores)
    worth = np.asarray(beta, dtype=np.float64).reshape(-1)[: ranked.size]
    return float(worth @ ranked[: worth.size])


def _ranked(scores: ArrayLike) -> tuple[NDArray[np.int64], Floats]:
    """Who stands where, best first, and the scores in that order."""
    value = np.asarray(scores, dtype=np.float64).reshape(-1)
    if not (value >= 0).all():
        raise ValueError(f"scores hold {value.min()}, allowed is at least 0")
    order = np.argsort(-value, kind="stable")
    return order, value[order]


def _backward(order: NDArray[np.int64], steps: Floats) -> Floats:
    """Sum the steps from the last rank up, and hand them to those who stand there."""
    paid = np.empty(order.size)
    paid[order] = np.cumsum(steps[::-1])[::-1]
    return paid
