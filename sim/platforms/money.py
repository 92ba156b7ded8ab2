"""How brands split their budgets between platforms: towards returns, in each platform's smallest sum and step."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from sim.core.units import FEN_PER_RMB
from sim.market.budgets import believed, moved
from sim.market.granules import spendable
from sim.platform.settings import PlatformSettings
from sim.platforms.settings import BetweenSettings
from sim.world.brands import Brands, Bucket

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
ON_PLATFORM = [Bucket.HEAD, Bucket.KOC, Bucket.ECOM]  # branding sells nowhere in particular


@dataclass(frozen=True)
class Purses:
    """What brands believe of platforms and have left. Shapes: B brands, P platforms; `left_fen` [B], others [B, P]."""

    share: Floats
    log_roi: Floats
    spent_fen: Ints
    earned_fen: Ints
    left_fen: Ints

    @classmethod
    def even(cls, brands: int, platforms: int) -> Self:
        """Before anything is known: the same everywhere."""
        shape = (brands, platforms)
        none = np.zeros(shape, dtype=np.int64)
        return cls(np.full(shape, 1.0 / platforms), np.zeros(shape), none, none, np.zeros(brands, dtype=np.int64))


def review(
    purses: Purses,
    tables: Sequence[Brands],
    platforms: Sequence[PlatformSettings],
    budget_rmb: float,
    settings: BetweenSettings,
) -> tuple[Purses, Ints]:
    """Look at the returns of a month, move the shares, and split the next budget; purses, and grants in fen [B, P]."""
    spent, earned = (
        np.stack([getattr(table, name)[:, ON_PLATFORM].sum(axis=1) for table in tables], axis=1)
        for name in ("spent_fen", "earned_fen")
    )
    share, log_roi = purses.share.copy(), purses.log_roi.copy()
    total = round(FEN_PER_RMB * budget_rmb) + purses.left_fen
    grants = np.zeros(share.shape, dtype=np.int64)
    for b in range(len(share)):
        fresh = spent[b] - purses.spent_fen[b]
        if fresh.any():
            log_roi[b] = believed(log_roi[b], fresh, earned[b] - purses.earned_fen[b], settings.budget_memory)
            share[b] = moved(share[b], log_roi[b], settings.budget_move, settings.budget_temperature)
        grants[b] = split(int(total[b]), share[b], platforms)
    left = total - grants.sum(axis=1)
    return replace(purses, share=share, log_roi=log_roi, spent_fen=spent, earned_fen=earned, left_fen=left), grants


def split(total_fen: int, share: Floats, platforms: Sequence[PlatformSettings]) -> Ints:
    """Fen for each platform, [P], in sums that it takes; what none takes stays with the brand. One gets all it can."""
    wanted = np.floor(total_fen * share).astype(np.int64)
    wanted[int(np.argmax(share))] += total_fen - int(wanted.sum())
    sums = [spendable(int(want), *one.sums_fen) for want, one in zip(wanted, platforms, strict=True)]
    return np.array(sums, dtype=np.int64)
