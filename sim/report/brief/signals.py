"""What to watch first, and when to go back."""

from sim.report.estimate import exponential
from sim.report.evidence import Evidence
from sim.report.markup import Html, tag, text
from sim.report.numerals import change
from sim.report.phrases import QUANTITIES, difference, spoken
from sim.report.verdict import Verdict
from sim.report.words import intervals, name


def write(evidence: Evidence, found: Verdict) -> Html:
    """Indicator and trigger of the policy pointed to, if there is one."""
    policy = found.policy
    if policy is None:
        return tag("p", "No policy is pointed to: nothing to watch.")
    items = {"Leading indicator": _indicator(evidence, policy), "Rollback trigger": _trigger(evidence, policy)}
    return tag("dl", (text(tag("dt", term), tag("dd", words)) for term, words in items.items()), class_="terms")


def _indicator(evidence: Evidence, policy: str) -> Html:
    day = evidence.horizons[0]
    level = exponential(evidence.level(policy, day))
    return text(
        f"Natural exposure of the niche-small cohort against the control market, mean of {evidence.window(day)}. There "
        f"this comparison expects {change(level.value)} with ", name(policy), f" "
        f"({intervals(level, change)}). Level, not protection: part of it shows without any drying.",
    )  # fmt: skip


def _trigger(evidence: Evidence, policy: str) -> Html:
    rails = " or ".join(
        f"{spoken(column, QUANTITIES)} below {difference(column)(least)}"
        for column, (_, least) in evidence.guardrails(policy).items()
    )
    return text(f"Go back if, against the control market, the 7-day mean shows {rails}.")
