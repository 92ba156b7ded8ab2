import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.config.rows import schema_rows
from sim.core.errors import DataError
from sim.report.numerals import signed
from sim.report.page import page, write

LARGEST = 3_000_000  # bytes
HOSTILE = "<script>alert('x')</script>&\"$x_1^2$"


class Reader(HTMLParser):
    """Elements and attributes of a page, and whether every element is closed where it should be."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        assert not self.open, f"left open: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in {"meta", "link", "br"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("which", ["illustrative_page", "full_page"])
def test_the_page_is_well_formed_small_and_fetches_nothing(which: str, request: pytest.FixtureRequest) -> None:
    html = request.getfixturevalue(which)
    assert len(html.encode()) < LARGEST
    read = Reader(html)
    ids = [attributes["id"] for _, attributes in read.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in read.elements:
        for name in ("src", "href", "action", "data", "poster"):
            address = attributes.get(name) or "#"
            assert address.startswith(("#", "data:")), address
    assert not re.search(r"https?://(?!www\.w3\.org/)", html)
    assert "@import" not in html
    assert "url(http" not in html


def test_every_drawing_has_a_label(full_page: str) -> None:
    drawings = [attributes for name, attributes in Reader(full_page).elements if name == "svg"]
    assert len(drawings) > 10
    assert all(one.get("aria-label") or one.get("aria-hidden") for one in drawings)


def test_the_headlines_numbers_are_in_the_page(full: Any, full_page: str) -> None:
    for policy in ("random", "creator_floor"):
        assert signed(full.table.loc[policy, "protection"]) in full_page
    assert full.manifest["fingerprint"] in full_page
    assert full.manifest["command"] in full_page
    assert all(f"day {day}" in full_page for day in (30, 180, 540))


def test_every_assumption_that_matters_is_listed_and_no_other(full: Any, full_page: str) -> None:
    rows = [row for row in schema_rows() if row.grade == "assumption" and not row.choice]
    shown = {row.key for row in rows if f"<code>{row.key}</code>" in full_page}
    assert shown == {row.key for row in rows if row.matters(full.config)}
    assert len(shown) < len(rows)
    assert "have no effect here, since what they belong to is switched off" in full_page


def test_what_needs_more_runs_says_so(illustrative_page: str, full_page: str) -> None:
    assert "No assumptions were drawn in this comparison" in illustrative_page
    assert "No assumptions were drawn in this comparison" not in full_page
    assert "illustrative" in illustrative_page


def test_the_same_comparison_gives_the_same_page(illustrative: Any, illustrative_page: str) -> None:
    assert page(illustrative) == illustrative_page


def test_hostile_names_are_only_ever_text(invented: Any) -> None:
    comparison = invented(policies=("interest", "random"), names={"interest": f"a{HOSTILE}", "random": HOSTILE})
    comparison.manifest = {"command": HOSTILE, "fingerprint": HOSTILE, "versions": {HOSTILE: HOSTILE}, HOSTILE: HOSTILE}
    comparison.flip_sentence = f"`{HOSTILE}` {HOSTILE}"
    comparison.decomposition["cause"] = comparison.decomposition["cause"].replace({"ad_load": HOSTILE})
    comparison.config = comparison.config.model_copy(update={"scenario": f"</pre>{HOSTILE}"})
    html = page(comparison)
    assert sum(name == "script" for name, _ in Reader(html).elements) == 1
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


@pytest.mark.parametrize(
    "shape",
    [
        {"policies": ("interest",), "replications": 1},
        {"policies": ("interest", "popularity"), "replications": 1, "horizons": (20,)},
        {"policies": ("interest", "ladder"), "replications": 2, "draws": 3, "names": {"ladder": "mine"}},
    ],
)
def test_small_comparisons_have_a_page_too(invented: Any, shape: dict[str, Any]) -> None:
    Reader(page(invented(**shape)))


def test_empty_frames_leave_their_part_out(invented: Any) -> None:
    comparison = invented(policies=("interest", "random"), replications=2)
    for name in ("daily", "decomposition", "pairing", "assumptions", "flip"):
        setattr(comparison, name, getattr(comparison, name).iloc[:0])
    Reader(page(comparison))


def test_a_failed_run_leaves_a_gap_not_an_error(invented: Any) -> None:
    comparison = invented(policies=("interest", "random"), replications=3)
    runs = comparison.runs
    comparison.runs = runs[~((runs["policy"] == "random") & (runs["replication"] == 1))].reset_index(drop=True)
    Reader(page(comparison))


@pytest.mark.parametrize("schedule", ["steady", "drying"])
def test_a_schedule_without_a_run_is_refused_in_a_line(invented: Any, schedule: str) -> None:
    comparison = invented(policies=("interest", "random"), replications=1)
    for name in ("runs", "daily"):
        frame = getattr(comparison, name)
        setattr(comparison, name, frame[frame["schedule"] != schedule].reset_index(drop=True))
    with pytest.raises(DataError, match=f"every run under schedule {schedule} failed"):
        page(comparison)


def test_the_file_appears_whole_or_not_at_all(
    illustrative: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "deep" / "report.html"

    def fail(*_: object) -> str:
        raise ValueError("no page")

    monkeypatch.setattr("sim.report.page.page", fail)
    with pytest.raises(ValueError, match="no page"):
        write(illustrative, path)
    assert not path.parent.exists()
    monkeypatch.setattr("sim.report.page.page", lambda *_: "whole")
    assert write(illustrative, str(path)) == path
    assert [one.name for one in path.parent.iterdir()] == ["report.html"]


def test_the_comparison_is_only_read(invented: Any) -> None:
    comparison = invented(policies=("interest", "random"), replications=2)
    before = {name: getattr(comparison, name).copy() for name in ("runs", "daily", "decomposition", "table", "pairing")}
    page(comparison)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(getattr(comparison, name), frame)
