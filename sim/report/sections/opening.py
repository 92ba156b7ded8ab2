"""Title, the answer in one paragraph, and four facts."""

from sim.report.estimate import exponential
from sim.report.evidence import Evidence
from sim.report.markup import Html, tag, text
from sim.report.numerals import NOTHING, change, count, growth, listed
from sim.report.verdict import Verdict, highest
from sim.report.words import answer, assumed, badge, luck, name

TITLE = "Who is still seen when natural traffic dries up"
PARTS = {
    "drying": "As it dries up",
    "rescue": "Price of rescue",
    "exposure": "Natural, paid, total",
    "brief": "Decision brief",
    "table": "Table",
    "assumptions": "Assumptions",
    "pairing": "Pairing",
    "reproduce": "Reproduce",
    "terms": "Terms",
}


def write(evidence: Evidence, found: Verdict) -> Html:
    """The top of the page."""
    config, failures = evidence.comparison.config, evidence.comparison.failures
    failed = count(len(failures), "run")
    size = (
        f"A comparison of {count(len(evidence.policies), 'allocation policy', 'allocation policies')} under "
        f"{listed([evidence.steady, evidence.dry])} natural traffic, in a simulated platform of "
        f"{config.population.users:,} users and {config.population.creators:,} accounts: "
        f"{count(evidence.replications, 'paired replication')}, {count(evidence.draws, 'draw')} of the assumptions. "
        f"Day {evidence.primary} after onset decides.{f' {failed} failed and left out.' if len(failures) else ''}"
    )
    links = (text(tag("a", words, href=f"#{part}"), " ") for part, words in PARTS.items())
    return text(
        tag("header", tag("h1", TITLE), tag("p", size, class_="under")),
        answer(evidence, found),
        _facts(evidence, found),
        tag("nav", links, class_="contents", aria_label="contents"),
    )


def _facts(evidence: Evidence, found: Verdict) -> Html:
    loss = evidence.loss(evidence.reference)
    facts = [
        _fact(
            text("natural exposure of niche-small creators under ", name(evidence.reference)),
            growth(loss.value), text(luck(loss, growth), tag("br"), assumed(loss, growth)),
        )
    ]  # fmt: skip
    if found.policy is not None and found.protection is not None:
        policy, protection = found.policy, found.protection
        paid = {"platform revenue": "revenue_rmb_per_day", "time watched": "watch_seconds_per_day"}
        costs = {words: evidence.against(column, policy) for words, column in paid.items()}
        facts += [
            _fact(text("more of it kept with ", name(policy)), growth(protection.value),
                  text(luck(protection, growth), tag("br"), assumed(protection, growth))),
        ]  # fmt: skip
        facts += [
            _fact(text(f"{words} against ", name(evidence.reference)), change(cost.value),
                  text(luck(cost, change), tag("br"), assumed(cost, change)))
            for words, cost in costs.items()
        ]  # fmt: skip
        agree = f"{max(protection.up, protection.replications - protection.up)} of {protection.replications}"
        facts.append(_fact("replications that agree on the sign", agree, badge(protection, evidence.p_holm(policy))))
    else:
        facts.append(_fact("policies ahead within the guardrails", "0", f"of {len(evidence.challengers)}"))
    top = highest(evidence)
    if top is not None and top != found.policy:
        level = exponential(evidence.level(top))
        told = text(luck(level, change), tag("br"), assumed(level, change))
        facts.append(_fact(text("level, when dry, with ", name(top)), change(level.value), told))
    return tag("dl", facts, class_="facts")


def _fact(words: object, big: str, small: object) -> Html:
    return tag("div", tag("dt", words), tag("dd", big or NOTHING, class_="big"), tag("dd", small))
