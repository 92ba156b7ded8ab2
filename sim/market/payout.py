"""Pay by what a policy says: for natural views, acts or merit, out of the platform's purse into the accounts'."""

import numpy as np
from numpy.typing import NDArray

from sim.core.units import FEN, FIXED_POINT
from sim.market.settling import earn
from sim.platform.plan import Payout
from sim.world.campaigns import Party
from sim.world.careers import Source
from sim.world.money import PAYOUTS, Entry, in_fen
from sim.world.tally import LANES, Act, Lane, Served, Tally
from sim.world.world import World

FULL_MS = 60_000  # watched so long, an impression has merit 1


def pay_out(world: World, payout: Payout, served: Served, tally: Tally, scale: float) -> None:
    """Pay every account for a span, to the fen. `scale` is how many real impressions one here stands for.

    Limits: fractions of a fen are rounded in every span; a visit that goes on after the span is ranked in two parts.
    """
    if payout.per == "view":
        units = tally.by_creator[:, : Lane.PAID].sum(axis=1).astype(np.float64)
    elif payout.per == "merit":
        units = backward(served.log, np.array(payout.beta), len(world.creators)) / FIXED_POINT
    else:
        units = tally.by_creator[:, LANES + Act[payout.per.upper()]].astype(np.float64)
    fen = in_fen(0.1 * payout.rmb_per_1000 * scale * units, "a payout")
    rows = np.flatnonzero(fen)
    world.money.pay(Entry.PAYOUT, (Party.PLATFORM, PAYOUTS), (Party.ACCOUNT, rows), fen[rows] * FEN)
    earn(world, rows, Source.PAYOUT, fen[rows])


def backward(log: NDArray[np.void], beta: NDArray[np.float64], accounts: int) -> NDArray[np.int64]:
    """Backward rewards of each account over all visits, fixed point, [C]; see sim.market.brm for one of them.

    The merit of an impression is the share of a minute watched; natural impressions alone count.
    """
    shown = log[log["lane"] != Lane.PAID]
    merit = np.minimum(shown["watch_ms"], FULL_MS) / FULL_MS
    order = np.lexsort((np.arange(shown.size), -merit, shown["visit"], shown["user"]))
    user, visit, merit, creator = (part[order] for part in (shown["user"], shown["visit"], merit, shown["creator"]))
    first = np.ones(order.size, dtype=bool)
    first[1:] = (user[1:] != user[:-1]) | (visit[1:] != visit[:-1])
    group = np.cumsum(first) - 1
    start = np.flatnonzero(first)
    rank = np.arange(order.size) - start[group]
    last = np.append(first[1:], True) if order.size else first
    below = np.where(last, 0.0, np.append(merit[1:], 0.0)[: order.size])
    worth = np.where(rank < beta.size, beta[np.minimum(rank, max(beta.size - 1, 0))] if beta.size else 0.0, 0.0)
    step = np.round(FIXED_POINT * worth * (merit - below)).astype(np.int64)
    upto = np.cumsum(step)
    ends = upto[np.flatnonzero(last)]
    reward = ends[group] - upto + step  # from this rank to the last
    total = np.zeros(accounts, dtype=np.int64)
    np.add.at(total, creator, reward)
    return total
