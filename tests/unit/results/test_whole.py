"""A file is whole, or as it was before."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.core.errors import DataError, NoRoomError
from sim.results.whole import whole


def failing(error: BaseException) -> Callable[[Path], None]:
    """A writer that comes half-way."""

    def write(file: Path) -> None:
        file.write_text("ha")
        raise error

    return write


@pytest.mark.parametrize(
    ("number", "kind"), [(errno.ENOSPC, NoRoomError), (errno.EFBIG, NoRoomError), (errno.EIO, DataError)]
)
def test_what_cannot_be_written_leaves_what_was_there(number: int, kind: type[DataError], tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("old")
    with pytest.raises(DataError, match=rf"table\.csv cannot be written: {os.strerror(number)}$") as caught:
        whole(path, failing(OSError(number, os.strerror(number))))
    assert type(caught.value) is kind
    assert list(tmp_path.iterdir()) == [path], "no part is left"
    assert path.read_text() == "old"


def test_an_interruption_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("old")
    with pytest.raises(KeyboardInterrupt):
        whole(path, failing(KeyboardInterrupt()))
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_text() == "old"


def test_a_file_takes_the_place_of_another_and_of_none(tmp_path: Path) -> None:
    path = tmp_path / "new" / "table.csv"
    for text in ("first", "second"):
        assert whole(path, lambda file, text=text: file.write_text(text)) == path
        assert list(path.parent.iterdir()) == [path]
        assert path.read_text() == text


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_text("theirs")
    (tmp_path / f".table.csv.{os.getpid()}.partial").symlink_to(theirs)
    whole(tmp_path / "table.csv", lambda file: file.write_text("mine"))
    assert theirs.read_text() == "theirs"
    assert (tmp_path / "table.csv").read_text() == "mine"


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "table.csv").mkdir()
    with pytest.raises(DataError, match=r"table\.csv cannot be written: "):
        whole(tmp_path / "table.csv", lambda file: file.write_text("mine"))
    assert [path.name for path in tmp_path.iterdir()] == ["table.csv"]
