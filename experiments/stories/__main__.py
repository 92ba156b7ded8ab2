"""One page for each account with a name: `python -m experiments.stories [key=value ...]`."""

import sys
from collections.abc import Sequence

from experiments.command import Command, Job

TEXT = """
Accounts with a name (stories=standard) live in the standard world, with careers, while natural traffic dries up. Each
gets a page: exposure by lane, followers, income by source, career events, the exact accounting of the change, and why:
four mechanisms are switched off from the state at onset in all sixteen combinations, and each one's Shapley value
says what it adds to the account's exposure.
"""
EXAMPLES = (("scenario=quick", "a tiny world, in seconds"), ("traffic=step", "traffic that falls overnight"))


def work(job: Job) -> None:
    """Live all combinations, write the pages, say where they are."""
    import sim
    from experiments.places import short
    from experiments.stories.page import page
    from experiments.stories.why import lives, why
    from sim.core.errors import ConfigError

    stories = job.config.stories.accounts
    if not stories:
        raise ConfigError("stories is none, allowed is a choice with accounts, such as stories=standard")
    past = sim.simulate(job.config, until_day=job.config.warmup_days)
    run = sim.branch(past, [])[0]
    accounts = list(range(len(stories)))
    lived = lives(past, accounts, progress=job.alone and sys.stderr.isatty())
    folder = short(job.folder)
    for account, (name, preset) in enumerate(stories.items()):
        text = page(run, name, preset.who, account, why(lived, account), float(lived[frozenset()].loc[account]))
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
        print(text.splitlines()[0].removeprefix("# ") + f": {folder / name}.md", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Follow the standard stories through drying traffic, unless others are chosen."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for group, choice in (("stories", "standard"), ("careers", "standard"), ("traffic", "drying")):
        scenario = group == "traffic" and any(one.startswith("scenario=") for one in given)
        if not scenario and not any(one.startswith(f"{group}=") for one in given):
            given.append(f"{group}={choice}")
    return Command("stories", TEXT, EXAMPLES, work).main(given)


if __name__ == "__main__":
    sys.exit(main())
