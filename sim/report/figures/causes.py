"""Figure 2: through which factor each group's exposure changed, as a waterfall."""

from collections.abc import Sequence

import pandas as pd

from sim.analysis.estimand import QUADRANTS
from sim.report.drawing import FAINT, INK, Panel, figure, panel, panels, roomy
from sim.report.evidence import Evidence
from sim.report.language import say, told
from sim.report.markup import Html, tag, text
from sim.report.numerals import listed, plain, signed
from sim.report.phrases import spoken
from sim.results.accounting import WINDOW_DAYS

GAIN, LOSS, TOTAL = "#0072b2", "#d55e00", "#4d4d4d"
NOTHING = 1e-9  # impressions: a factor that moved less in every group did not move


def draw(evidence: Evidence, open_policies: Sequence[str]) -> Html | None:
    """Four groups a policy; the policies named stand open, the others behind a click."""
    frame = evidence.comparison.decomposition
    frame = frame[frame["schedule"] == evidence.dry] if len(frame) else frame
    if frame.empty:
        return None
    moved = frame.groupby("cause", observed=True, sort=False)["change"].agg(lambda change: change.abs().max()) > NOTHING
    still = [spoken(str(cause), "cause") for cause in moved.index[~moved]]
    frame = frame[frame["cause"].isin(moved.index[moved])]
    blocks = []
    for number, policy in enumerate(evidence.policies):
        drawn = panels(_waterfalls(frame[frame["policy"] == policy], policy, number))
        if policy in open_policies:
            blocks.append(text(tag("h4", told("causes.under", policy=tag("code", policy))), drawn))
        else:
            blocks.append(tag("details", tag("summary", told("causes.same", policy=tag("code", policy))), drawn))
    return figure("2", say("causes.title"), text(blocks), _caption(evidence, still))


def _caption(evidence: Evidence, still: list[str]) -> Html:
    eve = min(WINDOW_DAYS, evidence.comparison.config.warmup_days)
    words = told(
        "causes.caption", dry=evidence.dry, eve=eve, window=evidence.window(), policy=tag("code", evidence.reference),
        still=say("causes.still", words=listed(still)) if still else "",
    )  # fmt: skip
    return told("figure.see", words=words)


def _waterfalls(rows: pd.DataFrame, policy: str, number: int) -> list[Panel]:
    """A panel a group that has members."""
    means = rows.groupby(["quadrant", "cause"], observed=True, sort=False)["change"].mean()
    drawn = []
    for group in QUADRANTS:
        changes = means[means.index.get_level_values("quadrant") == group].droplevel("quadrant")
        if len(changes):
            ends = rows[rows["quadrant"] == group]
            title = spoken(group, "group")
            if "before" in ends and "after" in ends:
                before, after = (plain(float(ends[side].mean())) for side in ("before", "after"))
                title = say("causes.way", group=title, before=before, after=after)
            name = f"f2-{number}-{group.replace('_', '-')}"
            drawn.append(_waterfall(changes, policy, title, name))
    return drawn


def _waterfall(changes: "pd.Series[float]", policy: str, title: str, name: str) -> Panel:
    names = [spoken(str(cause), "cause") for cause in changes.index]
    values = [float(change) for change in changes]
    total = sum(values)
    words = [f"{one} {signed(change, 2)}" for one, change in zip(names, values, strict=True)]
    label = say(
        "causes.label",
        title=title,
        policy=policy,
        words=say("number.semicolon").join(words),
        total=signed(total, 2),
    )
    with panel(name, label, height=75 + 24 * len(values)) as made:
        axes = made.axes
        at, reached = 0.0, [0.0]
        for row, change in enumerate(values):
            _bar(made, row, at, change, GAIN if change > 0 else LOSS)
            at += change
            reached.append(at)
            axes.plot([at, at], [row + 0.31, row + 0.69], color=FAINT, lw=0.8)
        _bar(made, len(values), 0.0, total, TOTAL)
        room = 0.3 * max(max(reached) - min(reached), NOTHING)
        axes.set_xlim(min(reached) - room, max(reached) + room)
        axes.axvline(0, color=FAINT, lw=0.8)
        axes.set_yticks(range(len(names) + 1), [roomy(one) for one in (*names, say("causes.change"))], fontsize=9.5)
        axes.locator_params(axis="x", nbins=6)
        axes.invert_yaxis()
        axes.grid(visible=False, axis="y")
        axes.set_title(title)
        axes.set_xlabel(say("figure.natural_per_member"), fontsize=9.5)
    return made


def _bar(made: Panel, row: int, start: float, change: float, colour: str) -> None:
    """A step from `start`, its number beyond its outer end."""
    made.axes.barh(row, change, left=start, height=0.62, color=colour)
    up = change >= 0
    made.axes.annotate(
        signed(change, 2), (start + change, row), xytext=(3 if up else -3, 0), textcoords="offset points",
        ha="left" if up else "right", va="center", fontsize=8.5, color=INK,
    )  # fmt: skip
