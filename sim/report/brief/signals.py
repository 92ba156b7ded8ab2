"""What to watch first, and when to go back."""

import math

from sim.report.estimate import exponential
from sim.report.evidence import Evidence
from sim.report.markup import Html, tag, text
from sim.report.numerals import change, plain
from sim.report.phrases import QUANTITIES, spoken
from sim.report.verdict import Verdict
from sim.report.words import intervals, name

FEWEST_PAIRS_RANKED = 20


def write(evidence: Evidence, found: Verdict) -> Html:
    """Indicator and trigger of the policy pointed to, or of the first alternative."""
    policy = found.policy or next(iter(evidence.challengers), None)
    if policy is None:
        return tag("p", "One policy alone: nothing to watch.")
    items = {"Leading indicator": _indicator(evidence, policy), "Rollback trigger": _trigger(evidence, policy)}
    return tag("dl", (text(tag("dt", term), tag("dd", words)) for term, words in items.items()), class_="terms")


def _indicator(evidence: Evidence, policy: str) -> Html:
    day = evidence.horizons[0]
    level = exponential(evidence.level(policy, day))
    agreement, pairs = evidence.rank_agreement(policy, day)
    told = (
        f" Over {pairs} paired worlds its rank correlation with protection at day {evidence.primary} is "
        f"{plain(agreement, 2)}."
        if day < evidence.primary and pairs >= FEWEST_PAIRS_RANKED and math.isfinite(agreement)
        else " Whether it foretells the later effect is not known from this few paired worlds."
        if day < evidence.primary
        else ""
    )
    return text(
        "Natural exposure of the niche-small cohort against the control market, mean of 30 days. At day "
        f"{day} this comparison expects {change(level.value)} with ", name(policy), f" "
        f"({intervals(level, change)}).{told}",
    )  # fmt: skip


def _trigger(evidence: Evidence, policy: str) -> Html:
    day = evidence.horizons[0]
    rails = " or ".join(
        f"{spoken(column, QUANTITIES)} below {change(least)}"
        for column, (_, least) in evidence.guardrails(policy).items()
    )
    level = exponential(evidence.level(policy, day))
    bound = ""
    if math.isfinite(level.low):
        bound = f", or the cohort's natural exposure at day {day} below {change(level.low)}"
    return text(f"Go back if, against the control market, the 7-day mean shows {rails}{bound}.")
