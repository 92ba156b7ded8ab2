"""The platform sets the ad load itself, to earn more."""

from sim.core.parameters import parameter
from sim.traffic import Schedule


class Endogenous(Schedule):
    """A load that a process of the run moves week by week up its revenue; this is where it starts and how it moves.

    Once a week after onset the log of the load moves by `step` times the gradient of log revenue in log load, as the
    platform judges it: by the attention it sees, and by how much of the users' response shows in `look_ahead_days`.
    30 is a myopic platform, 3,600 one that knows the long run.

    Limits: `behaviour.ad_response` at 0: users do not mind, and the load rises to `most`. A `step` of 0 is `Steady`.
    """

    start: float = parameter(0.10, "ad load until the week after onset is over")
    least: float = parameter(0.02, "lowest load that the platform goes to", gt=0)
    most: float = parameter(0.60, "highest load that the platform goes to", le=1)
    look_ahead_days: float = parameter(
        30.0, "days after which an experiment on users is read", unit="day", gt=0, grade="assumption",
        plausible=(14.0, 720.0),
    )  # fmt: skip
    step: float = parameter(
        0.1,
        "move of the log load in a week per unit of gradient",
        ge=0,
        le=1,
        grade="assumption",
        plausible=(0.03, 0.3),
    )
    price_elasticity: float = parameter(
        0.3, "fall of the log price per log ad load that the platform reckons with", ge=0, le=1, grade="assumption",
        plausible=(0.0, 0.6),
    )  # fmt: skip

    def model_post_init(self, context: object) -> None:
        if not self.least <= self.start <= self.most:
            raise ValueError(f"start is {self.start:g}, allowed is {self.least:g} to {self.most:g}, least to most")

    def at(self, day_after_onset: float) -> float:
        """Where it starts; where it is, the run knows."""
        return self.start

    def bounds(self) -> tuple[float, float]:
        return self.least, self.most
