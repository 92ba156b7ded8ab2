"""What is kept of the data: distributions to draw a population from."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class File(NamedTuple):
    """A file that was read."""

    name: str
    layout: str
    table: str
    rows: int
    left_out: int  # rows that say too little
    digest: str


class Portrait(NamedTuple):
    """A data set as the model sees it.

    Shapes: K topics, the most demanded first; A accounts whose followers are known, B accounts whose items are
    known, N users. None: the data does not say. Rows of users are in order of follows, rows of accounts with
    items in order of their main topic, or of followers where both are known.
    """

    topics: tuple[str, ...]
    demand: Floats  # [K] shares of plays; of supply where no log says it
    supply: Floats  # [K] shares of items
    followers: Floats  # [A] rising; empty if not known
    linked: bool  # whether row b of `made` is the account of row b of `followers`
    made: Floats  # [B, K] items by topic
    follows: Floats | None  # [N] rising
    plays: Floats | None  # [N, K]
    activity: Floats | None  # [N] impressions
    hourly: Floats | None  # [24], sums to 1
    weekend: float | None  # impressions of a weekend day, of a weekday
    duration: tuple[float, float] | None  # median in seconds, log standard deviation
    friends: float | None  # median
    files: tuple[File, ...]
    unused: tuple[str, ...]  # names of files that were not understood
    notes: tuple[str, ...]  # what else a reader should know

    @property
    def users(self) -> int:
        """Users that can be drawn; 0 if the data knows none."""
        return max(0 if one is None else len(one) for one in (self.follows, self.activity))
