"""Who is still there after so many days: the members of each group as of onset."""

from collections.abc import Mapping

import pandas as pd

from sim.analysis.estimand import QUADRANTS
from sim.analysis.pairs import BASE
from sim.report.drawing import Panel, figure, panel, panels, roomy
from sim.report.evidence import Evidence
from sim.report.language import say, told
from sim.report.look import Look, key, legend
from sim.report.markup import Html, tag
from sim.report.numerals import percent
from sim.report.phrases import spoken

INDEX = ["quadrant", "policy", "day"]


def draw(evidence: Evidence, looks: Mapping[str, Look]) -> Html | None:
    """A panel a group, or a word where nobody leaves."""
    daily = evidence.comparison.daily
    if daily.empty:
        return None
    onset = int(evidence.comparison.config.warmup_days)
    here = daily[(daily["draw"] == BASE) & (daily["schedule"] == evidence.dry) & (daily["day"] >= onset - 1)]
    counts = here.groupby(INDEX, observed=True)["members_active"].mean().unstack("day")
    shares = counts.div(counts.iloc[:, 0].where(counts.iloc[:, 0] > 0), axis=0).dropna(how="all")
    if shares.empty or float(shares.min().min()) > 1.0 - 1e-9:
        return figure("survival", say("groups.survival"), tag("p", told("groups.nobody_left"), class_="empty"))
    shares.columns = shares.columns - (onset - 1)
    there = [group for group in QUADRANTS if group in shares.index.get_level_values(0)]
    drawn = [_panel(group, pd.DataFrame(shares.loc[group]), evidence, looks) for group in there]
    words = told("groups.survival_caption", dry=evidence.dry)
    return figure(
        "survival", say("groups.survival"), panels(drawn), told("figure.see", words=words), legend(dict(looks))
    )  # fmt: skip


def _panel(group: str, shares: pd.DataFrame, evidence: Evidence, looks: Mapping[str, Look]) -> Panel:
    title = spoken(group, "group")
    words = [f"{policy} {percent(float(row.iloc[-1]))}" for policy, row in shares.iterrows()]
    label = say("groups.survival_label", group=title, schedule=evidence.dry, words=say("number.semicolon").join(words))
    with panel(f"survival-{group.replace('_', '-')}", label, height=230) as made:
        axes = made.axes
        for policy in evidence.policies:
            if policy in shares.index:
                look, row = looks[policy], shares.loc[policy]
                axes.step(
                    row.index, 100 * row.to_numpy(), where="post", color=look.colour, lw=1.6,
                    ls=(0, look.dashes) if look.dashes else "-", gid=key(policy, looks),
                )  # fmt: skip
        axes.set_ylim(top=101)
        axes.set_title(title)
        axes.set_xlabel(say("groups.survival_x"), fontsize=9.5)
        axes.set_ylabel(roomy(say("groups.survival_y")))
    return made
