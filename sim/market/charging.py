"""Who lives with what paid slots cost: accounts have that much less to live on, agencies that much less profit."""

import numpy as np
from numpy.typing import NDArray

from sim.core.units import FEN
from sim.market.settling import earn
from sim.world.campaigns import Party, Purpose
from sim.world.careers import Source
from sim.world.world import World


def charge(world: World, row: NDArray[np.int64], before: NDArray[np.int64]) -> None:
    """Take what campaigns `row` have spent since `before` (10^-6 RMB) from who pays for them, in whole fen.

    Limits: a fraction of a fen is taken when it has become a whole one. Where nothing is sold product by product, a
        head account pays its campaigns out of sales that the model does not hold: no loss to its income here.
    """
    campaigns = world.campaigns
    fen = campaigns.spent[row] // FEN - before // FEN
    kind, who = campaigns.bidder_kind[row], campaigns.bidder[row].astype(np.int64)
    own = kind == Party.ACCOUNT
    if world.commerce is None:
        own &= campaigns.purpose[row] != Purpose.HEAD
    earn(world, who[own], Source.PAID_SPEND, -fen[own])
    if world.agencies is not None:
        signed = (kind == Party.AGENCY) & (who < len(world.agencies))  # a branch may have fewer agencies than before
        world.agencies.charge(who[signed], fen[signed])
