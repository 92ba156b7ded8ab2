"""How to test it live: design, bias, size and duration."""

import math

from sim.analysis.contrast import CONFIDENCE
from sim.analysis.estimand import COHORT
from sim.report.estimate import POWER, Estimate, exponential, pairs_for
from sim.report.evidence import Evidence
from sim.report.markup import Html, tag, text
from sim.report.numerals import change, growth, percent
from sim.report.verdict import Verdict
from sim.report.words import name, sized

HALF = 0.5


def write(evidence: Evidence, found: Verdict) -> Html:
    """A list: each point with the numbers of this comparison."""
    policy = found.policy
    if policy is None:
        return tag("p", "No policy comes out ahead within the guardrails: there is nothing to test live yet.")
    points = {
        "Design": _design(policy),
        "Bias": _bias(evidence),
        "Size": _size(evidence, policy),
        "Duration": _duration(evidence, policy),
    }
    return tag("dl", (text(tag("dt", term), tag("dd", words)) for term, words in points.items()), class_="terms")


def _design(policy: str) -> Html:
    return text(
        "Randomise whole markets (regions, or clusters of users who share creators), matched in pairs on the "
        "exposure of "
        "their niche-small creators before the test; one market of a pair goes to ", name(policy), ", the other stays. "
        "Freeze the cohort on the first day. Do not randomise creators inside one market, and do not switch back and "
        "forth: the recommender remembers.",
    )  # fmt: skip


def _bias(evidence: Evidence) -> Html:
    share = _cohort_share(evidence)
    return text(
        "Slots are finite, so what the cohort gains others lose. Split by creators inside a market, the untreated "
        "half of the cohort would pay part of the gain and look worse than without a test: the difference of the "
        "halves "
        f"overstates. The whole cohort holds {percent(share)} of natural slots under ", name(evidence.reference),
        f", so its untreated half pays about {percent(share / 2)} of the gain if everyone pays in proportion, and "
        "more if substitutes pay first. That is arithmetic on this comparison; the split test itself was not "
        "simulated.",
    )  # fmt: skip


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
        return text("Not known: it takes the spread over at least two replications.")
    config = evidence.comparison.config
    return text(
        "What a test can see is natural impressions per niche-small account and day, in one market against the other "
        f"under the same traffic: {sized(exponential(seen), change)} here, mean of {evidence.window()}. With markets "
        f"as large as this world ({config.population.users:,} users, {config.population.creators:,} accounts), "
        f"{percent(POWER, 0)} power at {percent(1 - CONFIDENCE, 0)} takes about {alike:,.0f} pairs if the two markets "
        f"of a pair share all their luck, as runs here do, and {apart:,.0f} if they are as unlike as two worlds drawn "
        "here; matching on exposure before the test lies between. Real markets differ by more.",
    )


def _duration(evidence: Evidence, policy: str) -> Html:
    final = evidence.level(policy)
    days = [day for day in evidence.horizons if day <= evidence.primary]
    half = next((day for day in days if _same_way(evidence.level(policy, day), final)), evidence.primary)
    sizes = ", ".join(
        f"day {day}: level {growth(evidence.level(policy, day).value)}, protection "
        f"{growth(evidence.protection(policy, day).value)}"
        for day in days
    )
    return text(
        f"{half} days show the level: by then the difference of the two markets reached half of that at day "
        f"{evidence.primary}. Protection is what is added to it while traffic dries, so it takes a test that lasts "
        f"through the drying ({sizes}).",
    )


def _same_way(early: Estimate, final: Estimate) -> bool:
    return early.value * math.copysign(1.0, final.value) >= HALF * abs(final.value)
