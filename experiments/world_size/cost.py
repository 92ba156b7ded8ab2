"""What a platform of hundreds of millions would take, by the largest world lived. Machines and prices are assumed."""

import math
from typing import NamedTuple

import pandas as pd

from experiments.world_size.asked import Asked
from experiments.world_size.memory import predicted

HOUR, GB = 3600.0, 1e9
FREE = 0.9  # share of a machine's memory that the work may have


class Cost(NamedTuple):
    """Of a platform: for a simulated day of one run, and for the whole comparison."""

    users: int
    by: int  # users of the largest world lived
    core_hours: float  # a simulated day
    memory_gb: float  # of a comparison: the past and a branch
    machines: int
    hours: float  # a simulated day, all cores of the machines busy
    usd: float  # a simulated day
    days: int  # of the comparison
    all_core_hours: float
    all_hours: float
    all_usd: float


def seconds_a_user_day(lived: pd.DataFrame) -> "pd.Series[float]":
    """CPU seconds of a day of a user, by size: means over worlds."""
    each = lived["cpu_seconds"] / (lived["users"] * lived["days"])
    return each.groupby(lived["users"]).mean().sort_index()


def cost(lived: pd.DataFrame, own: Asked) -> Cost:
    """The cost of the platform asked for, in proportion to users beyond the largest world lived.

    Limits: that cores and machines work side by side without waiting for one another, and that nothing grows faster
    than users, so hours are a lower bound.
    """
    largest = int(lived["users"].max())
    core_hours = float(seconds_a_user_day(lived).loc[largest]) * own.platform_users / HOUR
    memory = predicted(lived, own.platform_users) / GB
    machines = max(1, math.ceil(memory / (own.machine_gb * FREE)))
    hours = core_hours / (machines * own.machine_cores)
    days = int(lived["days"].max())
    usd = core_hours * own.core_hour_usd
    return Cost(
        own.platform_users, largest, core_hours, memory, machines, hours, usd, days,
        days * core_hours, days * hours, days * usd,
    )  # fmt: skip


def said(found: Cost, own: Asked) -> list[str]:
    """The cost in sentences."""
    day = (
        f"A platform of {found.users:,} users, in proportion from the world of {found.by:,}: "
        f"{found.core_hours:,.2f} core hours a simulated day and {found.memory_gb:,.0f} GB (a past and a branch), so "
        f"at least {found.machines} machines of {own.machine_gb:,.0f} GB and {own.machine_cores} cores [assumed]: "
        f"{found.hours * HOUR:,.0f} s a simulated day and {found.usd:,.2f} USD at {own.core_hour_usd:.2f} USD a core "
        "hour [assumed]."
    )
    whole = (
        f"The comparison of {found.days:,} simulated days: {found.all_core_hours:,.0f} core hours, "
        f"{found.all_hours:,.1f} hours on those machines, {found.all_usd:,.0f} USD. Waiting and traffic "
        "between machines are not in it, nor what grows faster than users."
    )
    return [day, whole]
