"""One page for each account with a name: `python -m experiments.stories [key=value ...]`."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from experiments.command import Command, Job

if TYPE_CHECKING:
    import sim
    from sim.config.schema import Config

TEXT = """
Accounts with a name (stories=standard) live in the standard world, with careers, agencies, live rooms and a market,
while natural traffic dries up. Each gets a page: exposure by lane, followers, income by source, live rooms, career
events, the exact accounting of the change, and why: five mechanisms are switched off from the state at onset in all 32
combinations, and each one's Shapley value says what it adds to the account's exposure. An account that has given up
before onset has no story to tell of the drying: the world is the first, from `seed` on, in which all are there.
"""
EXAMPLES = (
    ("scenario=quick", "a tiny world, in seconds"),
    ("traffic=step", "traffic that falls overnight"),
    ("market=none live=none careers=standard", "accounts that live on the ad share alone"),
)
STANDARD = {
    "stories": "standard", "careers": "agencies", "live": "standard", "market": "standard", "traffic": "drying",
}  # fmt: skip
WORLDS = 20  # looked at for one in which all are there


def work(job: Job) -> None:
    """Live all combinations, write the pages, say where they are."""
    import sim
    from experiments.keeping import keep_text
    from experiments.places import short
    from experiments.stories.page import page
    from experiments.stories.why import lives, why
    from sim.core.errors import ConfigError

    stories = job.config.stories.accounts
    if not stories:
        raise ConfigError("stories is none, allowed is a choice with accounts, such as stories=standard")
    past = first_with_all(job.config, list(stories))
    run = sim.branch(past, [])[0]
    accounts = list(range(len(stories)))
    lived = lives(past, accounts, progress=job.alone and sys.stderr.isatty())
    folder = short(job.folder)
    for account, (name, preset) in enumerate(stories.items()):
        text = page(run, name, preset.who, account, why(lived, account), float(lived[frozenset()].loc[account]))
        keep_text(text, folder / f"{name}.md")
        print(text.splitlines()[0].removeprefix("# ") + f": {folder / name}.md", flush=True)


def first_with_all(config: "Config", names: Sequence[str]) -> "sim.Run":
    """The past, up to onset, of the first world from the seed on in which all accounts with a name are there.

    Raises:
        SimError: if there is none among the first few.
    """
    import sim
    from sim.core.errors import SimError

    for seed in range(config.seed, config.seed + WORLDS):
        past = sim.simulate(config.model_copy(update={"seed": seed}), until_day=config.warmup_days)
        left = past.creators.iloc[: len(names)]["left_day"].notna()
        gone = [name for name, is_gone in zip(names, left, strict=True) if is_gone]
        if not gone:
            return past
        print(f"seed {seed}: gone before onset: {', '.join(gone)}", flush=True)
    raise SimError(f"in none of {WORLDS} worlds are all accounts with a name there at onset")


def main(arguments: Sequence[str] | None = None) -> int:
    """Follow the standard stories through drying traffic, unless others are chosen."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for group, choice in STANDARD.items():
        scenario = group == "traffic" and any(one.startswith("scenario=") for one in given)
        if not scenario and not any(one.startswith(f"{group}=") for one in given):
            given.append(f"{group}={choice}")
    return Command("stories", TEXT, EXAMPLES, work).main(given)


if __name__ == "__main__":
    sys.exit(main())
