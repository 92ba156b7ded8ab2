"""What brands' money returns, by budget, and how long KOCs are worth it: the window."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.analysis.market import RETURNS
from sim.analysis.pairs import BASE
from sim.analysis.window import PERIOD_DAYS, Window, kaplan_meier, window
from sim.report.drawing import FAINT, Panel, figure, panel, panels, roomy
from sim.report.evidence import Evidence
from sim.report.language import counted, say, told
from sim.report.markup import Html, tag, text
from sim.report.numerals import plain

LINES: Mapping[str, tuple[str, Any]] = {
    "roi_koc": ("#0072b2", "-"),
    "roi_head": ("#d55e00", (0, (6, 2))),
    "roi_ecom": ("#4d4d4d", (0, (2, 2))),
}


def draw(evidence: Evidence, policies: list[str]) -> Html | None:
    """A panel for each of some policies, and the window under every one; nothing where no brand spends."""
    daily = evidence.comparison.daily
    names = [name for name in RETURNS if name in daily]
    if not names or daily[names].isna().all(axis=None):
        return None
    here = daily[(daily["draw"] == BASE) & (daily["schedule"] == evidence.dry)]
    here = here[here["quadrant"] == here["quadrant"].iloc[0]]  # the same for all of them
    drawn = [_panel(policy, here[here["policy"] == policy], names, evidence) for policy in policies]
    after = int(here["day"].max()) + 1 - int(evidence.comparison.config.warmup_days)
    lines = tag("ul", (tag("li", _said(policy, here[here["policy"] == policy])) for policy in evidence.policies))
    caption = told("figure.see", words=told("money.roi_caption", dry=evidence.dry, days=after))
    return text(figure("returns", say("money.roi"), panels(drawn), caption), lines)


def _panel(policy: str, rows: pd.DataFrame, names: list[str], evidence: Evidence) -> Panel:
    means = rows.groupby("day")[names].mean()
    means.index = means.index - int(evidence.comparison.config.warmup_days)
    words = [f"{say(f'bucket.{name}')} {plain(float(means[name].dropna().iloc[-1]))}" for name in names
             if means[name].notna().any()]  # fmt: skip
    label = say("money.roi_label", policy=policy, schedule=evidence.dry, words=say("number.semicolon").join(words))
    with panel(f"returns-{evidence.policies.index(policy)}", label, height=250) as made:
        axes = made.axes
        axes.axhline(1.0, color=FAINT, lw=0.9, ls=(0, (4, 3)))
        for name in names:
            colour, dashes = LINES[name]
            axes.plot(means.index, means[name], color=colour, ls=dashes, lw=1.6, label=say(f"bucket.{name}"))
        axes.legend(frameon=False, fontsize=8.5)
        axes.set_title(policy)
        axes.set_xlabel(say("money.roi_x"), fontsize=9.5)
        axes.set_ylabel(roomy(say("money.roi_y")))
    return made


def _said(policy: str, rows: pd.DataFrame) -> Html:
    """The KOC window of a policy, over replications."""
    found = windows(rows)
    opened = [one for one in found if np.isfinite(one.length)]
    n = counted(len(found), "replication")
    if not opened:
        return told("money.window", policy=tag("code", policy), words=say("money.never", n=n))
    curve = kaplan_meier(np.array([one.length for one in opened]), np.array([one.censored for one in opened]))
    median = curve.median()
    months = plain(median, 2) if np.isfinite(median) else f"> {plain(max(one.length for one in opened), 2)}"
    left = sum(one.censored for one in opened)
    words = say("money.open", months=months, some=len(opened), n=n, left=left)
    return told("money.window", policy=tag("code", policy), words=words)


def windows(rows: pd.DataFrame) -> list[Window]:
    """The window of every replication, read off returns at the end of each 28th day."""
    return [
        window(_ends(one, "roi_koc"), _ends(one, "roi_ecom"))
        for _, one in rows.sort_values("day").groupby("replication")
    ]


def _ends(rows: pd.DataFrame, name: str) -> NDArray[np.float64]:
    values = rows[name].to_numpy(np.float64) if name in rows else np.full(len(rows), np.nan)
    return values[PERIOD_DAYS - 1 :: PERIOD_DAYS]
