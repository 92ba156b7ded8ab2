"""A population from data: what is read, what is refused, and how near the population is to its source.

A small log in the layout of KuaiRand is made here. The tests that want the real files look for them under
`SIM_DATA` and skip, saying so, where they are not.
"""

import gzip
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim
from sim.core.errors import DataError
from sim.world.from_data import tables
from sim.world.from_data.card import card
from sim.world.from_data.counting import _read, read
from sim.world.from_data.distance import distances
from sim.world.from_data.portrait import Portrait
from sim.world.from_data.sampling import portrait_of
from sim.world.from_data.settings import DataSettings
from sim.world.world import Key, World

REAL = os.environ.get("SIM_DATA", "")
needs_real = pytest.mark.skipif(
    not REAL, reason="SIM_DATA does not name a folder with the KuaiRand-Pure tables and the hourly exposures"
)
PLAYS = {"impression": False, "skip": False, "play": True, "like": True}


def kuairand(folder: Path, users: int = 60, rows: int = 3_000) -> Path:
    """A small log in KuaiRand's layout, with user and video features; its hours follow a stated profile."""
    folder.mkdir()
    draw = np.random.default_rng(7)
    videos = pd.DataFrame({
        "video_id": np.arange(200),
        "author_id": draw.integers(0, 80, 200) + 10_000,
        "video_type": "NORMAL",
        "upload_dt": "2022-04-08",
        "video_duration": draw.lognormal(np.log(81_000.0), 0.8, 200).round(),
        "tag": draw.choice(["39", "3", "9,12", "6", ""], 200, p=[0.4, 0.3, 0.15, 0.1, 0.05]),
    })  # fmt: skip
    fans = draw.lognormal(4.0, 1.975, users).round()
    people = pd.DataFrame({
        "user_id": np.arange(users),
        "user_active_degree": "full_active",
        "is_video_author": draw.choice([0, 1], users, p=[0.2, 0.8]),
        "follow_user_num": draw.lognormal(4.95, 1.62, users).round(),
        "fans_user_num": fans,
        "friend_user_num": draw.poisson(16, users),
    })  # fmt: skip
    weight = draw.lognormal(0.0, 1.0, users)
    hour = draw.choice([8, 12, 20, 21], rows, p=[0.1, 0.2, 0.3, 0.4])
    log = pd.DataFrame({
        "user_id": draw.choice(users, rows, p=weight / weight.sum()),
        "video_id": draw.integers(0, 200, rows),
        "date": [f"202204{8 + day:02d}" for day in np.sort(draw.integers(0, 14, rows))],
        "hourmin": 100 * hour + draw.integers(0, 60, rows),
        "time_ms": 1_649_300_000_000,
        "is_click": draw.choice([0, 1], rows, p=[0.55, 0.45]),
    })  # fmt: skip
    videos.to_csv(folder / "video_features_basic_pure.csv", index=False)
    people.to_csv(folder / "user_features_pure.csv", index=False)
    log.to_csv(folder / "log_standard_4_08_to_4_21_pure.csv", index=False)
    (folder / "video_features_statistic_pure.csv").write_text("video_id,counts\n1,2\n", encoding="utf-8")
    return folder


def plain(path: Path) -> pd.DataFrame:
    draw = np.random.default_rng(3)
    item = draw.integers(0, 40, 500)
    log = pd.DataFrame({
        "user": [f"u{one}" for one in draw.integers(0, 20, 500)],
        "item": [f"i{one}" for one in item],
        "creator": [f"c{one % 12}" for one in item],
        "topic": [f"t{one % 5}" for one in item],
        "time": pd.date_range("2024-05-01", periods=500, freq="47min").strftime("%Y-%m-%dT%H:%M:%S"),
        "action": draw.choice(list(PLAYS), 500),
    })  # fmt: skip
    log.to_csv(path, index=False)
    return log


def told(path: Path | str, **more: float) -> Portrait:
    return read(DataSettings(path=str(path), **more))


def same(one: Portrait, other: Portrait) -> bool:
    return all(
        np.array_equal(mine, its) if isinstance(mine, np.ndarray) else mine == its
        for name, mine, its in zip(one._fields, one, other, strict=True)
        if name != "files"
    )


