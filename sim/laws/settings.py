"""Parameters of user behaviour, one group for all laws; the defaults are the calibrated response."""

from sim.core.parameters import Parameters, parameter

_FIT = "fitted to KuaiRand-Pure rates (Gao et al., CIKM 2022) by experiments.calibrate.laws"
_EDGE = f"{_FIT}; it ends on a bound of the fit"
TARGETS = 18  # rates that these were fitted to: nine, under recommended and under random videos


class BehaviourSettings(Parameters):
    """How users respond, tire, drift, leave and return.

    Limits: wide of anything plausible, and such that no exponential in the laws overflows, on which plain Python and
    compiled code would differ.
    """

    base: float = parameter(
        -2.374, "logit of wanting an average item on an average topic", ge=-60, le=60, grade="A", source=_FIT
    )
    match_weight: float = parameter(1.802, "weight of the taste score in the pull", le=20, ge=0, grade="A", source=_FIT)
    quality_weight: float = parameter(
        0.4, "weight of item quality in the pull", le=5, ge=0, grade="assumption", plausible=(0.2, 0.8)
    )
    follow_bonus: float = parameter(
        0.5,
        "added to the pull when the user follows the creator",
        ge=-20,
        le=20,
        grade="assumption",
        plausible=(0.2, 1.0),
    )
    topic_weariness: float = parameter(
        0.1,
        "taken from the pull per recent impression of the topic",
        le=1,
        ge=0,
        grade="assumption",
        plausible=(0.03, 0.2),
    )
    creator_weariness: float = parameter(
        0.25,
        "taken from the pull per recent impression of the creator",
        le=2,
        ge=0,
        grade="assumption",
        plausible=(0.1, 0.5),
    )
    topic_half_life_hours: float = parameter(
        6.0, "half-life of weariness of a topic", unit="h", gt=0, grade="assumption", plausible=(2.0, 24.0)
    )
    creator_half_life_days: float = parameter(
        2.0, "half-life of weariness of a creator", unit="day", gt=0, grade="assumption", plausible=(0.5, 7.0)
    )
    ad_dislike: float = parameter(
        0.6, "taken from the pull of a paid impression", le=20, ge=0, grade="assumption", plausible=(0.2, 1.2)
    )
    share_reach: float = parameter(
        3.0,
        "mean number of friends whom a share reaches",
        unit="users",
        ge=0,
        le=100,
        grade="assumption",
        plausible=(1.0, 8.0),
        needs="population.friends",
    )
    share_opened: float = parameter(
        0.5,
        "probability that a friend looks at what reaches her",
        ge=0,
        le=1,
        grade="assumption",
        plausible=(0.2, 0.8),
        needs="population.friends",
    )

    trust_gain: float = parameter(
        0.0,
        "part of the gap to full trust that a natural item watched whole closes; 0: trust is not kept",
        ge=0,
        le=1,
        plausible=(0.02, 0.1),
    )
    trust_weight: float = parameter(
        0.0,
        "added to the pull at full trust in the creator",
        le=20,
        ge=0,
        plausible=(0.2, 1.0),
        needs="behaviour.trust_gain",
    )
    trust_loss: float = parameter(
        0.1,
        "part of trust that a paid impression takes",
        ge=0,
        le=1,
        grade="assumption",
        plausible=(0.03, 0.3),
        needs="behaviour.trust_gain",
    )
    trust_half_life_days: float = parameter(
        60.0,
        "half-life of trust between impressions",
        unit="day",
        gt=0,
        grade="assumption",
        plausible=(30.0, 180.0),
        needs="behaviour.trust_gain",
    )
    unfollow_rate: float = parameter(
        0.0,
        "probability of unfollowing when an item of a followed account is not played, at a pull far below 0",
        ge=0,
        le=1,
        plausible=(0.005, 0.05),
    )
    unfollow_paid: float = parameter(0.0, "added to it when the item is paid for", ge=0, le=1, plausible=(0.005, 0.05))

    skip_seconds: float = parameter(
        2.442, "mean watch of a skipped item", le=3600, unit="s", ge=0.01, grade="A", source=_FIT
    )
    dwell_shape: float = parameter(
        0.8463, "Weibull shape of the watch of an item not skipped", le=5, ge=0.1, grade="A", source=_FIT
    )
    dwell_scale: float = parameter(
        3.815, "log seconds of the Weibull scale at pull 0", ge=-5, le=20, unit="ln s", grade="A", source=_FIT
    )
    dwell_slope: float = parameter(0.6, "growth of the log scale per unit of pull", ge=0, le=2, grade="A", source=_EDGE)
    dwell_duration: float = parameter(
        0.0, "elasticity of watch time to the duration", le=3, ge=0, grade="A", source=_EDGE
    )
    loops_at_most: float = parameter(1.25, "longest watch in durations of the item", le=100, gt=0, grade="design")
    pause_seconds: float = parameter(1.0, "time between two items", unit="s", ge=0, grade="design")

    like_intercept: float = parameter(
        -3.268, "logit of like at pull 0, given a valid play", ge=-60, le=60, grade="A", source=_FIT
    )
    like_slope: float = parameter(0.3064, "slope of like in the pull", ge=-2, le=2, grade="A", source=_FIT)
    comment_intercept: float = parameter(
        -6.536, "logit of comment at pull 0, given a valid play", ge=-60, le=60, grade="A", source=_FIT
    )
    comment_slope: float = parameter(1.5, "slope of comment in the pull", ge=-2, le=2, grade="A", source=_EDGE)
    share_intercept: float = parameter(
        -6.255, "logit of share at pull 0, given a valid play", ge=-60, le=60, grade="A", source=_FIT
    )
    share_slope: float = parameter(0.0833, "slope of share in the pull", ge=-2, le=2, grade="A", source=_FIT)
    follow_intercept: float = parameter(
        -6.528, "logit of follow at pull 0, given a valid play", ge=-60, le=60, grade="A", source=_FIT
    )
    follow_slope: float = parameter(0.8807, "slope of follow in the pull", ge=-2, le=2, grade="A", source=_FIT)
    hide_intercept: float = parameter(-6.947, "logit of hide at pull 0", ge=-60, le=60, grade="A", source=_FIT)
    hide_slope: float = parameter(-0.157, "slope of hide in the pull", ge=-2, le=0, grade="A", source=_FIT)

    stay_base: float = parameter(
        1.65, "logit of staying for one more item", ge=-60, le=60, grade="assumption", plausible=(1.2, 2.2)
    )
    stay_gain: float = parameter(
        0.3,
        "added to it per unit of utility above the reference",
        ge=-5,
        le=5,
        grade="assumption",
        plausible=(0.0, 0.6),
    )
    stay_paid: float = parameter(
        0.2, "taken from it after a paid impression", le=20, ge=0, grade="assumption", plausible=(0.0, 0.5)
    )
    reference_utility: float = parameter(
        0.8114,
        "utility per impression under the natural feed in its usual state",
        ge=0,
        le=50,
        unit="logit",
        grade="A",
        source=_FIT,
    )
    satisfaction_rate: float = parameter(
        0.1, "weight of the latest session in satisfaction", gt=0, le=1, grade="assumption", plausible=(0.05, 0.2)
    )
    visit_sensitivity: float = parameter(
        0.3, "log of visits per unit of satisfaction", le=2, ge=0, grade="assumption", plausible=(0.0, 0.6)
    )
    ad_response: float = parameter(
        0.0,
        "part of her visits that a user gives up, in the end, per unit of ad share; 0: she does not mind",
        ge=0,
        le=4,
        plausible=(0.5, 3.0),
    )
    ad_response_soon: float = parameter(
        0.32,
        "part of it that shows within days; 0.32 makes the twelfth month three times the first (Goli et al., QME 2025)",
        ge=0,
        le=1,
        grade="assumption",
        plausible=(0.2, 0.45),
        needs="behaviour.ad_response",
    )
    ad_soon_days: float = parameter(
        7.0,
        "time constant of the part that shows within days",
        unit="day",
        ge=1,
        le=60,
        grade="assumption",
        plausible=(3.0, 14.0),
        needs="behaviour.ad_response",
    )
    ad_habit_days: float = parameter(
        180.0,
        "time constant of the habit of coming",
        unit="day",
        ge=1,
        le=3600,
        grade="assumption",
        plausible=(90.0, 360.0),
        needs="behaviour.ad_response",
    )
    ad_share_used_to: float = parameter(
        0.1,
        "ad share that users are used to at the start, under which visits per day are what they are",
        ge=0,
        le=0.2,
        grade="assumption",
        plausible=(0.05, 0.15),
        needs="behaviour.ad_response",
    )
    leave_hazard_per_day: float = parameter(
        0.002,
        "hazard of leaving at the reference",
        le=100,
        unit="1/day",
        ge=0,
        grade="assumption",
        plausible=(0.001, 0.004),
    )
    leave_sensitivity: float = parameter(
        1.5, "fall of its log per unit of satisfaction", le=10, ge=0, grade="assumption", plausible=(0.5, 3.0)
    )
    return_hazard_per_day: float = parameter(
        0.01, "hazard of coming back", le=100, unit="1/day", ge=0, grade="assumption", plausible=(0.005, 0.02)
    )

    reinforcement: float = parameter(
        0.02,
        "change of an interest logit per unit of relative watch",
        le=5,
        ge=0,
        grade="assumption",
        plausible=(0.0, 0.05),
    )
    reference_watch: float = parameter(
        0.2739, "share of an item watched at which interest neither grows nor falls", grade="A", source=_FIT
    )
    interest_return_per_day: float = parameter(
        0.02,
        "rate at which interests return home",
        le=100,
        unit="1/day",
        ge=0,
        grade="assumption",
        plausible=(0.005, 0.05),
    )
    interest_volatility: float = parameter(
        0.02,
        "random drift of interest logits",
        le=5,
        unit="1/sqrt(day)",
        ge=0,
        grade="assumption",
        plausible=(0.0, 0.05),
    )
