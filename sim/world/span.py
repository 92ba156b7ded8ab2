"""The interval between two shared events, and what of the set-up the engines need in it."""

from typing import NamedTuple


class Span(NamedTuple):
    """Half-open interval of ticks, with the settings that hold in it."""

    start: int
    end: int
    attention: float  # factor on every user's visits
    candidates_per_slot: int
    slate_size: int
    log: bool = False  # whether every impression is written down
