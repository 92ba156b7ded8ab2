"""The answer in words, the numbers first, and what each claim survives."""

import math
from collections.abc import Callable
from typing import Any

from sim.analysis.contrast import FEWEST_PAIRS
from sim.analysis.estimand import QUADRANTS
from sim.analysis.table import NOTE
from sim.report.estimate import Estimate, exponential, smallest_p
from sim.report.evidence import Evidence
from sim.report.markup import Html, tag, text
from sim.report.numerals import NOTHING, change, count, growth, listed, percent, plain, signed, span
from sim.report.phrases import GROUPS, QUANTITIES, difference, spoken
from sim.report.verdict import SIGNIFICANCE, Strength, Verdict, highest, strength

Form = Callable[[float], str]


def luck(number: Estimate, form: Form) -> str:
    """The Monte Carlo interval."""
    if not math.isfinite(number.low):
        return f"Monte Carlo: none from {count(number.replications, 'replication')}"
    return f"Monte Carlo 95 %: {span(form(number.low), form(number.high))}"


def assumed(number: Estimate, form: Form) -> str:
    """The range over draws of the assumptions."""
    if not number.draws:
        return "assumptions: not varied"
    if not math.isfinite(number.assumed_low):
        return f"assumptions: none from {count(number.draws, 'draw')}"
    return f"assumptions 5–95 %: {span(form(number.assumed_low), form(number.assumed_high))}"


def intervals(number: Estimate, form: Form) -> str:
    """Both, side by side."""
    return f"{luck(number, form)}; {assumed(number, form)}"


def sized(number: Estimate, form: Form) -> str:
    """A number with both intervals, short: Monte Carlo in brackets, assumptions in braces."""
    ends = (number.low, number.high, number.assumed_low, number.assumed_high)
    low, high, least, most = (form(end) for end in ends)
    parts = [form(number.value)]
    parts += [f"[{span(low, high)}]"] if NOTHING not in (low, high) else []
    parts += [f"{{{span(least, most)}}}"] if NOTHING not in (least, most) else []
    return " ".join(parts)


def brackets(found: Estimate, form: Form) -> Html:
    """The two intervals, each on its line, without the unit; nothing where there is none."""
    ends = (found.low, found.high, found.assumed_low, found.assumed_high)
    low, high, least, most = (form(end).removesuffix(" %").removesuffix(" sd") for end in ends)
    return text(
        tag("small", f"[{span(low, high)}]") if NOTHING not in (low, high) else None,
        tag("small", f"{{{span(least, most)}}}") if NOTHING not in (least, most) else None,
    )


def badge(number: Estimate, p: float = 0.0) -> Html:
    """How far the sign of a number carries, as a mark."""
    found = strength(number, p)
    kind = {Strength.ROBUST: "yes", Strength.LUCK: "yes", Strength.ILLUSTRATIVE: "open"}.get(found, "no")
    return tag("span", found.value, class_=f"badge {kind}")


def prose(words: str) -> Html:
    """Plain text in which `backticks` mark code."""
    return text(tag("code", part) if odd % 2 else part for odd, part in enumerate(words.split("`")))


def name(policy: str) -> Html:
    """A policy's name in a sentence."""
    return tag("code", policy)


def answer(evidence: Evidence, found: Verdict) -> Html:
    """One paragraph, numbers first: what is lost, what protects, at whose expense, how sure. Then what to add."""
    first = [_lost(evidence), _protects(evidence, found)]
    then = [_levels(evidence), _breaking(evidence, found)]
    if found.policy is not None:
        first.append(_expense(evidence, found.policy))
        then = [_price(evidence, found.policy), *then]
    first.append(_sure(evidence, found))
    more = [part for part in then if part]
    return text(
        tag("p", (text(part, " ") for part in first), class_="answer"),
        tag("p", (text(part, " ") for part in more)) if more else None,
    )


def _lost(evidence: Evidence) -> Html:
    loss, dryness = evidence.loss(evidence.reference), evidence.dryness()
    return text(
        tag("strong", f"{growth(loss.value)} natural exposure for niche-small creators"),
        f" by day {evidence.primary} of {evidence.dry} traffic under ",
        name(evidence.reference),
        f" ({intervals(loss, growth)}), while natural slots per active account change by {sized(dryness, growth)}. "
        "Square brackets: Monte Carlo; braces: assumptions.",
    )


def _protects(evidence: Evidence, found: Verdict) -> Html:
    if found.policy is None or found.protection is None:
        words = "No policy of this comparison comes out ahead of "
        return text(tag("strong", words, name(evidence.reference), " within the guardrails."))
    ours, theirs = (math.exp(evidence.loss(policy).value) for policy in (found.policy, evidence.reference))
    settled = found.strength not in (Strength.ILLUSTRATIVE, Strength.UNSETTLED)
    verb = "protects them best" if settled else "comes out best for them"
    return text(
        tag("strong", f"{growth(found.protection.value)} with ", name(found.policy)),
        f", which {verb} within the guardrails: they keep {percent(ours)} of their exposure instead of "
        f"{percent(theirs)} (protection {signed(found.protection.value)}; {intervals(found.protection, growth)}).",
    )


