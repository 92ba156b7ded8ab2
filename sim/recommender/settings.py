"""Parameters of retrieval."""

from sim.core.parameters import Parameters, parameter


class RetrievalSettings(Parameters):
    """How candidates are found before they are ranked."""

    sharpness: float = parameter(
        1.0,
        "how strongly retrieval follows the predicted taste: weight of an item is e^(sharpness x taste)",
        ge=0,
        le=20,
        grade="assumption",
        plausible=(0.5, 1.5),
    )
    freshness_half_life_hours: float = parameter(
        10.3,
        "age at which an item's weight in retrieval has halved",
        unit="h",
        gt=0,
        grade="C",
        plausible=(5.3, 15.3),
        source="80 % of views in the first 24 h, agency pages",
    )
    freshness_floor: float = parameter(
        0.05, "weight that is left to old items", gt=0, le=1, grade="assumption", plausible=(0.01, 0.2)
    )