def test_a_log_in_the_layout_of_kuairand_says_what_lies_in_it(tmp_path: Path) -> None:
    folder = kuairand(tmp_path / "data")
    found = told(folder)
    log = pd.read_csv(folder / "log_standard_4_08_to_4_21_pure.csv")
    videos = pd.read_csv(folder / "video_features_basic_pure.csv", dtype={"tag": str}, keep_default_na=False)
    people = pd.read_csv(folder / "user_features_pure.csv")
    tags = videos[videos.tag != ""].assign(tag=lambda v: v.tag.str.split(",")).explode("tag")
    supply = tags.tag.value_counts(normalize=True)
    assert dict(zip(found.topics, found.supply.tolist(), strict=True)) == pytest.approx(supply.to_dict())
    plays = log[log.is_click == 1].merge(tags.assign(video_id=tags.video_id), on="video_id").tag.value_counts()
    assert found.plays is not None
    assert found.activity is not None
    assert found.follows is not None
    assert dict(zip(found.topics, found.plays.sum(axis=0).tolist(), strict=True)) == plays.to_dict()
    assert sorted(found.activity) == sorted(log.user_id.value_counts().tolist())
    assert sorted(found.follows) == sorted(people.follow_user_num[people.user_id.isin(log.user_id)])
    assert found.followers.tolist() == sorted(people.fans_user_num[people.is_video_author == 1])
    assert found.hourly is not None
    hours = (log.hourmin // 100).value_counts(normalize=True)
    assert found.hourly[hours.index] == pytest.approx(hours.to_numpy())
    day = pd.to_datetime(log.date.astype(str))
    per_day = log.groupby(day).size()
    weekend = per_day.index.day_of_week >= 5
    assert found.weekend == pytest.approx(per_day[weekend].mean() / per_day[~weekend].mean())
    assert found.unused == ("video_features_statistic_pure.csv",)
    assert {one.table: one.left_out for one in found.files} == {
        "items": int((videos.tag == "").sum()), "users": 0, "log": 0
    }  # fmt: skip


def test_a_plain_log_reads_the_same_as_csv_as_parquet_and_in_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = plain(tmp_path / "log.csv")
    log.to_parquet(tmp_path / "log.parquet")
    as_csv, as_parquet = told(tmp_path / "log.csv"), told(tmp_path / "log.parquet")
    monkeypatch.setattr(tables, "PIECE", 7)
    _read.cache_clear()
    in_pieces = told(tmp_path / "log.csv")
    assert same(as_csv, as_parquet)
    assert same(as_csv, in_pieces)
    assert as_csv.plays is not None
    assert as_csv.plays.sum() == log.action.map(PLAYS).sum()
    assert len(as_csv.made) == log.creator.nunique()
    assert as_csv.made.sum() == log.item.nunique()


def test_seconds_milliseconds_and_dates_are_one_time_and_the_offset_moves_it(tmp_path: Path) -> None:
    log = plain(tmp_path / "dates.csv")
    stamp = (pd.to_datetime(log.time) - pd.Timestamp(0)).dt.total_seconds().astype("int64")
    log.assign(time=stamp).to_csv(tmp_path / "seconds.csv", index=False)
    log.assign(time=1_000 * stamp).to_csv(tmp_path / "ms.csv", index=False)
    first = told(tmp_path / "dates.csv")
    assert same(first, told(tmp_path / "seconds.csv"))
    assert same(first, told(tmp_path / "ms.csv"))
    later = told(tmp_path / "dates.csv", utc_offset_hours=8.0)
    assert first.hourly is not None
    assert later.hourly is not None
    assert np.allclose(np.roll(first.hourly, 8), later.hourly)


def test_accounts_with_followers_of_their_own_keep_them(tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    folder.mkdir()
    log = plain(folder / "log.csv")
    names = sorted(log.creator.unique())
    pd.DataFrame({"creator": names, "followers": [10 ** (n % 6 + 1) for n in range(len(names))]}).to_csv(
        folder / "creators.csv", index=False
    )
    found = told(folder)
    topics = {name: sorted(log[log.creator == name].topic.unique()) for name in names}
    assert found.linked
    for row, name in enumerate(sorted(names, key=lambda one: 10 ** (names.index(one) % 6 + 1))):
        assert sorted(found.topics[k] for k in np.flatnonzero(found.made[row])) == topics[name]
        assert found.followers[row] == 10 ** (names.index(name) % 6 + 1)


@pytest.mark.parametrize(
    ("name", "line", "column", "bad", "said"),
    [
        ("log_standard_4_08_to_4_21_pure.csv", 5, "hourmin", "2460", "hours and minutes"),
        ("log_standard_4_08_to_4_21_pure.csv", 9, "date", "20221301", "a date such as"),
        ("log_standard_4_08_to_4_21_pure.csv", 3, "is_click", "yes", "a number from 0 on"),
        ("log_standard_4_08_to_4_21_pure.csv", 2, "user_id", "", "the cell is empty"),
        ("user_features_pure.csv", 4, "fans_user_num", "-5", "a number from 0 on"),
        ("video_features_basic_pure.csv", 7, "author_id", "", "the cell is empty"),
    ],
)
def test_a_bad_cell_is_named_by_file_line_and_column(
    tmp_path: Path, name: str, line: int, column: str, bad: str, said: str
) -> None:
    folder = kuairand(tmp_path / "data", rows=200)
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    cells = lines[line - 1].split(",")
    cells[lines[0].split(",").index(column)] = bad
    (folder / name).write_text("\n".join([*lines[: line - 1], ",".join(cells), *lines[line:]]), encoding="utf-8")
    if '"' in lines[line - 1]:
        pytest.skip("the row of this draw has a quoted cell before the one that is spoilt")
    with pytest.raises(DataError, match=rf"{name}, line {line}, column {column}: .*{said}"):
        told(folder)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"action": "ponder"}, "line 2, column action: 'ponder' is not allowed"),
        ({"time": "noon"}, "line 2, column time: 'noon' is not allowed"),
        ({"time": "inf"}, "line 2, column time: 'inf' is not allowed"),
        ({"time": "1e30"}, "line 2, column time: '1e30' is not allowed"),
        ({"time": "-5"}, "line 2, column time: '-5' is not allowed"),
        ({"topic": " ,"}, "line 2, column topic: ' ,' is not allowed"),
    ],
)
def test_a_plain_log_with_an_unknown_word_is_refused(tmp_path: Path, change: dict[str, str], said: str) -> None:
    log = plain(tmp_path / "log.csv").astype(object)
    for column, value in change.items():
        log.loc[0, column] = value
    log.to_csv(tmp_path / "log.csv", index=False)
    with pytest.raises(DataError, match=said):
        told(tmp_path / "log.csv")


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="a file or a folder that is there"):
        told(tmp_path / "nowhere")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"holds no table that is understood \(other.csv has a, b\)"):
        told(tmp_path)
    (tmp_path / "broken.parquet").write_bytes(b"not one")
    with pytest.raises(DataError, match=r"broken.parquet cannot be read"):
        told(tmp_path)
    kuairand(tmp_path / "data")
    (tmp_path / "data" / "video_features_basic_pure.csv").unlink()
    with pytest.raises(DataError, match="says no item's topic"):
        told(tmp_path / "data")


