"""Declared parameters: every number a user can set has a unit, a range, a grade and a meaning.

A parameter graded `assumption` has no source; its plausible range is what the assumption interval of
a result is computed over.
"""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

LARGEST, SMALLEST = 1e9, 1e-9  # of numbers whose limits say no more: beyond, arithmetic loses what they mean
GRADES = ("A", "B", "C", "design", "assumption")  # measured, company's own, press; the user's choice; no source


class Parameters(BaseModel):
    """A frozen group of parameters. Unknown keys, wrong types, nan, infinity and absurd sizes are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    @model_validator(mode="after")
    def _of_a_size(self) -> Self:
        """A number that has no upper limit may be large, and one that must be above 0 small, but not without end."""
        for name, field in type(self).model_fields.items():
            value = getattr(self, name)
            if type(value) not in (int, float) or SMALLEST <= abs(value) <= LARGEST:
                continue
            limits = {limit for mark in field.metadata for limit in ("le", "lt", "gt") if hasattr(mark, limit)}
            if type(value) is int:  # a column of whole numbers has 64 bits, and no more
                if abs(value) > LARGEST and not limits & {"le", "lt"}:
                    raise ValueError(f"{name} is {_short(value)}, allowed is a size of at most {LARGEST:g}")
                continue
            if (abs(value) > LARGEST and not limits & {"le", "lt"}) or (value and "gt" in limits):
                raise ValueError(f"{name} is {value:g}, allowed is a size of {SMALLEST:g} to {LARGEST:g}")
        return self


def _short(whole: int) -> str:
    text = str(whole)
    return text if len(text) <= 30 else f"a number of {len(text.lstrip('-'))} figures"


def parameter(
    default: Any,
    doc: str,
    *,
    unit: str = "1",
    grade: str = "design",
    plausible: tuple[float, float] | None = None,
    source: str = "",
    needs: str = "",
    **limits: Any,
) -> Any:
    """Declare one parameter: default, meaning, unit, hard limits (`ge`, `gt`, `le`, `lt`), provenance.

    `needs` names the switch without which it has no effect: a key that must not be 0 or false, or `key=value`.

    Raises:
        ValueError: if the grade is unknown, or an assumption comes without its plausible range.
    """
    if grade not in GRADES:
        raise ValueError(f"grade {grade!r} is not one of {GRADES}")
    if grade == "assumption" and plausible is None:
        raise ValueError(f"an assumption needs a plausible range: {doc}")
    extra: dict[str, Any] = {"unit": unit, "grade": grade, "source": source, "needs": needs}
    if plausible is not None:
        extra["plausible"] = list(plausible)
    return Field(default, description=doc, json_schema_extra=extra, **limits)
