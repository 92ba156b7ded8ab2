"""Figure 2: through which factor each group's exposure changed, as a waterfall."""

from collections.abc import Sequence

import pandas as pd

from sim.analysis.estimand import QUADRANTS
from sim.report.drawing import FAINT, INK, Panel, figure, panel
from sim.report.evidence import Evidence
from sim.report.markup import Html, tag, text
from sim.report.numerals import signed
from sim.report.phrases import CAUSES, GROUPS, spoken

GAIN, LOSS, TOTAL = "#0072b2", "#d55e00", "#4d4d4d"


def draw(evidence: Evidence, policies: Sequence[str]) -> Html | None:
    """One block of four groups a policy; the first policies of the list open, the others behind a click."""
    frame = evidence.comparison.decomposition
    if frame.empty:
        return None
    frame = frame[frame["schedule"] == evidence.dry]
    blocks = [_block(frame, policy, evidence.policies.index(policy)) for policy in policies]
    rest = [policy for policy in evidence.policies if policy not in policies]
    folded = [
        tag("details", tag("summary", "The same under ", tag("code", policy)),
            _block(frame, policy, evidence.policies.index(policy), headed=False))
        for policy in rest
    ]  # fmt: skip
    caption = text(
        tag("strong", "What to see. "),
        f"The change in natural impressions per member of each group and day under {evidence.dry} traffic, from the last 30 "
        f"days before onset to the 30 days before day {evidence.primary}, split into the factors of its accounting "
        "identity. Bars start where the one above ends; the last bar is their sum. The split is exact (logarithmic "
        "mean Divisia index), adds from accounts to groups, and is accounting: it says through which factor exposure "
        "changed, not which mechanism moved the factor.",
    )
    return figure("2", "Where the exposure went", [], caption, text(blocks, folded))


def _block(frame: pd.DataFrame, policy: str, number: int, headed: bool = True) -> Html:
    rows = frame[frame["policy"] == policy]
    causes = list(dict.fromkeys(rows["cause"]))
    table = rows.groupby(["quadrant", "cause"], observed=True)["change"].mean().unstack("cause")[causes]
    groups = [group for group in QUADRANTS if group in table.index]
    reach = table.cumsum(axis=1)[table.index.isin(groups)]
    low, high = min(0.0, float(reach.min().min())), max(0.0, float(reach.max().max()))
    panels = [_waterfall(table.loc[group], policy, group, f"f2-{number}-{group.replace('_', '-')}") for group in groups]
    del low, high
    head = tag("h4", "Under ", tag("code", policy)) if headed else None
    return text(head, tag("div", (tag("div", one.svg, class_="panel") for one in panels), class_="panels"))


def _waterfall(changes: "pd.Series[float]", policy: str, group: str, name: str) -> Panel:
    total = float(changes.sum())
    words = "; ".join(f"{spoken(str(cause), CAUSES)} {signed(float(change), 2)}" for cause, change in changes.items())
    group_name = spoken(group, GROUPS)
    with panel(name, f"{group_name} under {policy}: {words}; together {signed(total, 2)}.", height=235) as made:
        axes = made.axes
        start = 0.0
        labels = [spoken(str(cause), CAUSES) for cause in changes.index] + ["change"]
        span = max(abs(changes.cumsum()).max(), abs(changes).max(), 1e-12)
        for row, change in enumerate([*changes.astype(float), total]):
            last = row == len(changes)
            left = 0.0 if last else start
            axes.barh(row, change, left=left, height=0.62, color=TOTAL if last else GAIN if change > 0 else LOSS)
            end = left + change
            outer = max(left, end) if change >= 0 else min(left, end)
            axes.annotate(
                signed(change, 2), (outer, row), xytext=(3 if change >= 0 else -3, 0), textcoords="offset points",
                ha="left" if change >= 0 else "right", va="center", fontsize=8.5, color=INK,
            )  # fmt: skip
            if not last:
                axes.plot([end, end], [row + 0.31, row + 0.69], color=FAINT, lw=0.8)
                start = end
        axes.axvline(0, color=FAINT, lw=0.8)
        axes.set_yticks(range(len(labels)), labels, fontsize=9)
        axes.invert_yaxis()
        low, high = min(0.0, float(changes.cumsum().min())), max(0.0, float(changes.cumsum().max()))
        axes.set_xlim(low - 0.28 * span, high + 0.28 * span)
        axes.grid(visible=False, axis="y")
        axes.set_title(group_name)
        axes.set_xlabel("natural impressions per member and day", fontsize=9)
    return made
