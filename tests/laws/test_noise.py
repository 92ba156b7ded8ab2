"""Noise: the published generator, uniform and normal numbers, and a register that keeps decisions apart."""

import numpy as np
import pytest
from scipy import stats

from sim.core import draws, noise, streams
from sim.core.errors import InvariantError
from sim.core.streams import REGISTER, Decision, check

# Known answers of Random123 (Salmon et al., SC 2011), philox 4x32 with 10 rounds: counter, key, words.
KNOWN = [
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]
LARGEST = np.uint64(2**32 - 1)


@pytest.mark.parametrize(("counter", "key", "words"), KNOWN)
def test_philox_gives_the_known_answers(counter: str, key: str, words: str) -> None:
    numbers = [int(word, 16) for word in (*key.split(), *counter.split())]
    assert [f"{word:08x}" for word in noise.philox(*numbers)] == words.split()


def test_a_uniform_number_is_never_zero_or_one() -> None:
    zero = np.uint64(0)
    assert 0.0 < noise.unit(zero) < 1e-9
    assert 1.0 - 1e-9 < noise.unit(LARGEST) < 1.0
    assert 0.0 < noise.unit_fine(zero, zero) < 1e-15
    assert 1.0 - 1e-15 < noise.unit_fine(LARGEST, LARGEST) < 1.0


@pytest.mark.parametrize("word", range(4))
@pytest.mark.parametrize("name", ["entity", "tick", "slot"])
def test_numbers_that_differ_in_one_coordinate_are_uniform_and_independent(name: str, word: int) -> None:
    count = 20_000
    where = {"key0": 1, "key1": 2, "entity": 3, "tick": 4, "slot": 5, "stream": 6}
    drawn = np.array([noise.unit(noise.philox(*(where | {name: i}).values())[word]) for i in range(count)])
    assert stats.kstest(drawn, "uniform").pvalue > 1e-4
    assert abs(np.corrcoef(drawn[1:], drawn[:-1])[0, 1]) < 4 / np.sqrt(count)


def test_pairs_of_normal_numbers_are_normal_and_independent() -> None:
    drawn = draws.normals(5, streams.DRIFT, np.arange(40_000))
    for column in drawn.T:
        assert stats.kstest(column, "norm").pvalue > 1e-4
    off = np.corrcoef(drawn.T) - np.eye(4)
    assert np.abs(off).max() < 4 / np.sqrt(len(drawn))


def test_a_draw_depends_on_its_own_name_alone() -> None:
    ids = np.array([7, 3, 900_000, 3])
    many = draws.units(1, streams.ACTIVITY, np.arange(10))
    drawn = draws.units(1, streams.ACTIVITY, ids)
    assert np.array_equal(drawn[0], many[7])
    assert np.array_equal(drawn[1], drawn[3])
    assert np.array_equal(drawn[1], many[3])


def test_the_register_refuses_two_decisions_that_would_be_one_number() -> None:
    like = next(decision for decision in REGISTER if decision.name == "like")
    with pytest.raises(InvariantError, match=r"'like' and 'another'"):
        check((*REGISTER, like._replace(name="another")))
    check((*REGISTER, Decision("another", 99, *like[2:])))


def test_every_stream_has_a_number_of_its_own_and_a_decision() -> None:
    numbers = [value for name, value in vars(streams).items() if name.isupper() and isinstance(value, int)]
    numbers.remove(streams.STREAM_BITS)
    assert len(numbers) == len(set(numbers))
    assert max(numbers) < 2**streams.STREAM_BITS
    assert set(numbers) == {decision.stream for decision in REGISTER}
    assert all(0 <= word < 4 for decision in REGISTER for word in decision.words)
