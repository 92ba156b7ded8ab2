"""The answer in words, the numbers first, and what each claim survives."""

import math
from collections.abc import Callable
from typing import Any

from sim.analysis.contrast import FEWEST_PAIRS
from sim.analysis.estimand import QUADRANTS
from sim.report.estimate import Estimate, exponential, smallest_p
from sim.report.evidence import Evidence
from sim.report.language import counted, say, told
from sim.report.markup import Html, tag, text
from sim.report.numerals import NOTHING, change, growth, listed, percent, plain, signed, span, spread
from sim.report.phrases import difference, spoken
from sim.report.verdict import SIGNIFICANCE, Strength, Verdict, highest, strength

Form = Callable[[float], str]


def luck(number: Estimate, form: Form) -> str:
    """The Monte Carlo interval."""
    if not math.isfinite(number.low):
        return say("words.no_luck", n=counted(number.replications, "replication"))
    return say("words.luck", span=span(form(number.low), form(number.high)))


def assumed(number: Estimate, form: Form) -> str:
    """The range over draws of the assumptions."""
    if not number.draws:
        return say("words.not_varied")
    if not math.isfinite(number.assumed_low):
        return say("words.no_assumed", n=counted(number.draws, "draw"))
    return say("words.assumed", span=span(form(number.assumed_low), form(number.assumed_high)))


def intervals(number: Estimate, form: Form) -> str:
    """Both, side by side."""
    return say("number.semicolon").join((luck(number, form), assumed(number, form)))


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
    low, high, least, most = (form(end).removesuffix(" %").removesuffix(spread(0.0)[5:]) for end in ends)
    return text(
        tag("small", f"[{span(low, high)}]") if NOTHING not in (low, high) else None,
        tag("small", f"{{{span(least, most)}}}") if NOTHING not in (least, most) else None,
    )


def badge(number: Estimate, p: float = 0.0) -> Html:
    """How far the sign of a number carries, as a mark."""
    found = strength(number, p)
    kind = {Strength.ROBUST: "yes", Strength.LUCK: "yes", Strength.ILLUSTRATIVE: "open"}.get(found, "no")
    return tag("span", say(f"strength.{found.name}"), class_=f"badge {kind}")


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
    first += [part for part in [_sure(evidence, found)] if part]
    more = [part for part in then if part]
    return text(
        tag("p", (text(part, " ") for part in first), class_="answer"),
        tag("p", (text(part, " ") for part in more), class_="no-print") if more else None,
    )


def _lost(evidence: Evidence) -> Html:
    loss = evidence.loss(evidence.reference)
    unseen = evidence.pairs.unseen(evidence.reference, evidence.steady)
    if not math.isfinite(loss.value):
        return told(
            "words.nothing_to_lose", day=evidence.primary, steady=evidence.steady, policy=name(evidence.reference)
        )
    left_out = say("words.left_out", n=counted(unseen, "replication"), steady=evidence.steady) if unseen else None
    lost = told(
        "words.lost", loss=growth(loss.value), day=evidence.primary, dry=evidence.dry, policy=name(evidence.reference),
        intervals=intervals(loss, growth), dryness=sized(evidence.dryness(), growth),
    )  # fmt: skip
    return text(lost, left_out)


def _protects(evidence: Evidence, found: Verdict) -> Html:
    if found.policy is None or found.protection is None:
        return told("words.none_ahead", policy=name(evidence.reference))
    ours, theirs = (math.exp(evidence.loss(policy).value) for policy in (found.policy, evidence.reference))
    settled = found.strength not in (Strength.ILLUSTRATIVE, Strength.UNSETTLED)
    return told(
        "words.protects" if settled else "words.comes_out",
        size=growth(found.protection.value), policy=name(found.policy), ours=percent(ours), theirs=percent(theirs),
        protection=signed(found.protection.value), intervals=intervals(found.protection, growth),
    )  # fmt: skip


