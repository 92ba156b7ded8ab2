"""What kinds of accounts there are, and what being of a kind means from the start."""

import numpy as np
from numpy.typing import NDArray

from sim.world.creators import Creators, Kind
from sim.world.settings import PopulationSettings

OWN_CONTENT = (Kind.MERCHANT, Kind.BRAND_OWNED)  # they publish to sell, and compete for natural traffic
STAFFED = (*OWN_CONTENT, Kind.SYNTHETIC)  # run by staff or a machine: nobody to burn out

Bools = NDArray[np.bool_]


def drawn(settings: PopulationSettings, draw: NDArray[np.float64]) -> NDArray[np.int8]:
    """The kind of each account by its draw, [C]; merchants first, so that more of the others change no merchant."""
    kind = np.full(draw.size, Kind.CREATOR, dtype=np.int8)
    upto = 0.0
    for one, share in (
        (Kind.MERCHANT, settings.merchant_share),
        (Kind.BRAND_OWNED, settings.brand_share),
        (Kind.SYNTHETIC, settings.synthetic_share),
    ):
        kind[(draw >= upto) & (draw < upto + share)] = one
        upto += share
    return kind


def shape(settings: PopulationSettings, creators: Creators) -> None:
    """Machines publish more and are liked less, whoever they would have been as people."""
    machine = creators.kind == Kind.SYNTHETIC
    creators.uploads_per_day[machine] *= settings.synthetic_volume
    creators.quality[machine] -= settings.synthetic_penalty


def is_one_of(kind: NDArray[np.int8], kinds: tuple[Kind, ...]) -> Bools:
    """Which accounts are of one of these kinds, [C]."""
    return np.isin(kind, kinds)


def pace_factors(kind: NDArray[np.int8], own: float, synthetic: float) -> NDArray[np.float64]:
    """Factor on planned uploads, [C]: `own` for merchants and brands, `synthetic` for machines, 1 for creators."""
    factor = np.where(is_one_of(kind, OWN_CONTENT), own, 1.0)
    return np.where(kind == Kind.SYNTHETIC, synthetic, factor)
