"""Figure 5: whether the niche comes back when traffic does."""

from collections.abc import Mapping

import pandas as pd

from sim.analysis.pairs import BASE
from sim.report.drawing import figure, panel, panels, roomy
from sim.report.evidence import Evidence
from sim.report.language import say, told
from sim.report.look import Look, key, legend
from sim.report.markup import Html, tag
from sim.report.numerals import plain

WEEK = 7
DRIED, BACK = 0.03, 0.5  # a fall of slots that counts; the share of it that must come back


def draw(evidence: Evidence, looks: Mapping[str, Look]) -> Html:
    """The loop where traffic refills and niche accounts were counted, else how to see one."""
    found = paths(evidence)
    if not found:
        return figure("5", say("loop.title"), tag("p", told("loop.none"), class_="empty"))
    words = [
        say("loop.each", policy=policy, low=plain(float(way["niche"].iloc[int(way["dryness"].to_numpy().argmin())])),
            last=plain(float(way["niche"].iloc[-1])))
        for policy, way in found.items()
    ]  # fmt: skip
    with panel("f5", say("loop.label", words=say("number.semicolon").join(words))) as made:
        for policy, way in found.items():
            colour, mark, turn = looks[policy].colour, key(policy, looks), int(way["dryness"].to_numpy().argmin())
            made.axes.plot(way["dryness"], way["niche"], color=colour, lw=1.2, gid=mark)
            for part, face in ((way.iloc[: turn + 1], colour), (way.iloc[turn + 1 :], "white")):
                made.axes.plot(
                    part["dryness"], part["niche"], looks[policy].marker, color=colour, markerfacecolor=face,
                    markersize=5, gid=mark,
                )  # fmt: skip
        made.axes.invert_xaxis()
        made.axes.set_xlabel(say("loop.x"), fontsize=9.5)
        made.axes.set_ylabel(roomy(say("loop.y")))
    caption = told("figure.see", words=told("loop.caption", dry=evidence.dry))
    return figure("5", say("loop.title"), panels([made]), caption, legend(dict(looks)))


def paths(evidence: Evidence) -> dict[str, pd.DataFrame]:
    """Weekly dryness and niche accounts (to those at onset) of every policy; nothing where traffic does not return."""
    daily = evidence.comparison.daily
    if daily.empty or "niche_accounts" not in daily:
        return {}
    onset = int(evidence.comparison.config.warmup_days)
    here = daily[(daily["draw"] == BASE) & (daily["schedule"] == evidence.dry) & (daily["day"] >= onset)]
    found = {}
    for policy in evidence.policies:
        rows = here[here["policy"] == policy]
        means = rows.groupby((rows["day"] - onset) // WEEK)[["dryness", "niche_accounts"]].mean().dropna()
        if len(means) < 3 or not _returns(means["dryness"]):
            return {}
        niche = means["niche_accounts"] / float(means["niche_accounts"].iloc[0])
        found[policy] = pd.DataFrame({"dryness": means["dryness"], "niche": niche})
    return found


def _returns(dryness: "pd.Series[float]") -> bool:
    fall = float(dryness.iloc[0] - dryness.min())
    return fall > DRIED and float(dryness.iloc[-1] - dryness.min()) > BACK * fall