def _expense(evidence: Evidence, policy: str) -> Html:
    costs = [
        f"{spoken(column, 'quantity')} {sized(evidence.against(column, policy), difference(column))}"
        for column in ("revenue_rmb_per_day", "watch_seconds_per_day", "match_quality")
    ]
    paid = {quadrant: evidence.moved(quadrant, policy) for quadrant in QUADRANTS[1:]}
    payer = min(paid, key=lambda quadrant: paid[quadrant].value)
    much = sized(paid[payer], lambda value: signed(value, 0))
    who = say("words.payer", group=spoken(payer, "group"), much=much) if paid[payer].value < 0 else ""
    return told("words.expense", policy=name(evidence.reference), costs=listed(costs), who=who)


def _price(evidence: Evidence, policy: str) -> Html:
    row: dict[Any, Any] = dict(evidence.comparison.table.loc[policy].items())
    if not math.isfinite(row["price_of_rescue"]):
        return told("words.no_price")
    prices = []
    for column in ("price_of_rescue", "price_of_rescue_watch"):
        luck_low, luck_high, least, most = (
            float(row[f"{column}_{end}"]) for end in ("low", "high", "assumptions_low", "assumptions_high")
        )
        number = Estimate(float(row[column]), luck_low, luck_high, 0, 0, math.nan, least, most, 0)
        prices.append(sized(number, plain))
    gain = min(row["price_of_rescue"], row["price_of_rescue_watch"]) < 0
    return text(
        told("words.price", revenue=prices[0], watch=prices[1]), say("words.price_gain") if gain else None
    )  # fmt: skip


def _levels(evidence: Evidence) -> Html:
    """Where the cohort has most in the end, whatever it has lost on the way."""
    policy = highest(evidence)
    if not any(math.isfinite(evidence.level(one).value) for one in evidence.challengers):
        return told("words.level_of_nothing", policy=name(evidence.reference), dry=evidence.dry)
    if policy is None:
        return told("words.no_levels", policy=name(evidence.reference), dry=evidence.dry)
    dry, steady = (exponential(evidence.level(policy, schedule=one)) for one in (evidence.dry, evidence.steady))
    return told(
        "words.levels", top=name(policy), policy=name(evidence.reference), dry=evidence.dry, steady=evidence.steady,
        dry_size=sized(dry, change), steady_size=sized(steady, change),
    )  # fmt: skip


def _breaking(evidence: Evidence, found: Verdict) -> Html | None:
    if not found.breaking:
        return None
    each = []
    for policy in found.breaking:
        broken = [
            say(
                "words.broken",
                quantity=spoken(column, "quantity"),
                size=sized(against, difference(column)),
                least=difference(column)(least),
            )
            for column, (against, least) in evidence.guardrails(policy).items()
            if not against.value >= least
        ]
        size = sized(evidence.protection(policy), growth)
        each.append(told("words.one_breaking", policy=name(policy), size=size, broken=listed(broken)))
    return told("words.breaking", told=Html(say("number.comma").join(each)))


def _sure(evidence: Evidence, found: Verdict) -> Html | None:
    n, draws = evidence.replications, evidence.draws
    if n < FEWEST_PAIRS:
        drawn = "" if draws else say("words.few_not_drawn")
        return told("words.few", n=counted(n, "replication"), least=plain(smallest_p(n)), drawn=drawn)
    if found.policy is None or found.protection is None:
        if not math.isfinite(evidence.loss(evidence.reference).value):
            return None
        loss = say(f"strength.{strength(evidence.loss(evidence.reference)).name}")
        drawn = say("words.and_draws", n=counted(draws, "draw")) if draws else ""
        return told("words.loss_sign", found=loss, n=counted(n, "paired"), drawn=drawn)
    p = evidence.p_holm(found.policy)
    both, _, worlds = evidence.wins(found.policy)
    share = say("words.share", share=percent(both / worlds, 0), n=counted(worlds, "draw")) if worlds else ""
    return told(
        "words.sure", start=say(f"sure.{found.strength.name}"), up=found.protection.up,
        n=counted(found.protection.replications, "replication"), p=plain(p, 2),
        weak=say("words.weak") if p > SIGNIFICANCE else "", share=share,
    )  # fmt: skip
