"""Where a population comes from, if not from the distributions of the model."""

from sim.core.parameters import Parameters, parameter

_ON = "population.from_data.path"


class DataSettings(Parameters):
    """Files that a population is built from: see `python -m experiments.data_card`."""

    path: str = parameter(
        "",
        "a CSV or Parquet file, or a folder of them: logs and feature tables in the layout of KuaiRand, or plain ones; "
        "empty: the population is drawn from the model's distributions",
    )
    utc_offset_hours: float = parameter(
        0.0, "plain logs: hours that local time is ahead of `time`", unit="h", ge=-12, le=14, needs=_ON
    )
    topic_prior: float = parameter(
        1.0,
        "items of overall supply that an account's topic mix is shrunk by: most accounts show only a few items",
        unit="items",
        gt=0,
        grade="assumption",
        plausible=(0.2, 5.0),
        needs=_ON,
    )
    taste_weight: float = parameter(
        0.2,
        "how far a play is evidence of taste, in draws from the prior of interests: what is played was recommended",
        ge=0,
        le=10,
        grade="assumption",
        plausible=(0.05, 1.0),
        needs=_ON,
    )
