"""Every claim with its number, what it survives, and what it rests on."""

from sim.report.estimate import Estimate
from sim.report.evidence import Evidence
from sim.report.language import say, told
from sim.report.markup import Html, tag, text
from sim.report.numerals import change, growth, plain, signed
from sim.report.tables import Heading, cell, table
from sim.report.verdict import Verdict
from sim.report.words import Form, badge, brackets, name

Claim = tuple[object, Estimate, Form, str, float]  # words, number, how written, standing, adjusted p


def write(evidence: Evidence, found: Verdict) -> Html:
    """A row a claim."""
    headings = [Heading(say("grades.claim"), left=True), Heading(say("grades.estimate"))]
    headings += [Heading(say(f"grades.{name}"), left=True) for name in ("sign", "standing")]
    rows = (
        [
            cell(words, left=True),
            cell(text(form(one.value), brackets(one, form))),
            cell(badge(one, p), left=True),
            cell(standing, left=True),
        ]
        for words, one, form, standing, p in _claims(evidence, found)
    )
    caption = say("grades.caption", intervals=say("table.intervals"))
    return text(tag("p", say("grades.note")), table(caption, headings, rows))


def _claims(evidence: Evidence, found: Verdict) -> list[Claim]:
    reference, explored = evidence.reference, say("grades.exploratory")
    lost = told("grades.lost", policy=name(reference))
    claims: list[Claim] = [
        (lost, evidence.loss(reference), growth, explored, 0.0),
        (say("grades.beyond"), evidence.beyond_proportion(reference), signed, explored, 0.0),
    ]
    for policy in evidence.challengers:
        p = evidence.p_holm(policy)
        standing = say("grades.primary", p=plain(p, 2))
        claims.append((told("grades.keeps", policy=name(policy)), evidence.protection(policy), growth, standing, p))
    if found.policy is None:
        return claims
    own = name(found.policy)
    for words, column in (("revenue", "revenue_rmb_per_day"), ("watching", "watch_seconds_per_day")):
        claims.append(
            (told(f"grades.{words}", policy=own), evidence.against(column, found.policy), change, explored, 0.0)
        )
    return [*claims, (told("grades.level", policy=own), evidence.level(found.policy), growth, explored, 0.0)]
