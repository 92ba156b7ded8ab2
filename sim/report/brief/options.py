"""Options and recommendation."""

import inspect
import re

from sim.config.load import load
from sim.core.errors import ConfigError
from sim.report.evidence import Evidence
from sim.report.look import Look, named
from sim.report.markup import Html, tag, text
from sim.report.numerals import count, growth
from sim.report.verdict import RULE, Strength, Verdict
from sim.report.words import badge, name, prose


def write(evidence: Evidence, found: Verdict, looks: dict[str, Look]) -> Html:
    """What can be chosen, what the rule picks, and how firmly."""
    items = (
        tag("li", named(policy, look), " ", _what(policy), " (the reference)" if policy == evidence.reference else "")
        for policy, look in looks.items()
    )
    rule = tag("p", tag("small", "The rule, fixed beforehand: ", RULE))
    return text(tag("p", _recommended(evidence, found), class_="recommendation"), rule, tag("ul", items))


def _recommended(evidence: Evidence, found: Verdict) -> Html:
    if found.policy is None or found.protection is None:
        head = text("Keep ", name(evidence.reference), ". ")
        why = "no alternative of this comparison protects the niche-small cohort better within the guardrails"
        few = f"; {count(evidence.replications, 'replication')} say little, so look again with more" if (
            found.strength is Strength.ILLUSTRATIVE) else ""  # fmt: skip
        return text(tag("strong", head), f"On average {why}{few}.")
    size = f" (estimate {growth(found.protection.value)}) "
    advice = {
        Strength.ILLUSTRATIVE: (
            "Decide nothing yet; ", " is the one to examine",
            "This many replications show what may be found, not what is: `make run-full` settles luck and assumptions.",
        ),
        Strength.UNSETTLED: (
            "Keep the reference; ", " comes out best, but not beyond luck",
            "Luck alone may have done it: try more replications, or another dose, before a live test.",
        ),
        Strength.LUCK: (
            "Prepare a live test of ", "",
            "The sign is not luck, but the assumptions were not varied: `make run-full` first.",
        ),
        Strength.WORLD: (
            "Test ", " live, in a small part of the traffic",
            "The sign is not luck, but it does depend on what is not known: see what would flip it.",
        ),
        Strength.ROBUST: (
            "Test ", " live, with the rollback trigger below",
            "The sign survives luck and the assumptions varied; what the model leaves out only a live test can tell.",
        ),
    }[found.strength]  # fmt: skip
    before, after, why = advice
    return text(
        tag("strong", before, name(found.policy), after),
        size,
        badge(found.protection, evidence.p_holm(found.policy)),
        " ",
        prose(why),
    )


def _what(policy: str) -> Html:
    """The policy in its own words: what it does, gives and takes; nothing where there is none of this name."""
    try:
        (built,) = load([f"policy={policy}"]).build_policies().values()
    except (ConfigError, ValueError):
        return text("")
    words = inspect.getdoc(type(built)) or ""
    first = words.splitlines()[0] if words else ""
    parts = [f"{label}: {_part(words, label)}" for label in ("Gives", "Takes") if _part(words, label)]
    more = tag("span", " ", prose(" ".join(parts)), class_="no-print") if parts else None
    return text(prose(first), more)


def _part(words: str, label: str) -> str:
    found = re.search(rf"^{label}:\s*(.*?)(?=^\w+:|\Z)", words, re.MULTILINE | re.DOTALL)
    return " ".join(found.group(1).split()) if found else ""
