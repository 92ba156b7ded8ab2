"""Every impression as a table, where a run was asked to keep them."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.core.units import TICKS_PER_DAY
from sim.results.ledger import LANE_NAMES
from sim.world.tally import Act

BITS = tuple(act for act in Act if act <= Act.HIDE)  # the acts that a record has a bit for


def impressions(log: list[NDArray[np.void]]) -> pd.DataFrame | None:
    """One row an impression, by span, user and time, or None if none was recorded.

    Columns: day, tick (ms), user, visit, creator, upload, topic, lane, watch_ms, pull (the true one), and a flag for
    each act.
    """
    if not log:
        return None
    records = np.concatenate(log)
    table = {"day": (records["tick"] // TICKS_PER_DAY).astype(np.int32)}
    table |= {name: records[name] for name in ("tick", "user", "visit", "creator", "upload", "topic")}
    lane = pd.Categorical.from_codes(records["lane"], dtype=pd.CategoricalDtype(list(LANE_NAMES)))
    flags = {act.name.lower(): (records["acts"] >> int(act) & 1).astype(bool) for act in BITS}
    return pd.DataFrame(table | {"lane": lane, "watch_ms": records["watch_ms"], "pull": records["pull"]} | flags)
