"""What is given about an arena: the relevance matrix, and facts that a policy may want to know."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.core.errors import ConfigError

Floats = NDArray[np.float64]
SHAPES = {"I": "one for each item", "C": "one for each creator", "K": "one for each slot", "F": "users x users"}


@dataclass(frozen=True)
class Facts:
    """Everything but the policy. Shapes: U users, I items, C creators, K slots."""

    relevance: Floats  # [U, I] >= 0
    creator: NDArray[np.int64]  # [I]
    creators: int
    slots: int
    requests: int
    refresh: int
    seed: int
    given: dict[str, Floats]  # facts by item, creator or slot
    requests_per_day: float
    select: Literal["argmax", "softmax", "lottery"]
    temperature: float
    score_scale: Literal["linear", "log"]


ARRAYS = {  # name: shape, lowest, highest, meaning
    "topic": ("I", 0.0, 1e6, "topic of an item, a whole number; without it niche items are one and the others another"),
    "niche": ("I", 0.0, 1.0, "whether an item is niche"),
    "born": ("I", -np.inf, np.inf, "request at which an item appears"),
    "play_prob": ("I", 0.0, 1.0, "chance that an impression is played; without it every one is"),
    "complete_prob": ("I", 0.0, 1.0, "chance that an impression is watched to the end"),
    "like_prob": ("I", 0.0, 1.0, "chance that an impression is liked"),
    "comment_prob": ("I", 0.0, 1.0, "chance of a comment"),
    "share_prob": ("I", 0.0, 1.0, "chance of a share"),
    "sales": ("I", 0.0, np.inf, "sales in RMB that an impression brings"),
    "friends": ("F", 0.0, 1.0, "whether a user (row) has another (column) as a friend"),
    "follow_prob": ("I", 0.0, 1.0, "chance of a follow"),
    "followers": ("C", 0.0, np.inf, "followers of an account"),
    "region": ("C", 0.0, 127.0, "where an account is at home, a whole number"),
    "merit": ("C", 0.0, np.inf, "merit of an account; without it the mean relevance of its items"),
    "position_weight": ("K", 0.0, np.inf, "attention of each position; without it 1"),
    "beta": ("K", 0.0, np.inf, "backward reward of each rank; without it a unit of attention earns 1"),
}
HABITS: dict[str, tuple[Any, ...]] = {  # what the platform does where the policy leaves a field open
    "select": ("argmax", "softmax", "lottery"),
    "score_scale": ("linear", "log"),
}
NUMBERS = {"temperature": 1.0, "requests_per_day": 50.0}  # both above 0
NAMES = (*ARRAYS, *HABITS, *NUMBERS)


def facts(
    relevance: ArrayLike,
    creator_of_item: ArrayLike | None,
    slots: int,
    requests: int,
    refresh: int,
    seed: int,
    named: dict[str, Any],
) -> Facts:
    """The facts, checked.

    Raises:
        ConfigError: naming what is wrong and what is allowed.
    """
    matrix = np.atleast_2d(np.asarray(relevance, dtype=np.float64))
    if not matrix.size or not (np.isfinite(matrix) & (matrix >= 0)).all():
        raise ConfigError(f"relevance has shape {matrix.shape}, allowed is [users, items] of finite numbers >= 0")
    for name, value, least in (("slots", slots, 1), ("requests", requests, 0), ("refresh", refresh, 1)):
        if not np.issubdtype(type(value), np.integer) or value < least:
            raise ConfigError(f"{name} is {value!r}, allowed is a whole number of at least {least}")
    creator = _creator(creator_of_item, matrix.shape[1])
    creators = int(creator.max()) + 1
    for name in ("followers", "region", "merit"):
        creators = max(creators, np.size(named[name]) if named.get(name) is not None else 0)
    sizes = {"I": (matrix.shape[1],), "C": (creators,), "K": (int(slots),), "F": (len(matrix), len(matrix))}
    soft = named.get("temperature") is not None  # a temperature without a choice means softmax
    return Facts(
        relevance=matrix,
        creator=creator,
        creators=creators,
        slots=int(slots),
        requests=int(requests),
        refresh=int(refresh),
        seed=int(seed),
        given={name: _array(name, named[name], sizes) for name in ARRAYS if named.get(name) is not None},
        requests_per_day=_positive("requests_per_day", named),
        select=_choice("select", {"select": "softmax" if soft else None} | named),
        temperature=_positive("temperature", named),
        score_scale=_choice("score_scale", named),
    )


def _creator(creator_of_item: ArrayLike | None, items: int) -> NDArray[np.int64]:
    if creator_of_item is None:
        return np.arange(items)
    creator = np.asarray(creator_of_item)
    if creator.shape != (items,) or not np.issubdtype(creator.dtype, np.integer) or creator.min() < 0:
        raise ConfigError(f"creator_of_item has shape {creator.shape}, allowed is [{items}] of whole numbers >= 0")
    return creator.astype(np.int64)


def _array(name: str, value: ArrayLike, sizes: dict[str, tuple[int, ...]]) -> Floats:
    shape, low, high, _ = ARRAYS[name]
    array = np.asarray(value, dtype=np.float64)
    if array.ndim == 0:
        array = np.full(sizes[shape], float(array))
    if array.shape != sizes[shape] or not ((array >= low) & (array <= high) & np.isfinite(array)).all():
        size = ", ".join(map(str, sizes[shape]))
        raise ConfigError(
            f"{name} has shape {array.shape}, allowed is [{size}], {SHAPES[shape]}, of {low:g} to {high:g}"
        )
    return array


def _choice(name: str, named: dict[str, Any]) -> Any:
    value, allowed = named.get(name), HABITS[name]
    if value is not None and value not in allowed:
        raise ConfigError(f"{name} is {value!r}, allowed is one of {', '.join(allowed)}")
    return allowed[0] if value is None else value


def _positive(name: str, named: dict[str, Any]) -> float:
    value = named.get(name, NUMBERS[name])
    if not isinstance(value, int | float) or not 0 < value < np.inf:
        raise ConfigError(f"{name} is {value!r}, allowed is a number above 0")
    return float(value)
