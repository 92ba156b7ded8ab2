"""The gallery as a page that needs nothing else."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from experiments.gallery import figures
from experiments.gallery.entries import Entry
from experiments.gallery.hindsight import Bound
from experiments.gallery.scores import TUNED, label
from experiments.gallery.table import LEGEND
from experiments.gallery.tuning import HELD_OUT, Tuned
from sim.comparison import Comparison
from sim.report.document import document
from sim.report.drawing import panels
from sim.report.markup import Html, tag, text
from sim.report.numerals import NOTHING, percent, plain, signed, span
from sim.report.tables import Heading, cell, number, table
from sim.report.words import prose

TITLE = "Traffic-allocation policies, side by side"
HEADINGS = (
    Heading("policy", left=True), Heading("protection", "ln"), Heading("level", "ln"), Heading("reach", "protection"),
    Heading("reach", "level"), Heading("niche share"), Heading("Gini", "over Poisson"), Heading("match", "of interest"),
    Heading("users", "of interest"), Heading("welfare", "of interest"), Heading("price", "s per 1,000"),
    Heading("price", "RMB per 1,000"), Heading("leakage"), Heading("leakage", "of the boost"),
    Heading("gain of", "mis-tagging, ln"),
    Heading("guardrails", left=True),
)  # fmt: skip


def page(
    entries: Sequence[Entry],
    scores: pd.DataFrame,
    tuned: Mapping[str, Tuned],
    bounds: Sequence[Bound],
    found: Comparison,
    command: str,
) -> str:
    """The gallery as HTML."""
    sections = {
        "frontier": ("The frontier", figures.frontier(scores)),
        "table": ("The table", _table(entries, scores)),
        "policies": ("Policy by policy", _cards(entries, scores, tuned)),
        "bound": ("The bound", _bound(bounds)),
        "method": ("How to read and reproduce this", _method(entries, tuned, found, command)),
    }
    links = tag("p", (tag("a", title, href=f"#{name}") for name, (title, _) in sections.items()), class_="contents")
    pairs = found.pairs
    opening = text(
        tag("h1", TITLE),
        tag(
            "p",
            f"{len(entries)} policies in the same worlds with the same luck, under {pairs.steady} and {pairs.drying} "
            f"traffic, at day {pairs.primary} after onset; {_worlds(found)} paired replications.",
            class_="under",
        ),
        links,
    )
    body = (tag("section", tag("h2", title), part, id=name) for name, (title, part) in sections.items())
    return document(TITLE, text(tag("header", opening), tag("main", body)))


def _worlds(found: Comparison) -> int:
    return int(found.table["replications"].max())


def _arms(entry: Entry, scores: pd.DataFrame) -> list[str]:
    return [arm for arm in (label(entry.name, False), label(entry.name, True)) if arm in scores.index]


def _table(entries: Sequence[Entry], scores: pd.DataFrame) -> Html:
    rows = [_row(arm, dict(scores.loc[arm].items())) for entry in entries for arm in _arms(entry, scores)]
    return table("In [brackets] Monte Carlo 95 % over paired replications.", HEADINGS, rows, sortable=True)


def _row(arm: str, row: dict[Any, Any]) -> list[Html]:
    name = row["policy"]
    words = text(tag("a", tag("code", name), href=f"#policy-{name}"), " tuned" if arm.endswith(TUNED) else "")
    kept = (number(row[f"{one}_kept"], percent) for one in ("match", "users", "welfare"))
    return [
        cell(words, arm, left=True),
        _sure(row, "protection"),
        _sure(row, "level"),
        number(row["reach"], _whole),
        number(row["level_reach"], _whole),
        number(row["niche_share"], percent),
        number(row["gini_excess"], plain),
        *kept,
        number(row["price_of_rescue_watch"], plain),
        number(row["price_of_rescue"], plain),
        number(row["leakage"], percent),
        number(row["boost_leakage"], percent),
        _sure(row, "advantage"),
        cell("kept" if row["within"] else "broken", left=True),
    ]


def _whole(share: float) -> str:
    return percent(share, 0)


def _sure(row: dict[Any, Any], name: str) -> Html:
    low, high = (signed(float(row[f"{name}_{end}"])) for end in ("low", "high"))
    interval = tag("small", f"[{span(low, high)}]") if NOTHING not in (low, high) else None
    return cell(text(signed(float(row[name])), interval), float(row[name]))


def _cards(entries: Sequence[Entry], scores: pd.DataFrame, tuned: Mapping[str, Tuned]) -> Html:
    shown = [entry for entry in entries if entry.name in scores.index]
    return text(_card(entry, place, scores, tuned.get(entry.name)) for place, entry in enumerate(shown))


def _card(entry: Entry, place: int, scores: pd.DataFrame, tuned: Tuned | None) -> Html:
    family = entry.family or "others"
    said = {
        "Gives": entry.gives, "Takes": entry.takes, "Limits": entry.limits, "Who could game it": entry.gamed_by,
        "Source": entry.source, "Tuned": _setting(tuned),
    }  # fmt: skip
    words = tag(
        "dl", ((tag("dt", name), tag("dd", prose(line))) for name, line in said.items() if line), class_="terms"
    )
    rows = [_row(arm, dict(scores.loc[arm].items())) for arm in _arms(entry, scores)]
    heading = tag("h3", tag("code", entry.name), tag("span", f" {family}", class_="number"))
    return tag(
        "article",
        heading,
        tag("p", prose(entry.what)),
        words,
        table("", HEADINGS, rows),
        panels([figures.curve(scores, entry.name, place)]),
        id=f"policy-{entry.name}",
    )


def _setting(tuned: Tuned | None) -> str:
    if tuned is None or not tuned.evaluations:
        return ""
    if not tuned.overrides:
        return f"its default came out best of {tuned.evaluations} evaluations."
    said = ", ".join(f"`{one}`" for one in tuned.overrides)
    broken = "" if tuned.within else "; no setting kept to the guardrails, this one strays least"
    return f"{said}, the best of {tuned.evaluations} evaluations in other worlds{broken}."


def _bound(bounds: Sequence[Bound]) -> Html:
    if not bounds:
        return tag("p", "Not computed.", class_="empty")
    level = sum(one.level for one in bounds) / len(bounds)
    return text(
        tag(
            "p",
            "An allocation that knew every taste and every upload beforehand could have given the cohort at most ",
            tag("strong", f"{math.exp(level):.2f} times"),
            f" what it got under interest and drying traffic, at 99 % of the match (ln {signed(level)}, mean over "
            f"{len(bounds)} worlds). It would have protected as much without touching steady traffic: so a policy "
            "reaches a share of the attainable by its protection, and by its level.",
        ),
        tag(
            "p",
            "The linear programme is an upper bound because of what it leaves out: it need not learn, users of a class "
            "may swap slots and count as the keenest of their tenth, nobody tires, retrieval brings everything, and "
            "the number of active users is taken as it was under interest. What it gets exactly right: slots by "
            "block of time and class of users, tastes and uploads are the run's own.",
        ),
    )


def _method(entries: Sequence[Entry], tuned: Mapping[str, Tuned], found: Comparison, command: str) -> Html:
    tried = max((one.evaluations for one in tuned.values()), default=0)
    budget = (
        f"Every policy with parameters to choose had {tried} evaluations, its default among them, in worlds whose "
        f"seeds lie {HELD_OUT:,} above those shown here; the setting with the most protection within the guardrails "
        "(match 99 %, active users 99.5 % of interest's) was kept. "
        if tried
        else "Nothing was tuned. "
    )
    names = ", ".join(entry.name for entry in entries if not entry.tunable)
    failed = [f"{row.policy}, {row.schedule}: {row.error}" for row in found.failures.itertuples()]
    return text(
        tag("p", budget, f"Without parameters to choose: {names}." if names else ""),
        (tag("p", line) for line in LEGEND.splitlines()),
        tag("p", "Failed: ", "; ".join(failed)) if failed else None,
        tag("pre", command),
        tag("p", f"Seeds from {found.config.seed}; fingerprint ", tag("code", found.fingerprint), class_="long"),
    )
