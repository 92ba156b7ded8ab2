"""Every calibration target beside the world, and patterns beside rivals: `python -m experiments.validation`."""

import sys
from pathlib import Path

from experiments.command import Command, Job
from experiments.counts import cut, is_count

TEXT = """
One page that says how far to believe the world. Every target of the model's list (c1 to c34) stands beside what the
world shows: hit or missed, whether a parameter was chosen with it in view, and the grade of its source (A measured, B
a company's own, C press: shown, never fitted to). Hits count only among targets of grade A and B that nothing was
fitted to; the parameters that were are counted.

Then patterns at three scales (viewer, item, platform) are asked of the world and of rivals, in each of which one
submodel is left out or replaced by a simpler one: a rival is rejected by each pattern that the world shows and it does
not.

`replications` is the number of worlds. The market and careers take years of life: `horizon_days=0` is no world, so say
`part=weeks` to leave them out; `part=patterns` for the rivals alone. `part=creators` asks the facts about accounts
(c18, c19, c20, c24, c26) and says under which configuration each is hit.
"""
EXAMPLES = (
    ("", "everything, three worlds: about six minutes"),
    ("part=weeks replications=2", "only what shows in weeks, without rivals: under a minute"),
    ("part=patterns", "the patterns and their rivals"),
    ("part=creators", "followers, follows, topics, lives and boosts of accounts; half a minute"),
)
PARTS = ("all", "weeks", "patterns", "creators")
ENOUGH = 3  # worlds, where nothing else is said


def _work(part: str, worlds: int):  # type: ignore[no-untyped-def]  # a closure over the part
    def work(job: Job) -> None:
        """Measure, write the page, keep the numbers."""
        import pandas as pd
        from tqdm import tqdm

        from experiments.keeping import keep_table, keep_text
        from experiments.places import short
        from experiments.sides import overrides
        from experiments.validation.measured import of_viewing, of_years
        from experiments.validation.page import page, table
        from experiments.validation.patterns import PATTERNS, RIVALS
        from experiments.validation.targets import targets

        said = overrides(job)
        if part == "creators":
            _creators(said, short(job.folder))
            return
        quiet = not (job.alone and sys.stderr.isatty())
        found = []
        if part != "patterns":
            for world in tqdm(range(worlds), desc="worlds", unit="world", disable=quiet):
                years = of_years(said, world) if part == "all" else {}
                found.append(of_viewing(said, world) | years)
        values = {}
        if part != "weeks":
            for name, lives in tqdm(RIVALS.items(), desc="rivals", unit="model", disable=quiet):
                lived = lives()
                values[name] = [one.measure(lived) for one in PATTERNS]
        rows = table(targets(), pd.DataFrame(found))
        note = f"Means over {worlds} worlds, +- their standard deviation. `python -m experiments.validation`"
        text = page(targets(), rows, values, note)
        folder = short(job.folder)
        keep_table(rows, folder / "validation.csv")
        keep_text(text, folder / "validation.md")
        print(f"{text}\nresults: {folder / 'validation.md'}", flush=True)

    return work


def _creators(said: list[str], folder: Path) -> None:
    """The facts about accounts, each under the configuration that decides it."""
    from experiments.keeping import keep_table
    from experiments.validation import creators

    found = creators.facts(said)
    keep_table(creators.table(found), folder / "creators.csv")
    missed = [f"{one.number} under {one.under}" for one in found if not one.hit]
    print(
        f"{creators.lines(found)}\nmissed: {', '.join(missed) or 'none'}\nresults: {folder / 'creators.csv'}",
        flush=True,
    )


def main(arguments: list[str] | None = None) -> int:
    """Take `part=` and `replications=` out of the command line; the rest says something about every world."""
    from experiments.command import REFUSED

    given = list(sys.argv[1:] if arguments is None else arguments)
    part = next((one.partition("=")[2] for one in given if one.startswith("part=")), "all")
    worlds = next((one.partition("=")[2] for one in given if one.startswith("replications=")), str(ENOUGH))
    if part not in PARTS or not is_count(worlds) or int(worlds) < 1:
        print(f"error: part={part} replications={cut(worlds)}, allowed are part={', '.join(PARTS)} and a whole number",
              file=sys.stderr)  # fmt: skip
        return REFUSED
    rest = [one for one in given if not one.startswith(("part=", "replications="))]
    return Command("validation", TEXT, EXAMPLES, _work(part, int(worlds))).main(rest)


if __name__ == "__main__":
    sys.exit(main())
