"""What accounts of each kind live on: pay for views, cost of an upload, and what they must earn to stay."""

import numpy as np
from numpy.typing import NDArray

from sim.world.career_settings import CareerSettings
from sim.world.creators import Kind
from sim.world.kinds import STAFFED, is_one_of

FEN = 100.0  # in a RMB

Floats = NDArray[np.float64]
Kinds = NDArray[np.int8]


def fen_per_view(settings: CareerSettings, kind: Kinds, sold: bool) -> Floats:
    """Fen for one natural impression, [C]: the ad share of creators and machines, the margin of a merchant's sales.

    Where products are `sold`, sales pay merchants, not views. Whoever runs a brand's account is paid by the brand.
    """
    rmb = np.full(kind.size, settings.ad_share_rmb)
    rmb[kind == Kind.MERCHANT] = 0.0 if sold else settings.merchant_margin_rmb
    rmb[kind == Kind.BRAND_OWNED] = 0.0
    return np.asarray(rmb * settings.views_per_impression / 1000.0 * FEN)


def fen_per_upload(settings: CareerSettings, kind: Kinds) -> Floats:
    """Fen that an upload costs whoever pays for it out of the account's income, [C]."""
    rmb = np.full(kind.size, settings.production_cost_rmb)
    rmb[kind == Kind.SYNTHETIC] = settings.synthetic_cost_rmb
    rmb[kind == Kind.BRAND_OWNED] = 0.0
    return np.asarray(rmb * FEN)


def wages(settings: CareerSettings, kind: Kinds, people: Floats) -> Floats:
    """What an account must earn in a month to stay, [C]: `people` want a wage, a shop or a machine its upkeep.

    0 where somebody else pays: such an account does not give up.
    """
    wage = people.copy()
    wage[kind == Kind.MERCHANT] = settings.merchant_upkeep_rmb
    wage[kind == Kind.SYNTHETIC] = settings.synthetic_upkeep_rmb
    wage[kind == Kind.BRAND_OWNED] = 0.0
    return wage


def references(settings: CareerSettings) -> dict[tuple[Kind, ...], float]:
    """Income a month that newcomers of some kinds come for; kinds that are missing come regardless."""
    return {
        (Kind.CREATOR, Kind.AGENCY_SIGNED): settings.entry_reference_rmb,
        (Kind.MERCHANT,): settings.merchant_upkeep_rmb,
        (Kind.SYNTHETIC,): settings.synthetic_upkeep_rmb,
    }


def staffed(kind: Kinds) -> NDArray[np.bool_]:
    """Accounts that are run by staff or a machine, [C]: nobody to burn out."""
    return is_one_of(kind, STAFFED)
