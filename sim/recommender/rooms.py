"""What a platform makes of live rooms: how often they are retrieved, and what their performance so far is worth."""

import numpy as np
from numpy.typing import NDArray

from sim.core import elementwise
from sim.world.live import Live
from sim.world.live_settings import LiveSettings
from sim.world.rooms import Air
from sim.world.world import World

Floats = NDArray[np.float64]


def weigh(world: World, live: Live, retrieve: Floats, factor: Floats) -> tuple[Floats, Floats]:
    """Weights in retrieval and factors of scores, [I] each, with live rooms as what they are; closed ones are none."""
    row = live.item_rows(world.items)
    there = row >= 0
    weight, score = retrieve.copy(), factor.copy()
    still = world.items.visible_to[row[there]] > world.now
    weight[row[there]] *= np.where(still, live.settings.retrieve_weight, 0.0)
    score[row[there]] *= standing(live, world.commerce is not None)[there]
    return weight, score


def standing(live: Live, sells: bool) -> Floats:
    """What the performance of each room so far multiplies its score by, [R]: 1 for an average one.

    Performance is the time that viewers stay per impression, and, where things are sold, sales per impression, each
    against the mean of all rooms of the moment and shrunk to it; with both, their geometric mean.
    Source: platforms say that rooms are ranked by sales per thousand impressions and by stays; no formula is public.
    """
    air, settings = live.rooms.air, live.settings
    shown = air[:, Air.SHOWN]
    performance = relative(air[:, Air.STAY_MS], shown, settings.standing_impressions)
    if sells:
        sales = relative(live.rooms.gmv_fen, shown, settings.standing_impressions)
        performance = elementwise.power(performance * sales, 0.5)
    return _bounded(performance, settings)


def relative(total: NDArray[np.int64], shown: NDArray[np.int64], weight: float) -> Floats:
    """Total per impression of each room against that of all, shrunk to 1, [R]; 1 where there is nothing yet."""
    if not (total.any() and shown.any()):
        return np.ones(total.size)
    mean = int(total.sum()) / int(shown.sum())
    return np.asarray((total / mean + weight) / (shown + weight), dtype=np.float64)


def _bounded(performance: Floats, settings: LiveSettings) -> Floats:
    power = elementwise.power(performance, settings.standing_weight)
    return np.clip(power, 1.0 / settings.standing_most, settings.standing_most)
