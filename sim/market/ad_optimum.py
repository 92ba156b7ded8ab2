"""How much advertising pays best, and what it costs to judge users' patience by a month: three lines of algebra."""


def best_load(response: float, price_elasticity: float = 0.0) -> float:
    """Ad share a that maximises a A(a) CPM(a): attention falls as 1 - response a, the price as a^-elasticity.

    (1 - e) / (response (2 - e)). A response of 2 gives .25, with an elasticity of .3 .2059.

    Limits: from 1 on the share is capped at 1. At an elasticity of 1 revenue is what the budgets are: no ad is best.
    Raises:
        ValueError: if the response is not positive or the elasticity lies outside [0, 1].
    """
    _check(response, price_elasticity)
    return min(1.0, (1.0 - price_elasticity) / (response * (2.0 - price_elasticity)))


def planned_load(response: float, seen_share: float, price_elasticity: float = 0.0) -> float:
    """What a plan on paper asks for that takes the share of the response seen in an experiment for all of it.

    With a third of the response seen it is three times the best load, capped at 1.
    """
    return best_load(response * _share(seen_share), price_elasticity)


def followed_load(response: float, seen_share: float, price_elasticity: float = 0.0) -> float:
    """Where a platform ends that climbs its revenue week by week, each step judged by such an experiment.

    It sees the attention that it has left, as a plan on paper does not, and still takes each further ad for cheaper
    than it is: (1 - e) (1 - r a) = s r a, so a = (1 - e) / (r (1 - e + s)). With a third of the response seen and a
    constant price this is 1.5 times the best load, not three times.
    """
    _check(response, price_elasticity)
    earns = 1.0 - price_elasticity
    return min(1.0, earns / (response * (earns + _share(seen_share))))


def _check(response: float, price_elasticity: float) -> None:
    if response <= 0.0 or not 0.0 <= price_elasticity <= 1.0:
        raise ValueError(f"allowed is response > 0 and an elasticity in [0, 1], not {response:g}, {price_elasticity:g}")


def _share(seen: float) -> float:
    if not 0.0 < seen <= 1.0:
        raise ValueError(f"allowed is a seen share in (0, 1], not {seen:g}")
    return seen
