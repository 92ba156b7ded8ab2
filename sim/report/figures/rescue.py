"""Figure 3: what protection costs, and which policies are not beaten on both counts."""

import math
from collections.abc import Mapping, Sequence

from sim.report.drawing import FAINT, Panel, figure, panel, panels, roomy
from sim.report.evidence import Evidence
from sim.report.language import say, told
from sim.report.look import Look, key, legend
from sim.report.markup import Html
from sim.report.numerals import listed, plain, signed

Point = tuple[str, float, float]  # policy, price, protection
FRONT = "#b0b0b0"
PAID = {"price_of_rescue": "revenue", "price_of_rescue_watch": "watch"}  # column of the table -> its string


def draw(evidence: Evidence, looks: Mapping[str, Look]) -> Html:
    """The price in revenue and in watching time, one panel each."""
    drawn = [_panel(column, say(f"rescue.{name}"), evidence, looks) for column, name in PAID.items()]
    table = evidence.comparison.table
    free = [policy for policy in evidence.challengers if not math.isfinite(float(table["price_of_rescue"][policy]))]
    words = told(
        "rescue.caption", policy=evidence.reference, dry=evidence.dry, day=evidence.primary,
        undrawn="" if evidence.draws else say("rescue.undrawn"),
        free=say("rescue.free", policies=listed(free)) if free else "",
    )  # fmt: skip
    return figure("3", say("rescue.title"), panels(drawn), told("figure.see", words=words), legend(dict(looks)))


def _panel(column: str, words: str, evidence: Evidence, looks: Mapping[str, Look]) -> Panel:
    title, _, unit = words.partition(" | ")
    prices = evidence.comparison.table[column].astype(float)
    sure = {policy: evidence.protection(policy) for policy in evidence.challengers if math.isfinite(prices[policy])}
    points: list[Point] = [(evidence.reference, 0.0, 0.0)]
    points += [(policy, float(prices[policy]), number.value) for policy, number in sure.items()]
    each = [say("rescue.each", policy=policy, up=signed(up), right=plain(right)) for policy, right, up in points]
    label = say("rescue.label", unit=unit, words=say("number.semicolon").join(each))
    with panel(f"f3-{column.replace('_', '-')}", label) as made:
        axes = made.axes
        axes.axhline(0, color=FAINT, lw=0.6)
        axes.axvline(0, color=FAINT, lw=0.6)
        for policy, number in sure.items():
            x, colour, mark = [float(prices[policy])] * 2, looks[policy].colour, key(policy, looks)
            wide = [number.assumed_low, number.assumed_high]
            axes.plot(x, wide, color=colour, lw=7, alpha=0.22, solid_capstyle="butt", gid=mark)
            axes.plot(x, [number.low, number.high], color=colour, lw=1.4, gid=mark)
        front = pareto(points)
        if len(front) > 1:
            axes.step([x for _, x, _ in front], [y for *_, y in front], where="post", color=FRONT, lw=2.2, zorder=1)
        for policy, x_value, y_value in points:
            look = looks[policy]
            axes.plot(
                x_value, y_value, look.marker, color=look.colour, markersize=9, markeredgecolor="white", zorder=3,
                gid=key(policy, looks),
            )  # fmt: skip
        axes.set_title(title)
        axes.set_xlabel(say("rescue.x", unit=unit), fontsize=9.5)
        axes.set_ylabel(roomy(say("rescue.y")))
        axes.margins(0.12)
        axes.locator_params(axis="x", nbins=5)
        axes.xaxis.set_major_formatter("{x:,.6g}")
    return made


def pareto(points: Sequence[Point]) -> list[Point]:
    """Points that no other beats in price and protection both, from the cheapest up."""
    front: list[Point] = []
    for point in sorted(points, key=lambda p: (p[1], -p[2])):
        if not front or point[2] > front[-1][2]:
            front.append(point)
    return front
