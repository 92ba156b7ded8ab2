"""Published findings asked of the simulator: `python -m experiments.replications study=NAME`."""

import sys
from collections.abc import Sequence

from experiments.command import DONE, REFUSED, guarded
from experiments.places import made
from sim.config.choices import refusal

TEXT = """Published findings, asked of the simulator: each study states its source, its set-up and what was found.

  python -m experiments.replications study=NAME [size=small] [into=FOLDER]

`study=all` asks every one. `size=small` is what the tests run: quick, less sure. `into` keeps replications.csv.
A finding shows its sign or its size, or the command says plainly that it does not; that is a result, not an error.

Studies:"""
SIZES = ("full", "small")


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask one study, or all."""
    return guarded(lambda: _obey(list(sys.argv[1:] if arguments is None else arguments)))


def _obey(given: list[str]) -> int:
    from experiments.replications.titles import TITLES

    if {"-h", "--help"} & set(given):
        print(TEXT)
        print("\n".join(f"  {name:18s} {title}" for name, title in TITLES.items()))
        return DONE
    said = dict(one.partition("=")[::2] for one in given)
    names, size = said.pop("study", "missing"), said.pop("size", "full")
    into = said.pop("into", "")
    if said or size not in SIZES or (names not in TITLES and names != "all"):
        wrong = f"size={size}" if size not in SIZES else next(iter(said), "")
        sizes = " or ".join(SIZES)
        message = (
            f"{wrong}, allowed are study, size={sizes}, into" if wrong else refusal("study", names, [*TITLES, "all"])
        )
        print(f"error: {message}", file=sys.stderr)
        return REFUSED
    from experiments.replications.finding import line
    from experiments.replications.studies import STUDIES

    folder = made(into, "into") if into else None
    rows = []
    for study in STUDIES.values() if names == "all" else [STUDIES[names]]:
        print(f"{study.name}: {study.title}\n  source: {study.source}\n  asked of: {study.by}", flush=True)
        for one in study.run(size == "small"):
            print(line(one), flush=True)
            rows.append({"study": study.name, **one._asdict(), "shown": one.shown})
    shown = sum(bool(row["shown"]) for row in rows)
    print(f"\n{shown} of {len(rows)} findings are shown")
    if folder is not None:
        import pandas as pd

        from experiments.keeping import keep_table

        keep_table(pd.DataFrame(rows), folder / "replications.csv")
    return DONE


if __name__ == "__main__":
    sys.exit(main())
