import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from sim.config.load import load
from sim.core.errors import ConfigError
from sim.traffic.from_csv import FromCsv


def table(tmp_path: Path, text: str) -> str:
    path = tmp_path / "load.csv"
    path.write_text(text)
    return str(path)


def test_linear_between_rows(tmp_path: Path) -> None:
    schedule = FromCsv(file=table(tmp_path, "day,value\n0,0.1\n10,0.2\n30,0.1\n"))
    days = (-5, 0, 5, 10, 20, 30, 99)
    assert [schedule.at(day) for day in days] == pytest.approx([0.1, 0.1, 0.15, 0.2, 0.15, 0.1, 0.1], abs=1e-15)
    assert schedule.bounds() == (0.1, 0.2)


def test_previous_holds_until_the_next_row(tmp_path: Path) -> None:
    schedule = FromCsv(file=table(tmp_path, "day,value\n5,0.1\n10,0.2\n"), interpolation="previous")
    assert [schedule.at(day) for day in (0, 5, 9.999, 10, 50)] == [0.1, 0.1, 0.1, 0.2, 0.2]


def test_one_row_is_steady(tmp_path: Path) -> None:
    schedule = FromCsv(file=table(tmp_path, "day,value\n0,0.3\n"))
    assert {schedule.at(day) for day in (-1, 0, 1, 400)} == {0.3}


def test_spaces_blank_lines_and_byte_order_mark_are_forgiven(tmp_path: Path) -> None:
    schedule = FromCsv(file=table(tmp_path, "\ufeffday, value\r\n0, 0.1\r\n\r\n4, 0.3\r\n"))
    assert schedule.at(2) == pytest.approx(0.2, abs=1e-15)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", r"line 1: the header is missing, allowed is day,value"),
        ("time,value\n0,1\n", r"line 1: the header is \['time', 'value'\], allowed is day,value"),
        ("day,value\n", r"no row follows the header"),
        ("day,value\n0,0.1\n1,abc\n", r"line 3: 1,abc is not two numbers day,value"),
        ("day,value\n0,0.1,7\n", r"line 2: 0,0.1,7 is not two numbers"),
        ("day,value\n0,nan\n", r"line 2: 0,nan is not finite"),
        ("day,value\n0,0.1\n\n0,0.2\n", r"line 4: day is 0, allowed are days from 0 on in rising order"),
        ("day,value\n-1,0.1\n", r"line 2: day is -1, allowed are days from 0 on"),
    ],
)
def test_a_wrong_table_is_refused_with_file_and_line(tmp_path: Path, text: str, complaint: str) -> None:
    path = table(tmp_path, text)
    with pytest.raises(ValidationError, match=complaint) as refusal:
        FromCsv(file=path)
    assert path in str(refusal.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match=r"file is .*nothing.csv, which cannot be read: No such file"):
        FromCsv(file=str(tmp_path / "nothing.csv"))


def test_a_value_out_of_range_is_found_in_its_file(tmp_path: Path) -> None:
    file = tmp_path / "load.csv"
    file.write_text("day,value\n0,0.1\n\n30,1.4\n")
    with pytest.raises(ConfigError, match=rf"^traffic\.ad_load reaches 1\.4 in {file}, line 4, allowed is 0 to 1"):
        load(["traffic=from_csv", f"traffic.ad_load.file={file}"])


def test_a_pipe_and_a_device_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in (str(tmp_path / "pipe"), "/dev/zero"):
        with pytest.raises(ValidationError, match=f"file is {name}, which is not a file"):
            FromCsv(file=name)


def test_a_name_that_is_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="which cannot be read: File name too long"):
        FromCsv(file=str(tmp_path / ("x" * 300)))
