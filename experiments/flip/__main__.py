"""What would reverse the recommendation: `python -m experiments.flip [key=value ...]`."""

import sys
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from experiments.command import REFUSED, Command, Job
from experiments.counts import cut, is_count

if TYPE_CHECKING:
    from sim.config.schema import Config

TEXT = """
Which policy is recommended (the most protection of niche, small accounts within the guardrails), and what would reverse
it? First the policies are compared at the base and in draws of all assumptions: where another one wins is a box (PRIM).
Then the assumptions that the draws point at are moved one at a time to the end of their plausible range and, where that
reverses the recommendation, back by bisection: the smallest such change, in a sentence. Every winner is lived, none is
extrapolated.

tried=N is the number of directions followed, halvings=N how finely; draws and replications as in experiments.compare.
"""
EXAMPLES = (
    ("", "the standard policies in a small world; some minutes on 2 cores"),
    ("'policies=[interest,mine]' tried=12", "your own policy against interest"),
)
WORDS = {"tried": "6", "halvings": "3"}
TABLE, BOX = "flips.csv", "box.csv"


def work(own: Mapping[str, str], job: Job) -> None:
    """Compare, follow the likely lines, say what was found."""
    import pandas as pd

    from experiments.keeping import keep_table
    from experiments.places import short
    from sim.analysis.assumptions import rows_of
    from sim.analysis.smallest import likely, lines, sentence, smallest
    from sim.analysis.winners import best, winners
    from sim.comparison import compare

    config = job.config
    found = compare(config, progress=job.alone, keep=job.unfinished)
    leader = best(found.pairs)
    rows = [row for row in rows_of(config, config.policies) if isinstance(row.default, int | float)]
    start = {row.key: value_of(config, row.key) for row in rows}
    known = {row.key: row.plausible for row in rows if row.plausible and start[row.key] is not None}
    whole = [row.key for row in rows if isinstance(row.default, int)]
    print(f"recommended at the base: {leader}\n{found.flip_sentence}\n", flush=True)
    every = lines(known, {key: value for key, value in start.items() if value is not None}, whole)
    frame = winners(found.pairs)
    cases = found.assumptions.pivot_table(index="draw", columns="parameter", values="value").reindex(frame.index)
    chosen = likely(every, cases, list(frame["winner"] != leader))[: int(own["tried"])]
    for line in chosen:
        print(f"tried: {line.key} from {line.base:.4g} towards {line.end:.4g}", flush=True)
    flips = smallest(chosen, partial(wins, job, whole), leader, int(own["halvings"]))
    print(f"\n{sentence(flips, chosen, leader)}")
    folder = short(job.folder)
    keep_table(pd.DataFrame(flips, columns=["key", "base", "at", "holds", "share", "winner"]), folder / TABLE)
    keep_table(found.flip, folder / BOX)
    print(f"\nresults: {folder / TABLE}, {BOX}", flush=True)


def value_of(config: "Config", key: str) -> float | None:
    """The value of a key at the base: of a policy's parameter that is compared but not configured, its default."""
    from functools import reduce

    from sim.config.rows import schema_rows

    raw = config.model_dump(mode="json")
    try:
        found = reduce(lambda place, name: place[name], key.split("."), raw)
    except (KeyError, TypeError):
        found = next((row.default for row in schema_rows() if row.key == key), None)
    return float(found) if isinstance(found, int | float) else None


def wins(job: Job, whole: Sequence[str], key: str, value: float) -> str:
    """The policy that is recommended where an assumption has this value: in the same worlds, without draws."""
    from sim.analysis.assumptions import put
    from sim.analysis.winners import best
    from sim.comparison import compare
    from sim.config.load import load, validate

    raw = job.config.model_dump(mode="json")
    if key.startswith("policy."):  # of a policy that is compared but not configured, the rest at its defaults
        name = key.split(".")[1]
        raw["policy"].setdefault(name, load([f"policy={name}"]).policy[name])
    changed = put(raw, {key: int(value) if key in whole else value})
    return best(compare(validate(changed), draws=0, keep=job.unfinished).pairs)


def main(arguments: Sequence[str] | None = None) -> int:
    """Take what is this command's own out of the command line, leave the rest to the shell of all commands."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    own = WORDS | dict(one.split("=", 1) for one in given if one.partition("=")[0] in WORDS and "=" in one)
    rest = [one for one in given if one.partition("=")[0] not in WORDS]
    for word, value in own.items():
        if not is_count(value):
            print(f"error: {word} is {cut(value)}, allowed is a whole number", file=sys.stderr)
            return REFUSED
    if not any(one.startswith("experiment=") for one in rest):
        rest.append("experiment=flip")
    return Command("flip", TEXT, EXAMPLES, partial(work, own)).main(rest)


if __name__ == "__main__":
    sys.exit(main())
