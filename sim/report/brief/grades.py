"""Every claim with its number, what it survives, and what it rests on."""

import math

from sim.report.estimate import Estimate
from sim.report.evidence import Evidence
from sim.report.markup import Html, tag, text
from sim.report.numerals import NOTHING, change, growth, plain, signed
from sim.report.tables import Heading, cell, table
from sim.report.verdict import Verdict
from sim.report.words import Form, badge, brackets, name

Claim = tuple[object, Estimate, Form, str]


def write(evidence: Evidence, found: Verdict) -> Html:
    """A row a claim. All rest on a simulation: none is a measurement of a real platform."""
    headings = [
        Heading("claim", left=True),
        Heading("estimate"),
        Heading("its sign", left=True),
        Heading("standing", left=True),
    ]
    rows = (
        [
            cell(words, left=True),
            cell(text(form(one.value), brackets(one, form))),
            cell(badge(one), left=True),
            cell(standing, left=True),
        ]
        for words, one, form, standing in _claims(evidence, found)
    )
    note = "Grade of the evidence throughout: simulation, with the sources listed under assumptions; no claim is a measurement."
    return text(tag("p", note), table("Claims of this page.", headings, rows))


def _claims(evidence: Evidence, found: Verdict) -> list[Claim]:
    reference = evidence.reference
    claims: list[Claim] = [
        (text("niche-small creators lose natural exposure under ", name(reference)), evidence.loss(reference), growth, "exploratory"),
        ("they lose out of proportion to traffic: elasticity less 1", evidence.beyond_proportion(reference), signed, "exploratory"),
    ]  # fmt: skip
    for policy in evidence.challengers:
        p = float(evidence.comparison.table["p_holm"][policy])
        standing = f"primary; Holm p {plain(p, 2)}" if math.isfinite(p) else f"primary; Holm p {NOTHING}"
        claims.append((text(name(policy), " changes what they keep"), evidence.protection(policy), growth, standing))
    if found.policy is not None:
        for words, column in (("revenue", "revenue_rmb_per_day"), ("watching time", "watch_seconds_per_day")):
            claims.append(
                (
                    text(name(found.policy), f" changes {words}"),
                    evidence.against(column, found.policy),
                    change,
                    "exploratory",
                )
            )
        claims.append(
            (
                text(name(found.policy), " changes their level when dry"),
                evidence.level(found.policy),
                growth,
                "exploratory",
            )
        )
    return claims
