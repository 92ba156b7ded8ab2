"""Which runs there are, and how they are dealt to processes."""

import math
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Cell(NamedTuple):
    """One run of a comparison. `draw` is -1 for the configuration itself."""

    draw: int
    replication: int
    policy: str
    schedule: str


@dataclass(frozen=True)
class Batch:
    """Runs that one process branches from one past: all of one draw and replication."""

    draw: int
    replication: int
    cells: tuple[Cell, ...]


def available_cores() -> int:
    """Cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def batches(
    pairs: Iterable[tuple[int, int]], arms: Sequence[tuple[str, str]], processes: int, warm_share: float
) -> list[Batch]:
    """One batch for each pair, or several where that keeps the processes busier than it costs in warm-ups.

    `pairs` are (draw, replication), `arms` (policy, schedule); `warm_share` is the length of a warm-up relative
    to a branch.
    """
    pairs = list(pairs)
    parts = min(range(1, len(arms) + 1), key=lambda n: (_time(len(pairs), len(arms), n, processes, warm_share), n))
    size = math.ceil(len(arms) / parts)
    return [
        Batch(draw, replication, tuple(Cell(draw, replication, *arm) for arm in arms[start : start + size]))
        for draw, replication in pairs
        for start in range(0, len(arms), size)
    ]


def _time(pairs: int, arms: int, parts: int, processes: int, warm_share: float) -> float:
    """How long it takes until the last process is done, in branches."""
    rounds = math.ceil(pairs * parts / processes)
    return rounds * (math.ceil(arms / parts) + warm_share)