def test_a_cell_of_parquet_that_is_a_list_is_named(tmp_path: Path) -> None:
    log = plain(tmp_path / "log.csv")
    log["topic"] = [[one] for one in log["topic"]]
    log.to_parquet(tmp_path / "log.parquet")
    with pytest.raises(
        DataError, match=r"log.parquet, row 1, column topic: 'list<.*>' is not allowed, allowed is one value"
    ):
        told(tmp_path / "log.parquet")


COLUMNS = {
    "choices": pd.Categorical,
    "whole numbers": lambda topics: pd.array([one and int(one[1:]) for one in topics], dtype="Int64"),
    "days": lambda topics: pd.to_datetime([one and f"2024-05-0{int(one[1:]) + 1}" for one in topics]),
    "lengths": lambda topics: pd.to_timedelta([one and int(one[1:]) for one in topics], unit="D"),
}


@pytest.mark.parametrize("column", COLUMNS.values(), ids=COLUMNS)
def test_a_column_of_parquet_of_any_type_may_have_gaps(column, tmp_path: Path) -> None:
    topics = ["t1", "t2", None, "t3"] * 10
    items = pd.DataFrame({"item": range(40), "creator": [n % 7 for n in range(40)], "topic": column(topics)})
    items.to_parquet(tmp_path / "items.parquet")
    found = told(tmp_path / "items.parquet")
    assert len(found.topics) == 3
    assert [one.left_out for one in found.files] == [10]


