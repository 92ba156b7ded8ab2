"""The most that a command may be asked to live."""

MOST_LIVES = 100_000  # runs of a sweep, worlds, draws, points of a design, each: more is a slip
