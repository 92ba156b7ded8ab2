"""How large must a world be: `python -m experiments.world_size [sizes=N,...] [key=value ...]`."""

import sys
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from experiments.command import Command, Job, guarded

if TYPE_CHECKING:
    from experiments.world_size.asked import Asked
    from experiments.world_size.kept import Kept

TEXT = """
How noisy is the headline in one world of N users, does it settle elsewhere in small worlds than in large ones, how
many users does an answer take, and what would a whole platform cost? The headline's comparison of two policies is
lived in independent worlds of every size, the smallest first; accounts, products and brands grow with the users.

sizes=500,1500,5000,15000,50000 are the users of a world; people=30000 is about how many users all worlds of a size
have, least=4 how many worlds there are at least. processes=N (one a core) live so many worlds at a time, as many as
there is memory for; a world that has several is shared out among them. Each run of a world is kept as soon as it is
lived: the same command in the same folder (hydra.run.dir=FOLDER) lives what is missing, from=FOLDER,... takes the
worlds of others over, and what is found is always that of all worlds there are. So large sizes can come later.

platform_users=700000000, core_hour_usd=0.05, machine_cores=64 and machine_gb=512 are for the cost of a platform; the
last three are assumptions.
"""
EXAMPLES = (
    ("hydra.run.dir=outputs/world_size", "five sizes up to 50,000 users: about an hour of one core"),
    ("from=outputs/world_size sizes=150000 people=1 least=2", "two larger worlds beside them"),
    ("sizes=100,300 people=600 horizon_days=40 warmup_days=10", "how it works, not what is true"),
)
WORLDS, SIZES, FINDING, FIGURE = "worlds.csv", "sizes.csv", "finding.md", "world_size.svg"


def work(own: "Asked", job: Job) -> None:
    """Live what is missing, then say and keep what all worlds show."""
    from experiments.world_size.estimands import two_policies
    from experiments.world_size.kept import Kept
    from sim.core.errors import SimError

    two_policies(job.config.policies)
    kept = Kept(job.folder, job.config)
    for folder in (job.folder, *own.source):
        kept.load(folder)
    failed: list[str] = []
    try:
        for users in own.sizes:
            failed += _live(kept, users, own, job.alone)
    finally:
        if kept.figures:
            _say(kept, own, job)
    if failed:
        raise SimError(f"worlds that failed and are left out: {len(failed)}, the first: {failed[0]}")


def _live(kept: "Kept", users: int, own: "Asked", shown: bool) -> list[str]:
    """Live the worlds of a size that are missing, each kept at once; the errors of those that failed."""
    from experiments.world_size.asked import FOLDER
    from experiments.world_size.living import World, many, sized
    from experiments.world_size.memory import at_once
    from sim.comparison.cells import available_cores
    from sim.comparison.progress import Progress

    missing = kept.missing(users, own.worlds(users))
    if not missing:
        return []
    processes = own.processes or available_cores()
    worlds = at_once(sized(kept.config, World(users, 0)), kept.table(), min(processes, len(missing)))
    print(f"{users:,} users: {len(missing)} worlds, {worlds} at a time", file=sys.stderr, flush=True)
    failed = []
    with Progress(len(missing), shown) as bar:
        for lived in many(kept.config, kept.folder / FOLDER, missing, worlds, processes // worlds, shown):
            if lived.error:
                failed.append(f"{users:,} users, number {lived.world.number}: {lived.error}")
            else:
                kept.add(lived.world, lived.figures)
            bar.step()
    return failed


def _say(kept: "Kept", own: "Asked", job: Job) -> None:
    from experiments.keeping import keep_table, keep_text
    from experiments.places import short
    from experiments.world_size.figure import draw
    from experiments.world_size.table import as_frame, finding, scalings

    folder, lived = short(job.folder), kept.table()
    found = scalings(lived)
    text = finding(lived, found, own)
    keep_table(lived, folder / WORLDS)
    keep_table(as_frame(found), folder / SIZES)
    keep_text(text + "\n", folder / FINDING)
    draw(found, folder / FIGURE)
    print(f"\n{text}\n\nresults: {folder / FINDING}, {FIGURE}, {SIZES}, {WORLDS}", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Take what is this command's own out of the command line, leave the rest to the shell of all commands."""
    given = list(sys.argv[1:] if arguments is None else arguments)

    def ask() -> int:
        from experiments.world_size.asked import asked

        own, rest = asked(given)
        if not any(one.startswith("experiment=") for one in rest):
            rest.append("experiment=world_size")
        return Command("world_size", TEXT, EXAMPLES, partial(work, own)).main(rest)

    return guarded(ask)


if __name__ == "__main__":
    sys.exit(main())
