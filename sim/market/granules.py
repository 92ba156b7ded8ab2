"""Sums that a platform takes for a campaign: a smallest one, and steps above it."""


def spendable(wanted_fen: int, smallest_fen: int, step_fen: int) -> int:
    """The largest sum up to what is wanted that a platform takes: nothing, or the smallest and whole steps more."""
    if wanted_fen < smallest_fen:
        return 0
    if step_fen <= 0:
        return wanted_fen
    return smallest_fen + (wanted_fen - smallest_fen) // step_fen * step_fen


def payable(wanted_fen: int, smallest_fen: int, step_fen: int) -> int:
    """The smallest sum a platform takes for what costs so much: whoever wants less pays for more than she wanted."""
    if wanted_fen <= 0:
        return 0
    if wanted_fen <= smallest_fen or step_fen <= 0:
        return max(wanted_fen, smallest_fen)
    return smallest_fen - (smallest_fen - wanted_fen) // step_fen * step_fen
