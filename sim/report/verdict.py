"""Which policy the evidence points to, and how far it carries. The report itself states the rule (`options.rule`)."""

from enum import Enum
from typing import NamedTuple

from sim.analysis.contrast import CONFIDENCE
from sim.analysis.winners import best
from sim.report.estimate import Estimate
from sim.report.evidence import Evidence

SIGNIFICANCE = 1.0 - CONFIDENCE


class Strength(Enum):
    """What a claim about a sign rests on."""

    ILLUSTRATIVE = "illustrative"  # too few replications to tell a sign from luck
    UNSETTLED = "not settled"  # replications enough, but luck alone may have done it
    LUCK = "survives Monte Carlo"  # the sign is not luck; the assumptions were not varied
    WORLD = "survives Monte Carlo only"  # another plausible world turns it
    ROBUST = "survives both"


def strength(number: Estimate, p: float = 0.0) -> Strength:
    """How far the sign of a number carries; `p`, where it was one of several tests, is adjusted for their number."""
    if not number.enough_luck:
        return Strength.ILLUSTRATIVE
    if not number.survives_luck or p > SIGNIFICANCE:
        return Strength.UNSETTLED
    if not number.enough_draws:
        return Strength.LUCK
    return Strength.ROBUST if number.survives_assumptions else Strength.WORLD


class Verdict(NamedTuple):
    """The policy pointed to, None for the reference, and those that protect more but break a guardrail."""

    policy: str | None
    protection: Estimate | None
    strength: Strength
    breaking: tuple[str, ...]


def verdict(evidence: Evidence) -> Verdict:
    """The rule, applied."""
    found = {policy: evidence.protection(policy) for policy in evidence.challengers}
    ranked = sorted((policy for policy in found if found[policy].value > 0), key=lambda one: -found[one].value)
    leader = best(evidence.pairs)
    if leader not in found:
        few = not any(one.enough_luck for one in found.values())
        return Verdict(None, None, Strength.ILLUSTRATIVE if few else Strength.UNSETTLED, tuple(ranked))
    sure = strength(found[leader], evidence.p_holm(leader))
    return Verdict(leader, found[leader], sure, tuple(ranked[: ranked.index(leader)]))


def highest(evidence: Evidence) -> str | None:
    """The policy within the guardrails that lifts the cohort most when traffic has dried up; None where none does."""
    levels = {policy: evidence.level(policy).value for policy in evidence.challengers if evidence.guarded(policy)}
    there = {policy: level for policy, level in levels.items() if level > 0}  # nan is not
    return max(there, key=lambda policy: there[policy]) if there else None
