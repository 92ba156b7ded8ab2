"""A few accounts followed through a drying platform under two policies: the page of stories beside the report."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.report.document import document, write_whole
from sim.report.language import say, speaking, told
from sim.report.markup import Html, tag, text
from sim.report.numerals import plain, signed
from sim.report.phrases import spoken
from sim.report.tables import Heading, cell, table
from sim.results.accounting import windows
from sim.results.story import Story
from sim.traffic.decomposition import CAUSES
from sim.world.creators import Tier, tier_of

if TYPE_CHECKING:
    from sim.results.run import Run

COHORT = "niche-small"


def write(lives: Mapping[str, "Run"], path: str | Path, dry: str, language: str = "en", report: str = "") -> Path:
    """Write the page of two lives by policy, the reference's first; `report` is the page that it belongs to."""
    with speaking(language):
        first, second = lives
        back = tag("p", tag("a", say("stories.back"), href=report)) if report else None
        code = {name: tag("code", policy) for name, policy in (("first", first), ("second", second))}
        intro = tag("p", told("stories.intro", **code, dry=dry))
        told_of = (_one(account, name, lives) for account, name in chosen(lives).items())
        body = tag("main", tag("h1", say("stories.title")), back, intro, told_of)
        return write_whole(document(say("stories.title"), body), path)


def chosen(lives: Mapping[str, "Run"]) -> dict[int, str]:
    """Accounts worth telling of and what to call them: those with a name, or those at the ends and in the middle."""
    one, other = lives.values()
    names = list(one.resolved.get("stories", {}).get("accounts", {}))
    if names:
        return {account: name.replace("_", " ").capitalize() for account, name in enumerate(names)}
    before, after = (_shown(one, days) for days in windows(one.onset_day, one.days))
    change = (after - before)[one.creators.set_index("creator")["cohort"] == COHORT].sort_values(kind="stable")
    helped = (_shown(other, windows(other.onset_day, other.days)[1]) - after).reindex(change.index)
    followers = one.creators.set_index("creator")["followers_at_onset"]
    order = [int(account) for account in change.index.to_numpy()]
    ends = [("lost_most", order[0]), ("middle", order[len(order) // 2]), ("lost_least", order[-1])] if order else []
    if order:
        places = helped.to_numpy()
        ends += [("helped", order[int(places.argmax())]), ("hurt", order[int(places.argmin())])]
    ends.append(("largest", int(followers.index.to_numpy()[int(followers.fillna(0.0).to_numpy().argmax())])))
    picks: dict[int, str] = {}
    for name, account in ends:
        picks.setdefault(account, say(f"stories.{name}"))
    return picks


def _shown(run: "Run", days: tuple[int, int]) -> "pd.Series[float]":
    """Natural impressions a day of every account over some days."""
    ledger = run.exposure.frame(*days)
    shown = ledger[ledger["lane"] != "paid"].groupby("creator")["impressions"].sum() / (days[1] - days[0] + 1)
    return shown.reindex(run.creators["creator"], fill_value=0.0).astype(float)


def _one(account: int, name: str, lives: Mapping[str, "Run"]) -> Html:
    stories = {policy: run.explain(account) for policy, run in lives.items()}
    who = next(iter(stories.values())).account
    followers = float(who["followers_at_onset"])
    tier = Tier(int(tier_of(np.array([followers]))[0])).name.lower() if np.isfinite(followers) else "entrant"
    kind = say("stories.niche" if who["niche"] else "stories.mainstream")
    facts = say(
        "stories.who", number=account, niche=kind, tier=spoken(tier, "group"),
        followers=followers if np.isfinite(followers) else float(who["followers"]),
    )  # fmt: skip
    ends = (_end(policy, story, lives[policy].onset_day) for policy, story in stories.items())
    return tag("section", tag("h2", name), tag("p", facts, " ", (text(one, " ") for one in ends)), _table(stories))


def _end(policy: str, story: Story, onset: int) -> Html:
    left, code = story.account["left_day"], tag("code", policy)
    if pd.isna(left):
        return told("stories.stayed", policy=code)
    return told("stories.left", policy=code, day=int(left) - onset)


def _table(stories: Mapping[str, Story]) -> Html:
    headings = [Heading(say("stories.quantity"), left=True), *(Heading(tag("code", policy)) for policy in stories)]
    told_of = list(stories.values())
    rows = [_row(say("stories.before"), [plain(_natural(story, "before")) for story in told_of])]
    rows += [
        _row(spoken(cause, "cause"), [signed(float(story.accounting[cause]), 2) for story in told_of])
        for cause in CAUSES
    ]
    rows.append(_row(say("stories.after"), [plain(_natural(story, "after")) for story in told_of]))
    rows.append(_row(say("stories.paid"), [plain(float(story.exposure["after"]["paid"])) for story in told_of]))
    return table(say("stories.table"), headings, rows)


def _natural(story: Story, side: str) -> float:
    return float(story.exposure[side].drop("paid").sum())


def _row(words: str, cells: list[str]) -> list[Html]:
    return [cell(words, left=True), *(cell(one) for one in cells)]
