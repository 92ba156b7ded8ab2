"""The terms of the headline question, so that every number above can be read."""

from sim.analysis.pairs import MATCH_KEPT, USERS_KEPT
from sim.report.markup import Html, tag, text
from sim.report.numerals import percent

TERMS = {
    "onset": "the day after warm-up on which drying begins; horizons are days after it",
    "cohort": "accounts active at onset; niche (at least 60 % of output on niche topics) and small (fewer than 300 k "
    "followers, scaled) are frozen then; who leaves later counts as zero exposure",
    "exposure E": "natural impressions per cohort member and day, mean over the last 30 days before the horizon, or "
    "over all days since onset where they are fewer",
    "dryness D": "natural slots served per active account and day, relative to onset",
    "loss L": "ln E under drying less ln E under steady traffic: same seed, same policy, two schedules",
    "protection": "loss under a policy less loss under the reference; in percent, how much more exposure is kept",
    "elasticity": "loss / ln (D drying / D steady): 1 proportional, above 1 niche dries first, below 1 it is sheltered",
    "level": "ln E under a policy less ln E under the reference, in the same schedule",
    "parity": "niche share of natural exposure / niche share of demand",
    "regained by paying": "paid impressions of the cohort that drying adds, whoever pays, as a share of the natural "
    "ones that it takes",
    "price of rescue": "revenue and watching time given up per 1,000 natural impressions regained by the niche-small "
    "cohort, against the reference under drying",
    "guardrails": f"match quality at least {percent(MATCH_KEPT, 0)}, active users at least {percent(USERS_KEPT)} "
    "of the reference's, both under drying",
    "Monte Carlo interval": "95 %, paired replications, t: luck. Written in square brackets",
    "assumption interval": "5–95 % over draws of every parameter without a source within its stated range: what is not "
    "known. Written in braces; never merged with the other",
}


def write() -> Html:
    """A list of them."""
    return tag("dl", (text(tag("dt", term), tag("dd", words)) for term, words in TERMS.items()), class_="terms")
