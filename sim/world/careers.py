"""The table of careers: who the people behind the accounts are, what they earned, and what they feel like doing."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from sim.core.table import Column, Table
from sim.core.units import NEVER


class Source(IntEnum):
    """Where an account's money comes from and goes to. Spending is negative."""

    AD_SHARE = 0
    FEES = 1  # this and the next three are named when the market settles
    COMMISSION = 2
    SHOP = 3
    PAID_SPEND = 4  # for paid slots that it buys itself
    PRODUCTION = 5
    PAYOUT = 6  # pay by a rule of the policy's
    AGENCY = 7  # the share that an agency takes


class Left(IntEnum):
    """Why an account closed."""

    NOT = 0
    INCOME = 1
    BURNOUT = 2


SOURCES = len(Source)
SCHEMA = {
    "full_time": Column("u1", "flag", "shared", "1 if run full-time"),
    "second_career": Column("u1", "flag", "shared", "1 if there is a career behind it"),
    "young": Column("u1", "flag", "shared", "1 if aged 18 to 25 when it began"),
    "region": Column("i1", "region", "shared", "where it comes from"),
    "field": Column("i4", "topic", "shared", "the topic of prior expertise"),
    "expertise": Column("f8", "1", "shared", "quality added on that topic"),
    "wage": Column("f8", "RMB/month", "shared", "reservation wage"),
    "reliability": Column("f8", "1", "shared", "probability that a planned upload appears"),
    "habit": Column("f8", "1/day", "shared", "uploads a day at no reward"),
    "drive": Column("f8", "1", "shared", "log of the pace relative to habit"),
    "lift": Column("f8", "boosts", "shared", "boosts received, as far as they still work"),
    "uploads": Column("i8", "uploads", "shared", "items published, earlier ones included"),
    "sessions": Column("i8", "sessions", "shared", "live sessions held"),
    "views": Column("i8", "impressions", "shared", "impressions so far, paid ones included"),
    "feedback": Column("i8", "acts", "shared", "likes, comments, shares and follows so far"),
    "views_then": Column("i8", "impressions", "shared", "views when the account last looked"),
    "natural_then": Column("i8", "impressions", "shared", "natural impressions when it last looked"),
    "feedback_then": Column("i8", "acts", "shared", "feedback when it last looked"),
    "uploads_then": Column("i8", "uploads", "shared", "uploads when it last looked"),
    "money_then": Column("i8", "fen", "shared", "balance when it last looked"),
    "usual_feedback": Column("f8", "acts/day", "shared", "usual feedback of a day"),
    "recent_views": Column("f8", "impressions/day", "shared", "views a day lately"),
    "recent_uploads": Column("f8", "1/day", "shared", "uploads a day lately"),
    "agency": Column("i4", "agency", "shared", "the agency it is under contract with, or -1", (), -1),
    "contract_days": Column("i4", "day", "shared", "days under this contract"),
    "extra": Column("f8", "1/day", "shared", "uploads that its agency pays for"),
    "polish": Column("f8", "1", "shared", "quality that its agency's spending adds"),
    "budget": Column("f8", "RMB/month", "shared", "what its agency spends on it"),
    "load": Column("f8", "1/day", "shared", "uploads a day that still weigh on its strength, days before it began too"),
    "income": Column("f8", "RMB/month", "shared", "income a month lately"),
    "days": Column("i4", "day", "shared", "days in this spell"),
    "spells": Column("i4", "1", "shared", "times it came back"),
    "first_joined_at": Column("i8", "tick", "shared", "when it joined first", (), NEVER),
    "first_left_at": Column("i8", "tick", "shared", "when it closed first", (), NEVER),
    "left_for": Column("i1", "Left", "shared", "why it closed last"),
    "money": Column("i8", "fen", "shared", "money so far by source; spending is negative", (SOURCES,)),
}


class Careers(Table):
    """Careers, one row for each account there may ever be. Shapes: C rows; `topic_*` are [C, K]."""

    full_time: NDArray[np.uint8]
    second_career: NDArray[np.uint8]
    young: NDArray[np.uint8]
    region: NDArray[np.int8]
    field: NDArray[np.int32]
    expertise: NDArray[np.float64]
    wage: NDArray[np.float64]
    reliability: NDArray[np.float64]
    habit: NDArray[np.float64]
    drive: NDArray[np.float64]
    lift: NDArray[np.float64]
    uploads: NDArray[np.int64]
    sessions: NDArray[np.int64]
    views: NDArray[np.int64]
    feedback: NDArray[np.int64]
    views_then: NDArray[np.int64]
    natural_then: NDArray[np.int64]
    feedback_then: NDArray[np.int64]
    uploads_then: NDArray[np.int64]
    money_then: NDArray[np.int64]
    usual_feedback: NDArray[np.float64]
    recent_views: NDArray[np.float64]
    recent_uploads: NDArray[np.float64]
    agency: NDArray[np.int32]
    contract_days: NDArray[np.int32]
    extra: NDArray[np.float64]
    polish: NDArray[np.float64]
    budget: NDArray[np.float64]
    load: NDArray[np.float64]
    income: NDArray[np.float64]
    days: NDArray[np.int32]
    spells: NDArray[np.int32]
    first_joined_at: NDArray[np.int64]
    first_left_at: NDArray[np.int64]
    left_for: NDArray[np.int8]
    money: NDArray[np.int64]
    topic_views: NDArray[np.float32]
    topic_uploads: NDArray[np.float32]

    def __init__(self, count: int, topics: int) -> None:
        schema = dict(SCHEMA)
        schema["topic_views"] = Column("f4", "impressions", "shared", "views by topic, as remembered", (topics,))
        schema["topic_uploads"] = Column("f4", "uploads", "shared", "uploads by topic, as remembered", (topics,))
        super().__init__(schema, count)