def _expense(evidence: Evidence, policy: str) -> Html:
    costs = [
        f"{spoken(column, QUANTITIES)} {sized(evidence.against(column, policy), difference(column))}"
        for column in ("revenue_rmb_per_day", "watch_seconds_per_day", "match_quality")
    ]
    paid = {quadrant: evidence.moved(quadrant, policy) for quadrant in QUADRANTS[1:]}
    payer = min(paid, key=lambda quadrant: paid[quadrant].value)
    much = f"{sized(paid[payer], lambda value: signed(value, 0))} impressions a day"
    who = f"; most of its gain comes from {spoken(payer, GROUPS)} creators ({much})"
    return text("Against ", name(evidence.reference), f": {listed(costs)}{who if paid[payer].value < 0 else ''}.")


def _price(evidence: Evidence, policy: str) -> Html:
    row: dict[Any, Any] = dict(evidence.comparison.table.loc[policy].items())
    if not math.isfinite(row["price_of_rescue"]):
        return text("No price of rescue is defined: on average nothing is regained.")
    told = []
    for column, unit in (("price_of_rescue", "RMB"), ("price_of_rescue_watch", "seconds of watching")):
        luck_low, luck_high, least, most = (
            float(row[f"{column}_{end}"]) for end in ("low", "high", "assumptions_low", "assumptions_high")
        )
        number = Estimate(float(row[column]), luck_low, luck_high, 0, 0, math.nan, least, most, 0)
        told.append(f"{sized(number, plain)} {unit}")
    free = " A price below zero is a gain." if min(row["price_of_rescue"], row["price_of_rescue_watch"]) < 0 else ""
    return text(f"Per 1,000 natural impressions that the cohort regains, the platform gives up {listed(told)}.{free}")


def _levels(evidence: Evidence) -> Html | None:
    """Where the cohort has most in the end, whatever it has lost on the way."""
    policy = highest(evidence)
    if policy is None:
        return None
    dry, steady = (exponential(evidence.level(policy, schedule=one)) for one in (evidence.dry, evidence.steady))
    return text(
        "Level is another matter than loss: within the guardrails the cohort has most under ",
        name(policy), ": its natural exposure against that under ", name(evidence.reference),
        f" is {sized(dry, change)} in {evidence.dry} traffic, and {sized(steady, change)} already in {evidence.steady} "
        "traffic.",
    )  # fmt: skip


def _breaking(evidence: Evidence, found: Verdict) -> Html | None:
    if not found.breaking:
        return None
    told = []
    for policy in found.breaking:
        broken = [
            f"{spoken(column, QUANTITIES)} {sized(against, difference(column))}, allowed {difference(column)(least)}"
            for column, (against, least) in evidence.guardrails(policy).items()
            if not against.value >= least
        ]
        told.append(text(name(policy), f" ({sized(evidence.protection(policy), growth)}; {listed(broken)})"))
    head = "More protection, but outside the guardrails: "
    return text(head, (text(", " if place else "", one) for place, one in enumerate(told)), ".")


def _sure(evidence: Evidence, found: Verdict) -> Html:
    n, draws = evidence.replications, evidence.draws
    if n < FEWEST_PAIRS:
        least = plain(smallest_p(n))
        return text(
            tag("strong", "Illustrative: "),
            f"{count(n, 'replication')} cannot prove a sign (its two-sided p cannot fall below {least}), so read "
            f"sizes, not signs{'' if draws else '; the assumptions were not varied'}. For more, ",
            prose(NOTE),
            ".",
        )
    if found.policy is None or found.protection is None:
        loss = strength(evidence.loss(evidence.reference)).value
        return text(f"The sign of the loss: {loss}. That rests on {count(n, 'paired replication')}{_drawn(draws)}.")
    up = f"{found.protection.up} of {found.protection.replications} replications"
    p = evidence.p_holm(found.policy)
    both, _, worlds = evidence.wins(found.policy)
    share = (
        f" It beats the reference within the guardrails in {percent(both / worlds, 0)} of {count(worlds, 'draw')}."
        if worlds
        else ""
    )
    return text(
        tag("strong", f"{SURE[found.strength]} "),
        f"The protection is positive in {up}; Holm-adjusted for the number of policies p is {plain(p, 2)}"
        f"{', which is not significant' if p > SIGNIFICANCE else ''}.{share}",
    )


SURE = {
    Strength.ILLUSTRATIVE: "Illustrative:",
    Strength.UNSETTLED: "Not settled: the sign does not survive Monte Carlo.",
    Strength.LUCK: "The sign survives Monte Carlo; the assumptions were not varied.",
    Strength.WORLD: "The sign survives Monte Carlo but not the assumptions: another plausible world turns it.",
    Strength.ROBUST: "The sign survives both Monte Carlo and the assumptions.",
}


def _drawn(draws: int) -> str:
    return f" and {count(draws, 'draw')} of the assumptions" if draws else ""
