"""What a population takes from your data: `python -m experiments.data_card population.from_data.path=...`."""

import sys

from experiments.command import Command, Job

TEXT = """
Reads a file or a folder of files (CSV or Parquet) and builds a population from it: no day is lived. It prints a data
card: which files were understood, what was inferred from them, what was assumed, and how far the population's
followers, follows, topics, hours and activity are from the data's. The same override builds the population of any other
command.

Two layouts are understood. KuaiRand (Gao et al., CIKM 2022): logs, user features, basic video features. Plain: a log
with the columns user, item, creator, topic, time, action; and beside it, if you have them, tables with
user, follows[, friends]; creator, followers; item, creator, topic[, duration_seconds]; hour, exposures. `time` is
seconds since 1970 or a date and time; `action` is impression, show, skip or hide, or one that is a play: play, click,
view, watch, complete, like, comment, share, follow, buy. An item of several topics splits them with commas.
Of an item the account and topics that are said first count, of an account or a user the numbers said last. Lines of an
error are counted by rows: a line break within a cell counts for nothing.

A large log is read in pieces: memory grows with users x topics, not with rows.
"""
EXAMPLES = (
    ("population.from_data.path=data", "a folder `data` of files"),
    ("population.from_data.path=log.csv population.creators=1000", "a plain log; a thousand accounts"),
)


def work(job: Job) -> None:
    """Build the population, print the card, keep it."""
    from experiments.keeping import keep_text
    from experiments.places import short
    from sim.core.errors import ConfigError
    from sim.world.from_data.card import card
    from sim.world.from_data.distance import distances
    from sim.world.from_data.sampling import portrait_of
    from sim.world.world import Key, World

    config = job.config
    portrait = portrait_of(config.population.from_data)
    if portrait is None:
        raise ConfigError("population.from_data.path is empty, allowed is a file or a folder")
    world = World(config.population, config.behaviour, Key(config.seed, config.replication))
    text = card(
        portrait, world.settings, distances(portrait, world.settings, world.creators, world.users, world.calendar)
    )
    path = short(job.folder) / "data_card.md"
    keep_text(text, path)
    print(f"{text}\nkept: {path}")


COMMAND = Command("data_card", TEXT, EXAMPLES, work)

if __name__ == "__main__":
    sys.exit(COMMAND.main())
