"""What users get on all platforms together, read off a run."""

import sim

WINDOW_DAYS = 30


def welfare(run: sim.Run) -> float:
    """Surplus a user and day over the last 30 days, summed over platforms: each has all users, part of their time."""
    rows = run.metrics[(run.metrics["metric"] == "welfare") & (run.metrics["group"] == "all")]
    late = rows[rows["day"] >= run.days - WINDOW_DAYS]
    return float(late.groupby("day")["value"].sum().mean())
