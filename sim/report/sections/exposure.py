"""Natural, paid and total exposure of the cohort: level and slope."""

import math

from sim.analysis.estimand import COHORT
from sim.report.estimate import exponential
from sim.report.evidence import Evidence
from sim.report.figures import lanes
from sim.report.language import say, told
from sim.report.look import Look, named
from sim.report.markup import Html, tag, text
from sim.report.numerals import change, percent, plain, span
from sim.report.tables import Heading, cell, number, sure, table


def write(evidence: Evidence, looks: dict[str, Look]) -> Html:
    """Figure and table."""
    return text(
        tag("p", say("exposure.intro")), _paying(evidence), lanes.draw(evidence, looks), _table(evidence, looks)
    )


def _paying(evidence: Evidence) -> Html | None:
    """How much of the loss money brings back under the reference, and whose; nothing where no slots are sold."""
    row = evidence.comparison.table.to_dict("index")[evidence.reference]
    names = (
        "regained_by_paying",
        "regained_by_paying_low",
        "regained_by_paying_high",
        "paid_drying",
        "own_paid_drying",
    )
    if evidence.comparison.config.market.name == "none" or not set(names) <= set(row):
        return None
    share, low, high, paid, own = (float(row[name]) for name in names)
    if not math.isfinite(share):
        return None
    sure = f" [{span(percent(low, 0), percent(high, 0))}]" if math.isfinite(low) else ""
    words = told(
        "exposure.paying", policy=evidence.reference, share=percent(share, 0) + sure, dry=evidence.dry,
        paid=plain(paid), own=plain(own),
    )  # fmt: skip
    return tag("p", words)


def _table(evidence: Evidence, looks: dict[str, Look]) -> Html:
    steady, dry = evidence.steady, evidence.dry
    headings = [Heading(say("table.policy"), left=True), Heading(say("exposure.lane"), left=True)]
    headings += [Heading(say("exposure.level_in", schedule=one), say("exposure.per")) for one in (steady, dry)]
    headings += [
        Heading(say("exposure.level"), say("exposure.against", dry=dry, policy=evidence.reference)),
        Heading(say("exposure.slope"), say("exposure.slope_unit", dry=dry, steady=steady)),
    ]
    rows = (
        [
            cell(named(policy, looks[policy]), policy),
            cell(say(f"exposure.{lane}"), left=True),
            *_cells(evidence, policy, lane),
        ]
        for lane in lanes.LANES
        for policy in evidence.policies
    )
    caption = say("exposure.caption", window=evidence.window(), intervals=say("table.intervals"))
    return table(caption, headings, rows, sortable=True)


def _cells(evidence: Evidence, policy: str, lane: str) -> list[Html]:
    column = f"{lane}_{COHORT}"
    levels = [number(evidence.mean(column, policy, one), plain) for one in (evidence.steady, evidence.dry)]
    against = sure(exponential(evidence.level(policy, lane=lane)), change)
    own = cell(say("table.reference"), 0.0)
    slope = sure(exponential(evidence.loss(policy, lane=lane)), change)
    return [*levels, own if policy == evidence.reference else against, slope]
