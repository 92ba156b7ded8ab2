"""How to test it live: design, bias, size and duration."""

import math

from sim.analysis.contrast import CONFIDENCE
from sim.analysis.estimand import COHORT
from sim.report.estimate import POWER, Estimate, exponential, pairs_for
from sim.report.evidence import Evidence
from sim.report.language import say, told
from sim.report.markup import Html, tag, text
from sim.report.numerals import change, growth, percent
from sim.report.verdict import Verdict
from sim.report.words import name, sized

HALF = 0.5


def write(evidence: Evidence, found: Verdict) -> Html:
    """A list: each point with the numbers of this comparison."""
    policy = found.policy
    if policy is None:
        return tag("p", say("live.nothing"))
    points = {
        "design": told("live.design_words", policy=name(policy)),
        "bias": _bias(evidence),
        "size": _size(evidence, policy),
        "duration": _duration(evidence, policy),
    }
    terms = (text(tag("dt", say(f"live.{term}")), tag("dd", words)) for term, words in points.items())
    return tag("dl", terms, class_="terms")


def _bias(evidence: Evidence) -> Html:
    share = _cohort_share(evidence)
    return told("live.bias_words", share=percent(share), half=percent(share / 2), policy=name(evidence.reference))


def _cohort_share(evidence: Evidence) -> float:
    each, members, slots = (
        evidence.mean(column, evidence.reference, evidence.dry)
        for column in (f"natural_{COHORT}", f"members_{COHORT}", "natural_slots_per_day")
    )
    return each * members / slots if slots else math.nan


def _size(evidence: Evidence, policy: str) -> Html:
    seen = evidence.level(policy)
    alike, apart = pairs_for(seen), pairs_for(seen._replace(spread=evidence.spread_apart(policy)))
    if not (math.isfinite(alike) and math.isfinite(apart)):
        return told("live.unknown")
    config = evidence.comparison.config
    return told(
        "live.size_words", seen=sized(exponential(seen), change), window=evidence.window(),
        users=config.population.users, accounts=config.population.creators, power=percent(POWER, 0),
        level=percent(1 - CONFIDENCE, 0), alike=f"{alike:,.0f}", apart=f"{apart:,.0f}",
    )  # fmt: skip


def _duration(evidence: Evidence, policy: str) -> Html:
    final = evidence.level(policy)
    days = [day for day in evidence.horizons if day <= evidence.primary]
    half = next((day for day in days if _same_way(evidence.level(policy, day), final)), evidence.primary)
    sizes = (
        say(
            "live.sizes",
            day=day,
            level=growth(evidence.level(policy, day).value),
            protection=growth(evidence.protection(policy, day).value),
        )
        for day in days
    )
    return told("live.duration_words", days=half, primary=evidence.primary, sizes=say("number.semicolon").join(sizes))


def _same_way(early: Estimate, final: Estimate) -> bool:
    return early.value * math.copysign(1.0, final.value) >= HALF * abs(final.value)
