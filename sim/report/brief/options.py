"""Options and recommendation."""

import inspect
import re

from sim.config.load import load
from sim.core.errors import ConfigError
from sim.report.evidence import Evidence
from sim.report.language import counted, known, language, say, told
from sim.report.look import Look, named
from sim.report.markup import Html, tag, text
from sim.report.numerals import growth
from sim.report.verdict import Strength, Verdict
from sim.report.words import badge, name, prose


def write(evidence: Evidence, found: Verdict, looks: dict[str, Look]) -> Html:
    """What can be chosen, what the rule picks, and how firmly."""
    items = (
        tag("li", named(policy, look), " ", _what(policy), say("options.reference") * (policy == evidence.reference))
        for policy, look in looks.items()
    )
    rule = tag("p", tag("small", say("options.rule")), class_="no-print")
    return text(tag("p", _recommended(evidence, found), class_="recommendation"), rule, tag("ul", items))


def _recommended(evidence: Evidence, found: Verdict) -> Html:
    if found.policy is None or found.protection is None:
        unsure = found.strength is Strength.ILLUSTRATIVE
        few = say("options.few", n=counted(evidence.replications, "replication")) if unsure else ""
        return told("options.keep", policy=name(evidence.reference), few=few)
    mark = badge(found.protection, evidence.p_holm(found.policy))
    size = growth(found.protection.value)
    return told(f"options.{found.strength.name}", policy=name(found.policy), size=size, badge=mark)


def _what(policy: str) -> Html:
    """The policy in its own words: what it does, gives and takes; nothing where there is none of this name."""
    try:
        (built,) = load([f"policy={policy}"]).build_policies().values()
    except (ConfigError, ValueError):
        return text("")
    words = inspect.getdoc(type(built)) or ""
    first = known(f"what.{policy}") or (words.splitlines()[0] if words else "")
    found = {label: _part(words, label.capitalize()) for label in ("gives", "takes")} if language() == "en" else {}
    parts = [say(f"options.{label}", words=its) for label, its in found.items() if its]
    more = tag("span", " ", prose(" ".join(parts)), class_="no-print") if parts else None
    return text(prose(first), more)


def _part(words: str, label: str) -> str:
    found = re.search(rf"^{label}:\s*(.*?)(?=^\w+:|\Z)", words, re.MULTILINE | re.DOTALL)
    return " ".join(found.group(1).split()) if found else ""
