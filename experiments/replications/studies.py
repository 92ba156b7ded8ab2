"""Every study by name."""

from experiments.replications.auctions.study import STUDY as AUCTIONS
from experiments.replications.backward_rewards.study import STUDY as BACKWARD_REWARDS
from experiments.replications.confounding.study import STUDY as CONFOUNDING
from experiments.replications.departures.study import STUDY as DEPARTURES
from experiments.replications.exposure_game.study import STUDY as EXPOSURE_GAME
from experiments.replications.interference.study import STUDY as INTERFERENCE
from experiments.replications.musiclab.study import STUDY as MUSICLAB
from experiments.replications.organic.study import STUDY as ORGANIC
from experiments.replications.random_baseline.study import STUDY as RANDOM_BASELINE

STUDIES = {
    one.name: one
    for one in (
        MUSICLAB, CONFOUNDING, RANDOM_BASELINE, ORGANIC, EXPOSURE_GAME, DEPARTURES, INTERFERENCE, AUCTIONS,
        BACKWARD_REWARDS,
    )
}  # fmt: skip
