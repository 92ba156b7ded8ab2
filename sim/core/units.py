"""Units of time and money. One tick is one millisecond; money is kept in whole millionths of an RMB (10^-4 fen)."""

TICKS_PER_SECOND = 1_000
TICKS_PER_MINUTE = 60 * TICKS_PER_SECOND
TICKS_PER_HOUR = 60 * TICKS_PER_MINUTE
TICKS_PER_DAY = 24 * TICKS_PER_HOUR

FEN_PER_RMB = 100

NEVER = 2**62  # a tick no run reaches

MICRO = 1_000_000  # units of money in an RMB
FEN = MICRO // FEN_PER_RMB  # and in a fen

FIXED_POINT = 1 << 20  # real numbers are summed across agents as integers of this resolution


def day_of(tick: int) -> int:
    """The day (from 0) that a tick falls in."""
    return tick // TICKS_PER_DAY


def ticks_of_days(days: float) -> int:
    """Days as a whole number of ticks."""
    return round(days * TICKS_PER_DAY)
