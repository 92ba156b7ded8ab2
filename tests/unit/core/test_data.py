"""Texts that a stranger may have written."""

import pytest
import yaml

from sim.core.data import of_json, of_yaml


def bomb(lists: bool) -> str:
    """Thirty lines that come to a thousand million values."""
    again = "[*a{0}, *a{0}]" if lists else "{{l: *a{0}, r: *a{0}}}"
    return "a0: &a0 {x: 1}\n" + "".join(f"a{n + 1}: &a{n + 1} {again.format(n)}\n" for n in range(30))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (bomb(lists=True), "more than there can be"),
        (bomb(lists=False), "more than there can be"),
        (f"a: &a {'x' * 100_000}\nb: [{'*a, ' * 1_000}]", "more than there can be"),
        ("a0: &a0 []\n" + "".join(f"a{n + 1}: &a{n + 1} [*a{n}]\n" for n in range(500)), "too deeply"),
        ("[" * 20_000, "too deeply"),
        ("{b: " * 20_000, "too deeply"),
        ("a: &a {b: *a}", "holds itself"),
        ("a: &a [1, *a]", "holds itself"),
        ("a: 1\nb: {c: 1, d: 2, c: 3}", "line 2 says c again"),
        ("a: {b: 1}\na: 2", "line 2 says a again"),
        ("a: &a {x: 1}\nb: {<<: [*a, *a]}", "line 2 merges"),
    ],
)
def test_what_no_configuration_says_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        of_yaml(text)


@pytest.mark.parametrize("text", ["[" * 200_000, '{"a": ' * 200_000, "[" * 500 + "]" * 500])
def test_so_is_json_without_end(text: str) -> None:
    with pytest.raises(ValueError, match="too deeply"):
        of_json(text)


@pytest.mark.parametrize("what", [{"a": {"b": [1, 2.5, None, True, "x"]}, "c": {}}, [], "x", None])
def test_what_was_written_is_read(what: object) -> None:
    assert of_yaml(yaml.safe_dump(what)) == what


def test_a_branch_may_be_named_again() -> None:
    assert of_yaml("a: &a [1, 2]\nb: *a\nc: *a") == {"a": [1, 2], "b": [1, 2], "c": [1, 2]}
