"""What the answer hangs on: which assumptions protection follows, over the draws."""

import numpy as np
import pandas as pd
import scipy

from sim.analysis.contrast import FEWEST_DRAWS
from sim.analysis.pairs import drawn
from sim.report.drawing import FAINT, figure, panel, panels
from sim.report.evidence import Evidence
from sim.report.language import counted, say, told
from sim.report.markup import Html, tag
from sim.report.numerals import signed

SHOWN, CHANCE = 10, 0.05  # bars; how often unrelated assumptions may reach beyond the lines


def draw(evidence: Evidence, policy: str) -> Html:
    """The largest rank correlations as bars, or a word where there are too few draws."""
    title = say("sensitivity.title", policy=policy)
    if not evidence.draws:
        words = told("sensitivity.none", note=told("headline.note"))
        return figure("sensitivity", title, tag("p", words, class_="empty"))
    if evidence.draws < FEWEST_DRAWS:
        words = told("sensitivity.few", n=counted(evidence.draws, "draw"))
        return figure("sensitivity", title, tag("p", words, class_="empty"))
    found = correlations(evidence, policy)
    largest = found.reindex(found.abs().sort_values(ascending=False).index[:SHOWN])
    said = [f"{name} {signed(value, 2)}" for name, value in largest.items()]
    label = say("sensitivity.label", policy=policy, words=say("number.semicolon").join(said))
    line = by_chance(evidence.draws, len(found))
    with panel("sensitivity", label, height=70 + 24 * len(largest)) as made:
        axes = made.axes
        beyond = largest.abs() > line
        colours = ["#0b5c8f" if one else "#a9b4bc" for one in beyond]
        axes.barh(range(len(largest)), largest.to_numpy(), height=0.62, color=colours)
        axes.set_yticks(range(len(largest)), [str(name) for name in largest.index], fontsize=8)
        axes.axvline(0, color=FAINT, lw=0.8)
        for end in (-line, line):
            axes.axvline(end, color=FAINT, lw=0.9, ls=(0, (4, 3)))
        axes.set_xlim(-1, 1)
        axes.invert_yaxis()
        axes.grid(visible=False, axis="y")
        axes.set_xlabel(say("sensitivity.axis", n=counted(evidence.draws, "draw")), fontsize=9.5)
    words = told("sensitivity.caption", policy=policy, shown=len(largest), all=len(found))
    return figure("sensitivity", title, panels([made]), told("figure.see", words=words))


def correlations(evidence: Evidence, policy: str) -> "pd.Series[float]":
    """Spearman's correlation of every drawn assumption with a policy's protection; constant ones are left out."""
    cases = evidence.comparison.assumptions.pivot_table(index="draw", columns="parameter", values="value")
    found = drawn(evidence.pairs.protection(policy))
    cases = cases.reindex(found.index)
    cases = cases.loc[:, cases.nunique() > 1]
    ranks = cases.rank().corrwith(found.rank())
    return ranks.dropna()


def by_chance(draws: int, assumptions: int) -> float:
    """What the largest of so many unrelated rank correlations exceeds in one comparison of twenty, two-sided."""
    each = 1.0 - (1.0 - CHANCE) ** (1.0 / max(assumptions, 1))
    t = float(scipy.stats.t.ppf(1.0 - each / 2.0, draws - 2))
    return float(t / np.sqrt(draws - 2 + t * t))
