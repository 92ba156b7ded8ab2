"""Natural, paid and total exposure of the cohort: level and slope."""

import math

from sim.analysis.estimand import COHORT
from sim.report.estimate import exponential
from sim.report.evidence import Evidence
from sim.report.figures import lanes
from sim.report.look import Look, named
from sim.report.markup import Html, tag, text
from sim.report.numerals import change, percent, plain
from sim.report.tables import INTERVALS, Heading, cell, number, sure, table


def write(evidence: Evidence, looks: dict[str, Look]) -> Html:
    """Figure and table."""
    intro = (
        "Paid slots are a lane of their own: what leaves the natural lanes is not lost to everyone. Level is how "
        "much a creator is seen; slope is how far that falls as traffic dries up. A policy may lift one and not "
        "the other."
    )
    return text(tag("p", intro), _paying(evidence), lanes.draw(evidence, looks), _table(evidence, looks))


def _paying(evidence: Evidence) -> Html:
    """How much of the loss money brings back under the reference, and whose; nothing where no slots are sold."""
    row: dict[str, Any] = evidence.comparison.table.to_dict("index")[evidence.reference]
    names = [
        "regained_by_paying",
        "regained_by_paying_low",
        "regained_by_paying_high",
        "paid_drying",
        "own_paid_drying",
    ]
    if evidence.comparison.config.market.name == "none" or not set(names[:1]) <= set(row.index):
        return text()
    share, low, high, paid, own = (float(row[name]) for name in names)
    if not math.isfinite(share):
        return text()
    sure = f" [{percent(low, 0)} to {percent(high, 0)}]" if math.isfinite(low) else ""
    return tag(
        "p",
        f"Under {evidence.reference} paid slots bring back {percent(share, 0)}{sure} of the natural impressions that "
        f"{evidence.dry} traffic takes from the cohort. Others pay for most of it, whoever places ads or products with "
        f"these accounts: of {plain(paid)} paid impressions per member and day they buy {plain(own)} themselves.",
    )


def _table(evidence: Evidence, looks: dict[str, Look]) -> Html:
    headings = [
        Heading("policy", left=True),
        Heading("lane", left=True),
        Heading(f"level, {evidence.steady}", "per member and day"),
        Heading(f"level, {evidence.dry}", "per member and day"),
        Heading("level", f"{evidence.dry}, against {evidence.reference}"),
        Heading("slope", f"{evidence.dry} against {evidence.steady}"),
    ]
    rows = (
        [cell(named(policy, looks[policy]), policy), cell(lane, left=True), *_cells(evidence, policy, lane)]
        for lane in lanes.LANES
        for policy in evidence.policies
    )
    caption = f"Exposure of the niche-small cohort, mean of {evidence.window()}. {INTERVALS}"
    return table(caption, headings, rows, sortable=True)


def _cells(evidence: Evidence, policy: str, lane: str) -> list[Html]:
    column = f"{lane}_{COHORT}"
    levels = [number(evidence.mean(column, policy, one), plain) for one in (evidence.steady, evidence.dry)]
    against = sure(exponential(evidence.level(policy, lane=lane)), change)
    own = cell("reference", 0.0)
    slope = sure(exponential(evidence.loss(policy, lane=lane)), change)
    return [*levels, own if policy == evidence.reference else against, slope]
