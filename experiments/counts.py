"""Whole numbers among the words of a command line."""

FIGURES = 15  # no count has more
LETTERS = 40  # of what is none, that a message shows


def is_count(word: str) -> bool:
    """Whether a word is a whole number from 0 up: digits from 0 to 9, and no more of them than can be meant."""
    return word.isascii() and word.isdecimal() and len(word) <= FIGURES


def cut(word: str) -> str:
    """A word as a message shows it."""
    return word if len(word) <= LETTERS else f"{word[:LETTERS]}..."
