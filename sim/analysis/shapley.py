"""Shapley values: what each of a few causes adds, averaged over all orders in which they could be switched on."""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import combinations
from math import factorial


def subsets(players: Sequence[str]) -> list[frozenset[str]]:
    """Every set of players, the empty one first."""
    return [frozenset(some) for size in range(len(players) + 1) for some in combinations(players, size)]


def shapley(players: Sequence[str], worth: Callable[[frozenset[str]], float]) -> dict[str, float]:
    """The value of each player; together they are worth(all) - worth(none), exactly. `worth` is asked once a set.

    Source: Shapley 1953, "A value for n-person games".
    """
    known = cache(worth)
    values = dict.fromkeys(players, 0.0)
    for player in players:
        for others in subsets([other for other in players if other != player]):
            weight = factorial(len(others)) * factorial(len(players) - len(others) - 1) / factorial(len(players))
            values[player] += weight * (known(others | {player}) - known(others))
    return values
