"""What is counted over all platforms, once a day."""

from collections.abc import Sequence

import numpy as np

from sim.core.units import TICKS_PER_DAY
from sim.platforms.state import Between, Row, Site, ordered

EVERYBODY = "all"


def counted(state: Between, sites: Sequence[Site], day: int) -> list[Row]:
    """Rows of a day that has passed: users' time by platform, accounts that live, and how many publish elsewhere.

    `time_share` is the mean over users of the share of their time, by platform; `multihoming` the share of living
    accounts that publish on more than one platform, of all, of niche ones, and of those native to each platform.
    """
    sites, end = ordered(sites), (day + 1) * TICKS_PER_DAY
    names = [site.settings.name for site in sites]
    active = np.stack([site.world.creators.active(end) for site in sites])
    alive = active[state.home, np.arange(state.home.size)]
    several = active.sum(axis=0) > 1
    niche = np.stack([site.world.creators.niche == 1 for site in sites])[state.home, np.arange(state.home.size)]
    rows: list[Row] = [(day, "creators_active", EVERYBODY, float(alive.sum()))]
    rows += [(day, "time_share", name, float(share.mean())) for name, share in zip(names, state.share, strict=True)]
    groups = {EVERYBODY: alive, "niche": alive & niche, "mainstream": alive & ~niche}
    groups |= {name: alive & (state.home == place) for place, name in enumerate(names)}
    for group, members in groups.items():
        if members.any():
            rows.append((day, "multihoming", group, float(several[members].mean())))
    return rows
