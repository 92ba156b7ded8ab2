"""What one year's growth of small creators' sales says about their share the year before."""

from typing import NamedTuple

SHARE_NOW = 0.50  # of live sales from accounts below 300 k followers
SMALL_GROWTH = 0.58  # of their live sales in 2024


class SmallShare(NamedTuple):
    """Small creators' share of live sales a year ago, and the growth of everybody else's sales since."""

    before: float
    large_growth: float


def share_before(growth: float, share_now: float = SHARE_NOW, small_growth: float = SMALL_GROWTH) -> SmallShare:
    """The share before, and how much the others grew, if all live sales together grew by `growth`.

    s0 = s (1 + g) / (1 + small growth): an identity, no model. The growth of live sales alone is not published, so
    it is a scenario; with that of all of Douyin's sales in 2024, .3, the share was .411 and large accounts grew 10.4 %.

    Raises:
        ValueError: if the share before would not lie between 0 and 1.
    """
    before = share_now * (1.0 + growth) / (1.0 + small_growth)
    if not 0.0 < before < 1.0:
        raise ValueError(f"growth is {growth:g}, allowed is what gives a share between 0 and 1 (here {before:g})")
    return SmallShare(before, (1.0 - share_now) * (1.0 + growth) / (1.0 - before) - 1.0)