@pytest.mark.parametrize("wrap", [list, pd.Categorical])
def test_bytes_of_parquet_that_are_not_utf8_are_named_by_row(wrap, tmp_path: Path) -> None:
    topics = [b"t1", b"", None, b"\xff" * 500]
    items = pd.DataFrame({"item": range(4), "creator": range(4), "topic": wrap(topics)})
    items.to_parquet(tmp_path / "items.parquet")
    with pytest.raises(
        DataError, match=r"items.parquet, row 4, column topic: b'(\\xff)+' is not allowed, allowed is text in UTF-8$"
    ) as caught:
        told(tmp_path / "items.parquet")
    assert len(str(caught.value)) < 500


def test_a_pipe_among_the_files_is_not_waited_for(tmp_path: Path) -> None:
    plain(tmp_path / "log.csv")
    os.mkfifo(tmp_path / "more.csv")
    with pytest.raises(DataError, match=r"more.csv cannot be read: it is not a file$"):
        told(tmp_path)


def test_a_letter_that_is_not_utf8_is_named_by_line_and_cell(tmp_path: Path) -> None:
    plain(tmp_path / "log.csv")
    lines = (tmp_path / "log.csv").read_bytes().split(b"\n")
    lines[40] = lines[40].replace(b",t", b",\xfc", 1)
    (tmp_path / "log.csv").write_bytes(b"\n".join(lines))
    with pytest.raises(DataError, match=r"log.csv, line 41, cell 4: .* is not UTF-8"):
        told(tmp_path / "log.csv")


def test_a_quote_that_nothing_closes_is_named_by_its_line(tmp_path: Path) -> None:
    plain(tmp_path / "log.csv")
    lines = (tmp_path / "log.csv").read_text(encoding="utf-8").split("\n")
    lines[40] = '"' + lines[40]
    (tmp_path / "log.csv").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(DataError, match=r"log.csv, line 41: a quote opens"):
        told(tmp_path / "log.csv")


