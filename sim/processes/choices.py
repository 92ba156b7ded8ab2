"""What an account decides, from what it sees of itself and of a few others."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.kernels import careers as kernels
from sim.processes.sight import DAYS_PER_WEEK, Floats, Own, Peers
from sim.world.career_settings import CareerSettings
from sim.world.careers import Left


class Week(NamedTuple):
    """Decisions of a week. Shapes: drive [N], mix [N, K]."""

    drive: Floats
    mix: NDArray[np.float32]


def quits(own: Own, settings: CareerSettings, draw: Floats) -> NDArray[np.int8]:
    """Who gives up today and why, [N] of `Left`; `draw` [N, 2] are uniform."""
    chance, income_part = np.empty(len(draw)), np.empty(len(draw))
    bearable = np.where(own.full_time, settings.full_time_bearable, settings.part_time_bearable) + own.extra
    bearable[own.staffed] = np.inf
    wants = own.wage > 0.0  # who is paid for by somebody else does not give up for want of income
    kernels.exit_chances(
        np.where(wants, own.income, np.inf), np.where(wants, own.wage, 1.0), own.small, own.load, bearable,
        settings.exit_level_per_month,
        settings.exit_spread, settings.koc_turnover, settings.burnout_per_month, chance, income_part,
    )  # fmt: skip
    why = np.where(draw[:, 1] < income_part, np.int8(Left.INCOME), np.int8(Left.BURNOUT))
    return np.where(draw[:, 0] < chance, why, np.int8(Left.NOT))


def pace(own: Own, settings: CareerSettings) -> Floats:
    """Uploads a day, [N]."""
    per_day = own.habit.copy()
    if settings.cadence:
        kernels.paces(own.habit, own.drive, own.lift, settings.boost_weight, per_day)
    return per_day + own.extra


def week(own: Own, peers: Peers, settings: CareerSettings, draw: Floats) -> Week:
    """How much to publish from now on, and on what; `draw` [N] is uniform."""
    drive, mix = own.drive, own.mix
    if settings.cadence:
        others = np.where(peers.attention < 0.0, own.attention, peers.attention)  # alone, nothing to compare with
        drive = np.empty(own.drive.size)
        kernels.drives(
            own.attention, others, own.drive, settings.drive_cost, settings.drive_rate, float(DAYS_PER_WEEK),
            settings.drive_farthest, drive,
        )  # fmt: skip
    if settings.topics:
        mix = np.empty_like(own.mix)
        kernels.move(
            own.mix, own.payoff, peers.payoff, own.attention, peers.best_attention, peers.best_mix,
            draw < settings.best_response_per_week, settings.peer_weight, settings.topic_rate,
            settings.switching_cost, settings.imitation, mix,
        )  # fmt: skip
    return Week(drive, mix)
