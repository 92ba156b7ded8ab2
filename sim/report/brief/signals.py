"""What to watch first, and when to go back."""

from sim.report.estimate import exponential
from sim.report.evidence import Evidence
from sim.report.language import say, told
from sim.report.markup import Html, tag, text
from sim.report.numerals import change
from sim.report.phrases import difference, spoken
from sim.report.verdict import Verdict
from sim.report.words import intervals, name


def write(evidence: Evidence, found: Verdict) -> Html:
    """Indicator and trigger of the policy pointed to, if there is one."""
    policy = found.policy
    if policy is None:
        return tag("p", say("signals.nothing"))
    items = {"indicator": _indicator(evidence, policy), "trigger": _trigger(evidence, policy)}
    terms = (text(tag("dt", say(f"signals.{term}")), tag("dd", words)) for term, words in items.items())
    return tag("dl", terms, class_="terms")


def _indicator(evidence: Evidence, policy: str) -> Html:
    day = evidence.horizons[0]
    level = exponential(evidence.level(policy, day))
    return told(
        "signals.indicator_words", window=evidence.window(day), size=change(level.value), policy=name(policy),
        intervals=intervals(level, change),
    )  # fmt: skip


def _trigger(evidence: Evidence, policy: str) -> Html:
    rails = say("signals.or").join(
        say("signals.below", quantity=spoken(column, "quantity"), least=difference(column)(least))
        for column, (_, least) in evidence.guardrails(policy).items()
    )
    return told("signals.trigger_words", rails=rails)