def test_a_cell_too_many_in_every_row_shifts_nothing(tmp_path: Path) -> None:
    plain(tmp_path / "log.csv")
    head, *rest = (tmp_path / "log.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "log.csv").write_text("\n".join([head, *(f"{row},more" for row in rest)]), encoding="utf-8")
    assert told(tmp_path / "log.csv").users == 20


SPILT = {
    "a cell more": lambda row: f"x,{row}",
    "a cell more at the end": lambda row: f"{row},9",
    "a cell less": lambda row: row.rpartition(",")[0],
}


@pytest.mark.parametrize("spilt", SPILT.values(), ids=SPILT)
@pytest.mark.parametrize("name", ["user_features_pure", "video_features_basic_pure", "log_standard_4_08_to_4_21_pure"])
@pytest.mark.parametrize("line", [2, 41])
def test_a_row_with_another_number_of_cells_than_the_header_is_named(name, spilt, line, tmp_path: Path) -> None:
    path = kuairand(tmp_path / "data") / f"{name}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[line - 1] = spilt(lines[line - 1])
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(
        DataError, match=rf"{name}.csv, line {line}: (\d cells, allowed are the 6 of the header|a quote opens)"
    ):
        told(tmp_path / "data")


def world_of(path: Path | str, *overrides: str) -> tuple[Portrait, World, dict[str, float]]:
    config = sim.load([f"population.from_data.path={path}", *overrides])
    portrait = portrait_of(config.population.from_data)
    assert portrait is not None
    world = World(config.population, config.behaviour, Key(1, 0))
    far = distances(portrait, world.settings, world.creators, world.users, world.calendar)
    text = card(portrait, world.settings, far)
    assert all(f"| {one.what} |" in text for one in far)
    assert "## Assumed" in text
    return portrait, world, {one.what.split(",")[0]: one.far for one in far}


def test_a_population_is_near_the_data_it_was_built_from(tmp_path: Path) -> None:
    _, world, far = world_of(kuairand(tmp_path / "data"), "population.users=1500", "population.creators=300")
    assert far["followers of accounts"] < 0.03  # evenly over the accounts
    assert far["follows of users"] < 0.08  # 1,500 draws, and follows of the same account twice are one
    assert far["topics of items"] < 0.06
    assert far["visits by hour"] < 1e-12
    assert far["activity of users"] < 0.06
    assert np.array_equal(world.topics.demand, np.sort(world.topics.demand)[::-1])
    assert world.users.visits_per_day.mean() == pytest.approx(world.settings.visits_per_day, rel=0.15)


def test_one_user_more_changes_no_other(tmp_path: Path) -> None:
    folder = kuairand(tmp_path / "data")
    (_, few, _), (_, more, _) = (world_of(folder, f"population.users={n}", "population.creators=20") for n in (50, 51))
    for name in ("visits_per_day", "follows"):
        assert np.array_equal(getattr(few.users, name), getattr(more.users, name)[:50])
    assert np.array_equal(few.users.home_logit, more.users.home_logit[:50])


def test_a_world_from_data_lives(tmp_path: Path) -> None:
    folder = kuairand(tmp_path / "data")
    run = sim.quick([f"population.from_data.path={folder}", "horizon_days=4", "warmup_days=1"])
    assert run.ledger["impressions"].sum() > 0
    assert set(run.creators["tier"]) >= {"koc"}


@needs_real
def test_a_population_from_kuairand_matches_its_sources() -> None:
    portrait, world, far = world_of(REAL)
    assert len(portrait.topics) == 46
    assert portrait.supply.max() == pytest.approx(0.155, abs=0.001)
    assert far["followers of accounts"] < 0.01
    assert far["follows of users"] < 0.06
    assert far["topics of items"] < 0.08  # uploads differ between accounts of a tier
    assert far["visits by hour"] < 1e-12
    supply = (world.creators.topic_mix[:300] * world.creators.uploads_per_day[:300, None]).sum(axis=0)
    share = supply / supply.sum()
    assert np.exp(-(share * np.log(share)).sum()) == pytest.approx(24.8, rel=0.2)  # c20


LOG = "user,item,creator,topic,time,action\n"


def test_items_of_one_topic_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text(LOG + "".join(f"{n % 5},{n},{n % 3},cats,{n},play\n" for n in range(40)))
    with pytest.raises(
        DataError, match=r"log.csv, whose items are all of one topic, 'cats'\n  allowed are items of at"
    ):
        read(DataSettings(path=str(file)))


@pytest.mark.parametrize(
    ("name", "damage", "message"),
    [
        ("log.csv.gz", lambda raw: raw[: len(raw) // 2], "log.csv.gz is damaged, allowed is a whole file"),
        ("log.csv.gz", lambda raw: raw[:12], "log.csv.gz is damaged, allowed is a whole file"),
        ("log.csv.gz", lambda raw: raw[:40] + b"\xff" * 40 + raw[80:], "log.csv.gz is damaged, allowed is a whole"),
        ("log.csv.gz", lambda raw: b"user" + raw[4:], "log.csv.gz is damaged, allowed is a whole file"),
        ("log.parquet", lambda raw: raw[: len(raw) // 2], "log.parquet cannot be read"),
        ("log.parquet", lambda raw: raw.replace(b"creator", b"\xff\xfe\xfd\xfc\xfb\xfa\xf9"), "log.parquet is damaged"),
    ],
)  # fmt: skip
def test_a_damaged_file_is_said_to_be(name: str, damage, message: str, tmp_path: Path) -> None:
    file = tmp_path / name
    rows = range(2_000)
    frame = pd.DataFrame({"user": rows, "item": rows, "creator": rows, "topic": "a", "time": rows, "action": "play"})
    frame.to_parquet(file) if name.endswith("parquet") else frame.to_csv(file, index=False)
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(DataError, match=message):
        read(DataSettings(path=str(file)))


@pytest.mark.parametrize("name", ["log.csv", "log.csv.gz"])
def test_a_row_of_too_many_cells_is_named(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    good = "1,1,1,cats,5,play\n"
    text = (LOG + 2 * good + "1,2,1,cats,dogs,6,play\n" + good).encode()
    file.write_bytes(gzip.compress(text) if name.endswith("gz") else text)
    with pytest.raises(DataError, match=r"line 4: 7 cells, allowed are the 6 of the header"):
        read(DataSettings(path=str(file)))
