"""The parameter tables of sim/METHODS.md, written from the schema: `python -m experiments.methods`."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.keeping import keep_text

if TYPE_CHECKING:
    from sim.config.rows import Row

PAGE = Path(__file__).parents[1] / "sim" / "METHODS.md"
BEGIN = "<!-- parameters: written by python -m experiments.methods -->"
END = "<!-- end of parameters -->"


def tables() -> str:
    """Every parameter that there is, one table a group, in Markdown."""
    from sim.config.rows import schema_rows

    groups: dict[str, list[Row]] = {}
    for row in schema_rows():
        groups.setdefault(_group(row.key, row.choice), []).append(row)
    return "\n".join(_table(name, rows) for name, rows in groups.items())


def page(text: str) -> str:
    """The page with its tables written anew.

    Raises:
        ValueError: if the page has lost the marks between which the tables stand.
    """
    before, mark, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not mark or not end:
        raise ValueError(f"{PAGE.name} has no {BEGIN} followed by {END}")
    return f"{before}{BEGIN}\n\n{tables()}\n{END}{after}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the tables, or with `--check` only say whether they are true; then the exit code is 1 if not."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if {"-h", "--help"} & set(given):
        print(f"{__doc__}\n\n--check writes nothing, and says whether the tables are those of the schema.")
        return 0
    if given not in ([], ["--check"]):
        print(f"error: {' '.join(given)}, allowed is --check or nothing", file=sys.stderr)
        return 2
    old = PAGE.read_text(encoding="utf-8")
    new = page(old)
    if given:
        print(f"{PAGE.name}: {'the tables are those of the schema' if new == old else 'the tables are old'}")
        return int(new != old)
    keep_text(new, PAGE)
    print(f"{PAGE.name}: {'nothing has changed' if new == old else 'written anew'}")
    return 0


def _group(key: str, choice: str) -> str:
    parts = key.split(".")
    if choice:
        return f"`{choice}`"
    return f"`{'.'.join(parts[:-1])}`" if len(parts) > 1 else "the run"


def _table(name: str, rows: "list[Row]") -> str:
    lines = [f"#### {name}", "", "| parameter | default | unit | allowed | plausible | grade, source | meaning |"]
    lines.append("|---|---|---|---|---|---|---|")
    for row in rows:
        plausible = "{:g} to {:g}".format(*row.plausible) if row.plausible else ""
        origin = ", ".join(one for one in (row.grade, row.source) if one)
        cells = (row.key, row.default, row.unit, row.allowed, plausible, origin, row.doc)
        lines.append("| " + " | ".join(_cell(one) for one in cells) + " |")
    return "\n".join([*lines, ""])


def _cell(value: object) -> str:
    """Text that stays within its cell."""
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    sys.exit(main())
