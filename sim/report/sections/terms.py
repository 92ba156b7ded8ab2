"""The terms of the headline question, so that every number above can be read."""

from sim.analysis.pairs import MATCH_KEPT, USERS_KEPT
from sim.report.language import say
from sim.report.markup import Html, tag, text
from sim.report.numerals import percent

TERMS = (
    "onset", "cohort", "exposure", "dryness", "loss", "protection", "elasticity", "level", "parity", "regained",
    "price", "guardrails", "luck", "assumed",
)  # fmt: skip


def write() -> Html:
    """A list of them."""
    numbers = {"match": percent(MATCH_KEPT, 0), "users": percent(USERS_KEPT)}
    pairs = (say(f"term.{term}", **numbers).split(" | ", 1) for term in TERMS)
    return tag("dl", (text(tag("dt", term), tag("dd", words)) for term, words in pairs), class_="terms")
