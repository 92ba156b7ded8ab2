"""What paid slots are sold from in a span: the bids of live campaigns, and the rules of the sale."""

from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Rule(IntEnum):
    """How a paid slot is sold, and what the winner pays."""

    SECOND_PRICE = 0  # an auction for each slot; the winner pays what the next score would need
    GSP = 1  # an auction for all paid slots of a request; each place pays what holds it against the next
    FIRST_PRICE = 2  # an auction for each slot; the winner pays its own offer
    POSTED = 3  # a price list: whoever offers as much is drawn at random and pays it
    UNIFORM = 4  # an auction for all paid slots of a request; all pay what holds them against the first loser


SLOTS, FULL_DOMAIN = 1, 2  # how paid and natural meet; 0 is no market

BID = np.dtype(
    [
        ("bid", "f8"),  # for the act, millionths of an RMB, shaded by pacing
        ("quality", "f8"),  # > 0
        ("participation", "f8"),
        ("spread", "f8"),
        ("serial", "u4"),  # of the campaign
        ("item", "u4"),  # row of the item
        ("goal", "u4"),
    ]
)


class Book(NamedTuple):
    """Frozen for a span. Shapes: N bids, records of type BID; chance [G, V] of each goal over predicted pulls.

    Money is in millionths of an RMB for one simulated impression.
    """

    bids: NDArray[Any]
    chance: NDArray[np.float64]
    rule: Rule
    merge: int  # SLOTS or FULL_DOMAIN
    entrants: int  # bids drawn for each slot, with equal odds; all where there are no more
    reserve: float  # the least that is paid
    posted: float  # the price of the price list
    exchange: float  # score that a unit of money is worth, where paid and natural compete for every slot
    target: NDArray[np.float64]  # [N] what each means to spend in the span
    spans: NDArray[np.float64]  # [N] how many like it each still has
    part: float  # days of average traffic that the span holds
