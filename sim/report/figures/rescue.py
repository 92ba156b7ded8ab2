"""Figure 3: what protection costs, and which policies are not beaten on both counts."""

import math
from collections.abc import Mapping, Sequence

from sim.report.drawing import FAINT, Panel, figure, panel, panels
from sim.report.evidence import Evidence
from sim.report.look import Look, legend
from sim.report.markup import Html, tag, text
from sim.report.numerals import listed, plain, signed

Point = tuple[str, float, float]  # policy, price, protection
FRONT = "#b0b0b0"
PAID = {  # column of the table -> title, unit
    "price_of_rescue": ("Paid in revenue", "RMB"),
    "price_of_rescue_watch": ("Paid in watching", "seconds watched"),
}


def draw(evidence: Evidence, looks: Mapping[str, Look]) -> Html:
    """The price in revenue and in watching time, one panel each."""
    drawn = [_panel(column, *words, evidence, looks) for column, words in PAID.items()]
    table = evidence.comparison.table
    free = [policy for policy in evidence.challengers if not math.isfinite(float(table["price_of_rescue"][policy]))]
    aside = f" No price is defined for {listed(free)}: on average nothing is regained." if free else ""
    caption = text(
        tag("strong", "What to see. "),
        "Up is more protection of the niche-small cohort, right is dearer: what the platform gives up per 1,000 "
        f"natural impressions that the cohort regains, against {evidence.reference} under {evidence.dry} traffic at "
        f"day {evidence.primary}. The stepped line is the Pareto front: no policy on it is beaten on both counts. "
        "Left of zero a policy pays for itself. Thin bars: Monte Carlo 95 % of protection. Wide bars: 5–95 % over "
        f"draws of the assumptions{'' if evidence.draws else ' (not drawn here)'}.{aside}",
    )
    return figure("3", "Protection against the price of rescue", panels(drawn), caption, legend(dict(looks)))


def _panel(column: str, title: str, unit: str, evidence: Evidence, looks: Mapping[str, Look]) -> Panel:
    prices = evidence.comparison.table[column].astype(float)
    sure = {policy: evidence.protection(policy) for policy in evidence.challengers if math.isfinite(prices[policy])}
    points: list[Point] = [(evidence.reference, 0.0, 0.0)]
    points += [(policy, float(prices[policy]), number.value) for policy, number in sure.items()]
    words = "; ".join(f"{policy}: protection {signed(up)} at {plain(right)}" for policy, right, up in points)
    label = f"Protection against price in {unit} per 1,000 impressions regained. {words}."
    with panel(f"f3-{column.replace('_', '-')}", label) as made:
        axes = made.axes
        axes.axhline(0, color=FAINT, lw=0.6)
        axes.axvline(0, color=FAINT, lw=0.6)
        for policy, number in sure.items():
            x, colour = [float(prices[policy])] * 2, looks[policy].colour
            wide = [number.assumed_low, number.assumed_high]
            axes.plot(x, wide, color=colour, lw=7, alpha=0.22, solid_capstyle="butt")
            axes.plot(x, [number.low, number.high], color=colour, lw=1.4)
        front = pareto(points)
        if len(front) > 1:
            axes.step([x for _, x, _ in front], [y for *_, y in front], where="post", color=FRONT, lw=2.2, zorder=1)
        for policy, x_value, y_value in points:
            look = looks[policy]
            axes.plot(x_value, y_value, look.marker, color=look.colour, markersize=9, markeredgecolor="white", zorder=3)
        axes.set_title(title)
        axes.set_xlabel(f"{unit} given up per 1,000 impressions regained", fontsize=9.5)
        axes.set_ylabel("protection (difference of ln exposure)")
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
