"""What content made for a platform and shown on a platform returns: cells of a matrix, read off a run."""

import pandas as pd

import sim

CELLS = ("douyin", "channels")


def cells(run: sim.Run) -> dict[str, float]:
    """Plays and sales per 1,000 impressions, and sales of an account a day, by what it was made for and shown on.

    An account's days are those since it came to the platform; all of its sales there count, paid or not, while plays
    and impressions are its own in every lane.
    """
    said = {}
    for shown in CELLS:
        accounts = run.creators[run.creators["platform"] == shown]
        for made in CELLS:
            own = accounts[accounts["native"] == (made == shown)]
            days = (run.days - own["joined_day"].clip(lower=0)).sum()
            seen = max(int(own["impressions"].sum()), 1)
            name = f"{made} on {shown}"
            said[f"plays {name}"] = 1000.0 * float(own["plays"].sum()) / seen
            said[f"sales {name}"] = 1000.0 * float(own["gmv"].sum()) / seen
            said[f"daily {name}"] = float(own["gmv"].sum()) / max(int(days), 1)
    return said


def relative(found: pd.DataFrame, quantity: str, shown: str) -> pd.Series:
    """What ported content has of what native content has on a platform, world by world."""
    other = next(one for one in CELLS if one != shown)
    return found[f"{quantity} {other} on {shown}"] / found[f"{quantity} {shown} on {shown}"]
