from typing import Literal

import pytest
from pydantic import ValidationError, model_validator

from sim.config.wording import allowed, explain, keys, limits, show
from sim.core.parameters import Parameters, parameter


class Inner(Parameters):
    rate: float = parameter(0.5, "pace", ge=0, lt=1)
    kind: Literal["near", "far"] = parameter("near", "how far")

    @model_validator(mode="after")
    def _odd(self) -> "Inner":
        if self.rate == 0.13:
            raise ValueError("rate is 0.13, allowed is luckier")
        return self


class Outer(Parameters):
    inner: Inner = parameter(Inner(), "a group")
    count: int = parameter(..., "how many", gt=0, le=9)
    names: list[str] | None = parameter(None, "who")


def message(raw: object) -> str:
    with pytest.raises(ValidationError) as caught:
        Outer.model_validate(raw)
    return str(explain(caught.value, Outer, raw, "top."))


PACE = "allowed is a number, at least 0 and below 1 (pace)"
COUNT = "allowed is a whole number, above 0 and at most 9 (how many)"
NEAR = "top.inner.kind is 'ner', allowed is one of near, far (how far); did you mean near?"
RAT = "top.inner.rat (1) is not a parameter, allowed in top.inner: rate, kind; did you mean top.inner.rate?"
RATE = "top.rate (1) is not a parameter, allowed in top: inner, count, names; did you mean top.inner.rate?"


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ({"count": 0}, f"top.count is 0, {COUNT}"),
        ({"count": "x"}, f"top.count is 'x', {COUNT}"),
        ({}, f"top.count is missing, {COUNT}"),
        (
            {"count": 1, "inner": {"rate": -1}},
            "top.inner.rate is -1, allowed is a number, at least 0 and below 1 (pace)",
        ),
        ({"count": 1, "inner": {"rate": 0.13}}, "top.inner.rate is 0.13, allowed is luckier"),
        ({"count": 1, "inner": {"kind": "ner"}}, NEAR),
        ({"count": 1, "inner": {"rat": 1}}, RAT),
        ({"count": 1, "rate": 1}, RATE),
        ({"count": 1, "inner": 3}, "top.inner is 3, allowed is a group of parameters (a group)"),
        ({"count": 1, "names": [1]}, "top.names is [1], allowed is a list of text or null (who)"),
        ({"count": 0, "inner": 3}, "top.inner is 3, allowed is a group of parameters (a group) (and 1 more)"),
    ],
)
def test_one_line_says_it_all(raw: object, wanted: str) -> None:
    assert message(raw) == wanted


def test_words_for_limits_and_values() -> None:
    assert limits(Inner.model_fields["rate"]) == "at least 0 and below 1"
    assert allowed(Inner.model_fields["kind"]) == "one of near, far"
    assert [show(value) for value in (True, None, "a", 1.5, float("nan"))] == ["true", "null", "'a'", "1.5", "nan"]
    assert len(show("x" * 500)) == 60


def test_keys_go_into_groups() -> None:
    assert list(keys(Outer)) == ["inner", "inner.rate", "inner.kind", "count", "names"]
