"""Pages are read back as they were added, wherever they lie."""

import os
import pickle
import resource
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.results import pages as module
from sim.results.pages import Pages, Place

ROW = np.dtype([("one", np.int32), ("other", np.int8)])


def page(number: int, rows: int) -> NDArray[np.void]:
    made = np.zeros(rows, dtype=ROW)
    made["one"], made["other"] = np.arange(rows) * 7 + number, number % 100
    return made


@pytest.fixture(autouse=True)
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "IN_MEMORY", 100)


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def on_disk(pages: Pages) -> int:
    return sum(isinstance(one, Place) for one in pages.stored())


@settings(deadline=None)
@given(st.lists(st.integers(0, 40), max_size=30), st.integers(0, 30))
def test_pages_come_back_as_they_were_and_so_do_those_of_a_copy(sizes: list[int], parting: int) -> None:
    known = [page(number, rows) for number, rows in enumerate(sizes)]
    pages, twin = Pages(ROW), Pages(ROW)
    for number, one in enumerate(known):
        if number == parting:
            twin = pages.copy()
            twin.append(page(1000, 50))  # goes to a file of its own
        pages.append(one.copy())
    assert pages.rows() == sizes
    assert len(pages) == len(sizes)
    assert all(np.array_equal(one, other) for one, other in zip(pages, known, strict=True))
    if parting < len(sizes):
        expected = [*known[:parting], page(1000, 50)]
        assert all(np.array_equal(one, other) for one, other in zip(twin, expected, strict=True))


def test_memory_holds_no_more_than_it_may() -> None:
    pages = Pages(ROW)
    for number in range(100):
        pages.append(page(number, 9))  # 45 bytes
        assert len(pages) - on_disk(pages) <= 2
    assert on_disk(pages) > 95


def test_the_file_goes_with_the_last_who_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.tempfile, "tempdir", str(tmp_path))
    before = open_files()
    pages = Pages(ROW, [page(0, 50)])
    twin = pages.copy()
    assert not list(tmp_path.iterdir()), "it has no name: nothing is left by a process that is killed"
    assert open_files() == before + 1
    del pages
    assert np.array_equal(twin[0], page(0, 50))
    del twin
    assert open_files() == before


@pytest.fixture
def full_disk() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_without_room_on_disk_memory_holds_them_and_says_so(full_disk: None, capfd: pytest.CaptureFixture[str]) -> None:
    pages = Pages(ROW)
    for number in range(40):
        pages.append(page(number, 9))
    assert all(np.array_equal(one, page(number, 9)) for number, one in enumerate(pages))
    said = capfd.readouterr().err.splitlines()
    assert 0 < on_disk(pages) < 20
    assert 1 <= len(said) <= 5
    assert all("memory holds them" in line for line in said)


def test_without_a_folder_for_temporary_files_memory_holds_them(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*_: object, **__: object) -> None:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(module.tempfile, "TemporaryFile", nowhere)
    monkeypatch.setattr(module.tempfile, "gettempdir", nowhere)
    pages = Pages(ROW, [page(number, 50) for number in range(3)])
    assert on_disk(pages) == 0
    assert np.array_equal(pages[2], page(2, 50))


def test_a_forked_process_writes_to_a_file_of_its_own() -> None:
    pages = Pages(ROW, [page(0, 50)])
    child = os.fork()
    if child == 0:  # pragma: no cover  # another process
        pages.append(page(1, 60))
        os._exit(0 if np.array_equal(pages[1], page(1, 60)) else 1)
    pages.append(page(2, 70))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert np.array_equal(pages[0], page(0, 50))
    assert np.array_equal(pages[1], page(2, 70))


def test_what_is_sent_to_another_process_is_whole() -> None:
    pages = Pages(ROW, [page(0, 50), page(1, 3)])
    sent = pickle.loads(pickle.dumps(pages))
    assert all(np.array_equal(one, other) for one, other in zip(pages, sent, strict=True))


@pytest.mark.parametrize("wrong", [np.zeros(3), np.zeros((2, 2), ROW)])
def test_a_page_of_another_kind_is_refused(wrong: NDArray[np.generic]) -> None:
    with pytest.raises(ValueError, match="where all are of"):
        Pages(ROW).append(wrong)


def test_pages_on_disk_need_one_open_file_however_many_they_are() -> None:
    pages = Pages(ROW, [page(number, 9) for number in range(2000)])
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (open_files() + 8, before[1]))
    try:
        held = list(pages)
        sent = pickle.loads(pickle.dumps(pages))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert on_disk(pages) > 1990
    assert len(held) == len(sent) == 2000


@pytest.mark.parametrize(("free", "done"), [(None, True), (10**9, True), (100, False)])
def test_the_room_on_disk_is_given_back_if_memory_holds_them(
    free: int | None, done: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = [page(number, 9) for number in range(40)]
    before, pages = open_files(), Pages(ROW, [one.copy() for one in known])
    monkeypatch.setattr(module, "free_bytes", lambda: free)
    assert pages.hold() is done
    assert open_files() == before + (not done)
    assert (on_disk(pages) == 0) is done
    pages.append(page(40, 90))
    assert all(np.array_equal(one, other) for one, other in zip(pages, [*known, page(40, 90)], strict=True))
    assert not pages.hold() or not done


def test_what_was_written_before_the_disk_was_full_is_not_written_again(full_disk: None) -> None:
    pages = Pages(ROW)
    for number in range(60):
        pages.append(page(number, 9))
    places = [one for one in pages.stored() if isinstance(one, Place)]
    assert len({one.start for one in places}) == len(places)
    assert max(one.start + one.nbytes for one in places) == sum(one.nbytes for one in places)


def test_nobody_writes_to_a_page() -> None:
    pages = Pages(ROW, [page(0, 1), page(1, 50)])
    for one in pages:
        with pytest.raises(ValueError, match="read-only"):
            one["one"] = 3
