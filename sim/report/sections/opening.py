"""Title, contents, and the answer in a few numbers."""

from collections.abc import Iterable, Mapping

from sim.report.estimate import Estimate, exponential
from sim.report.evidence import Evidence
from sim.report.language import counted, say, told
from sim.report.markup import Html, tag, text
from sim.report.numerals import NOTHING, change, growth, listed
from sim.report.phrases import spoken
from sim.report.verdict import Verdict, highest
from sim.report.words import Form, assumed, badge, luck, name


def title(evidence: Evidence) -> Html:
    """The heading of the page, and what was compared."""
    config, failures = evidence.comparison.config, evidence.comparison.failures
    size = say(
        "page.size", policies=counted(len(evidence.policies), "policies"),
        schedules=listed([evidence.steady, evidence.dry]), users=config.population.users,
        accounts=config.population.creators, pairs=counted(evidence.replications, "paired"),
        draws=counted(evidence.draws, "draw"), day=evidence.primary,
        failed=say("page.failed", n=counted(len(failures), "run")) if len(failures) else "",
    )  # fmt: skip
    return tag("header", tag("h1", say("page.title")), tag("p", size, class_="under"))


def contents(parts: Iterable[str], links: Mapping[str, str]) -> Html:
    """Links to the sections of the page, and to pages beside it."""
    here = (text(tag("a", say(f"part.{part}"), href=f"#{part}"), " ") for part in parts)
    beside = (text(tag("a", words, href=address, class_="beside"), " ") for words, address in links.items())
    return tag("nav", here, beside, class_="contents", aria_label=say("page.contents"))


def facts(evidence: Evidence, found: Verdict) -> Html:
    """The answer in a few large numbers."""
    loss = evidence.loss(evidence.reference)
    shown = [_sized(told("fact.lost", policy=name(evidence.reference)), loss, growth)]
    if found.policy is not None and found.protection is not None:
        policy, protection = found.policy, found.protection
        shown.append(_sized(told("fact.kept", policy=name(policy)), protection, growth))
        for column in ("revenue_rmb_per_day", "watch_seconds_per_day"):
            words = told("fact.cost", quantity=spoken(column, "quantity"), policy=name(evidence.reference))
            shown.append(_sized(words, evidence.against(column, policy), change))
        most = max(protection.up, protection.replications - protection.up)
        agree = say("fact.of", some=most, all=protection.replications)
        shown.append(_fact(say("fact.agree"), agree, badge(protection, evidence.p_holm(policy))))
    else:
        shown.append(_fact(say("fact.ahead"), "0", say("fact.of_all", n=len(evidence.challengers))))
    top = highest(evidence)
    if top is not None and top != found.policy:
        shown.append(_sized(told("fact.level", policy=name(top)), exponential(evidence.level(top)), change))
    return tag("dl", shown, class_="facts")


def _sized(words: Html, number: Estimate, form: Form) -> Html:
    """A number with both intervals under it."""
    return _fact(words, form(number.value), text(luck(number, form), tag("br"), assumed(number, form)))


def _fact(words: object, big: str, small: object) -> Html:
    return tag("div", tag("dt", words), tag("dd", big or NOTHING, class_="big"), tag("dd", small))
