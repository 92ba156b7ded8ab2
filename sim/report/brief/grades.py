"""Every claim with its number, what it survives, and what it rests on."""

from sim.report.estimate import Estimate
from sim.report.evidence import Evidence
from sim.report.markup import Html, tag, text
from sim.report.numerals import change, growth, plain, signed
from sim.report.tables import INTERVALS, Heading, cell, table
from sim.report.verdict import Verdict
from sim.report.words import Form, badge, brackets, name

Claim = tuple[object, Estimate, Form, str, float]  # words, number, how written, standing, adjusted p


def write(evidence: Evidence, found: Verdict) -> Html:
    """A row a claim."""
    headings = [Heading("claim", left=True), Heading("estimate")]
    headings += [Heading("its sign", left=True), Heading("standing", left=True)]
    rows = (
        [
            cell(words, left=True),
            cell(text(form(one.value), brackets(one, form))),
            cell(badge(one, p), left=True),
            cell(standing, left=True),
        ]
        for words, one, form, standing, p in _claims(evidence, found)
    )
    note = (
        "The grade of all evidence here is simulation, resting on the sources listed under assumptions: nothing is a "
        "measurement of a real platform."
    )
    return text(tag("p", note), table(f"Claims of this page. {INTERVALS}", headings, rows))


def _claims(evidence: Evidence, found: Verdict) -> list[Claim]:
    reference, explored = evidence.reference, "exploratory"
    lost = text("niche-small creators lose natural exposure under ", name(reference))
    beyond = "they lose out of proportion to traffic: elasticity less 1"
    claims: list[Claim] = [
        (lost, evidence.loss(reference), growth, explored, 0.0),
        (beyond, evidence.beyond_proportion(reference), signed, explored, 0.0),
    ]
    for policy in evidence.challengers:
        p = evidence.p_holm(policy)
        standing = f"primary; Holm p {plain(p, 2)}"
        claims.append((text(name(policy), " changes what they keep"), evidence.protection(policy), growth, standing, p))
    if found.policy is None:
        return claims
    own = name(found.policy)
    for words, column in (("revenue", "revenue_rmb_per_day"), ("watching time", "watch_seconds_per_day")):
        claims.append((text(own, f" changes {words}"), evidence.against(column, found.policy), change, explored, 0.0))
    return [*claims, (text(own, " changes their level when dry"), evidence.level(found.policy), growth, explored, 0.0)]
