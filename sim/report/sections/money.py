"""Money: who pays whom under each policy, and what brands' money returns. Only where there is a market."""

from sim.analysis.market import FLOW, GMV
from sim.report.evidence import Evidence
from sim.report.figures import returns
from sim.report.language import known, say, told
from sim.report.look import Look, named
from sim.report.markup import Html, tag, text
from sim.report.numerals import plain
from sim.report.tables import Heading, cell, sure, table
from sim.world.campaigns import Party
from sim.world.money import Entry


def write(evidence: Evidence, looks: dict[str, Look]) -> Html:
    """The flows as a table and the returns as a figure, or a word where no money flows."""
    columns = flows(evidence)
    if not columns:
        return tag("p", told("money.none"), class_="empty")
    shown = [evidence.reference, *evidence.challengers[:1]]
    intro = tag("p", say("money.intro", window=evidence.window()))
    return text(intro, _table(evidence, looks, columns), returns.draw(evidence, shown))


def flows(evidence: Evidence) -> list[str]:
    """The columns of the runs that hold money, the largest first."""
    runs = evidence.comparison.runs
    names = [name for name in map(str, runs) if name == GMV or name.startswith(FLOW)]
    size = {name: evidence.mean(name, evidence.reference, evidence.dry) for name in names}
    return sorted((name for name in names if size[name] > 0), key=lambda name: (name != GMV, -size[name]))


def _table(evidence: Evidence, looks: dict[str, Look], columns: list[str]) -> Html:
    headings = [Heading(say("money.flow"), left=True)]
    headings += [Heading(named(policy, looks[policy])) for policy in evidence.policies]
    rows = (
        [
            cell(path(column), left=True),
            cell(plain(evidence.mean(column, evidence.reference, evidence.dry))),
            *(sure(evidence.more(column, policy), _signed) for policy in evidence.challengers),
        ]
        for column in columns
    )
    caption = say("money.caption", dry=evidence.dry, intervals=say("table.intervals"))
    return table(caption, headings, rows)


def path(column: str) -> str:
    """A flow in words: flow_fee_brand_account is brands → accounts: script fees."""
    if column == GMV:
        return say("money.gmv")
    rest, payee = column.removeprefix(FLOW).rsplit("_", 1)
    entry, payer = rest.rsplit("_", 1)
    parties = {name: known(f"party.{name}") or name for name in (payer, payee)}
    return say("money.path", payer=parties[payer], payee=parties[payee], entry=known(f"entry.{entry}") or entry)


def names() -> list[str]:
    """Every string that a flow may ask for."""
    return [f"party.{one.name.lower()}" for one in Party] + [f"entry.{one.name.lower()}" for one in Entry]


def _signed(value: float) -> str:
    written = plain(value)
    return f"+{written}" if value > 0 else written
