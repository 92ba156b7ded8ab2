"""Figure 3: what protection costs, and which policies are not beaten on both counts."""

import math
from collections.abc import Mapping, Sequence

from sim.report.drawing import FAINT, Panel, figure, panel
from sim.report.evidence import Evidence
from sim.report.look import Look, legend
from sim.report.markup import Html, tag, text
from sim.report.numerals import listed
from sim.report.prices import Price, prices

Point = tuple[str, float, float]  # policy, price, protection


def draw(evidence: Evidence, looks: Mapping[str, Look]) -> Html | None:
    """The price in revenue and in watching time, one panel each."""
    found = prices(evidence)
    if not found:
        return None
    panels = [
        _panel("f3-revenue", "Paid in revenue", "RMB", [(p.policy, p.revenue, p) for p in found], evidence, looks),
        _panel(
            "f3-watch", "Paid in watching", "seconds watched", [(p.policy, p.watch, p) for p in found], evidence, looks
        ),
    ]
    free = [one.policy for one in found if not one.regains]
    aside = (
        f"No price is defined for {listed(free)}: on average nothing is regained, so there is nothing to pay for. "
        if free
        else ""
    )
    caption = text(
        tag("strong", "What to see. "),
        "Up is more protection of the niche-small cohort, right is dearer: what the platform gives up per 1,000 natural "
        f"impressions regained, against {evidence.reference} under {evidence.dry} traffic at day {evidence.primary}. The stepped "
        "line is the Pareto front: no policy on it is beaten on both counts. Left of zero a policy pays for itself. "
        "Thin bars: Monte Carlo 95 % of protection; wide bars, where assumptions were drawn: 5-95 % over the draws. ",
        aside,
    )
    return figure("3", "Protection against the price of rescue", panels, caption, legend(dict(looks)))


def _panel(
    name: str, title: str, unit: str, found: Sequence[tuple[str, float, Price]], evidence: Evidence,
    looks: Mapping[str, Look],
) -> Panel:  # fmt: skip
    points: list[Point] = [(evidence.reference, 0.0, 0.0)]
    points += [(policy, price, one.protection.value) for policy, price, one in found if math.isfinite(price)]
    words = "; ".join(f"{policy}: protection {up:+.3f} at {right:.3g}" for policy, right, up in points)
    with panel(name, f"Protection against price in {unit} per 1,000 impressions regained. {words}.") as made:
        axes = made.axes
        axes.axhline(0, color=FAINT, lw=0.8)
        axes.axvline(0, color=FAINT, lw=0.8)
        for policy, price, one in found:
            if math.isfinite(price):
                sure, look = one.protection, looks[policy]
                axes.plot([price] * 2, [sure.assumed_low, sure.assumed_high], color=look.colour, lw=6, alpha=0.2,
                          solid_capstyle="butt")  # fmt: skip
                axes.plot([price] * 2, [sure.low, sure.high], color=look.colour, lw=1.4)
        front = pareto(points)
        if len(front) > 1:
            axes.step([x for _, x, _ in front], [y for *_, y in front], where="post", color=FAINT, lw=1.0, zorder=1)
        for policy, x, y in points:
            look = looks[policy]
            axes.plot(x, y, look.marker, color=look.colour, markersize=9, markeredgecolor="white", zorder=3)
        axes.set_title(title)
        axes.set_xlabel(f"{unit} given up per 1,000 impressions regained", fontsize=9)
        axes.set_ylabel("protection (difference of ln exposure)")
        axes.margins(0.12)
    return made


def pareto(points: Sequence[Point]) -> list[Point]:
    """Points that no other beats in price and protection both, from the cheapest up."""
    front: list[Point] = []
    for point in sorted(points, key=lambda p: (p[1], -p[2])):
        if not front or point[2] > front[-1][2]:
            front.append(point)
    return front
