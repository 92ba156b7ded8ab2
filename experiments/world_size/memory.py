"""Whether a world of a size fits, and how many at once, before any of it is lived."""

import pandas as pd

from sim.config.schema import Config
from sim.core.memory import free_bytes
from sim.simulation import expected as of_run
from sim.world.size import BESIDE, refuse_what_does_not_fit

AT_ONCE = 2  # a comparison holds the past and the branch that is lived
MB = 1e6


def expected(config: Config, lived: pd.DataFrame) -> dict[str, float]:
    """Bytes that a world of this size takes: by its tables, or by the largest world measured, if that is more."""
    parts = {name: size if name == BESIDE else AT_ONCE * size for name, size in of_run(config).items()}
    more = measured(lived, config.population.users) - sum(parts.values())
    return parts | ({"what smaller worlds took beside, grown": more} if more > 0 else {})


def measured(lived: pd.DataFrame, users: int) -> float:
    """Bytes of a world of this size by what the largest smaller one took, 0 without one."""
    smaller = lived[lived["users"] < users] if len(lived) else lived
    if not len(smaller):
        return 0.0
    return predicted(smaller, users)


def predicted(lived: pd.DataFrame, users: int) -> float:
    """Bytes of a world of any size: on the line through the peaks of the two largest sizes lived, or through one."""
    peaks = lived.groupby("users")["peak_mb"].max().sort_index() * MB
    size, peak = float(peaks.index[-1]), float(peaks.iloc[-1])
    return peak + bytes_a_user(lived) * (users - size)


def bytes_a_user(lived: pd.DataFrame) -> float:
    """Bytes that a user more takes, by the two largest sizes lived.

    By what the largest took beside an idle process where there is no second, or it took no less.
    """
    peaks = lived.groupby("users")["peak_mb"].max().sort_index() * MB
    if len(peaks) == 1 or peaks.iloc[-1] <= peaks.iloc[-2]:
        idle = MB * float(lived.loc[lived["users"] == peaks.index[-1], "idle_mb"].max())
        return max(float(peaks.iloc[-1]) - idle, 0.0) / float(peaks.index[-1])
    return float((peaks.iloc[-1] - peaks.iloc[-2]) / (peaks.index[-1] - peaks.index[-2]))


def at_once(config: Config, lived: pd.DataFrame, processes: int) -> int:
    """How many of the processes have room for a world of this size each.

    Raises:
        ConfigError: if not even one has.
    """
    parts, free = expected(config, lived), free_bytes()
    refuse_what_does_not_fit(parts)
    return processes if free is None else max(1, min(processes, int(free / sum(parts.values()))))
