"""A merge patch changes what it names, and nothing else."""

from __future__ import annotations

import copy
import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flask_serum.core.merge_patch import merge_patch

LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=10,
)
OBJECTS = st.dictionaries(st.text(max_size=3), JSON, max_size=4)


@pytest.mark.parametrize(
    ("target", "patch", "result"),
    [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        (["a", "b"], ["c", "d"], ["c", "d"]),
        ({"a": "b"}, ["c"], ["c"]),
        ({"a": "foo"}, None, None),
        ({"a": "foo"}, "bar", "bar"),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_examples_of_the_standard(target: t.Any, patch: t.Any, result: t.Any) -> None:
    """Appendix A of RFC 7396.

    :param target: the document.
    :param patch: the patch.
    :param result: what comes out.
    """
    assert merge_patch(target, patch) == result


@given(OBJECTS, OBJECTS)
def test_what_is_not_named_stays(target: dict[str, t.Any], patch: dict[str, t.Any]) -> None:
    """Fields that a patch does not name are as they were; those set to null are gone."""
    merged = merge_patch(target, patch)
    assert {k: v for k, v in merged.items() if k not in patch} == {
        k: v for k, v in target.items() if k not in patch
    }
    assert not [name for name, value in patch.items() if value is None and name in merged]


@given(OBJECTS, OBJECTS)
def test_patching_twice_is_patching_once(target: dict[str, t.Any], patch: dict[str, t.Any]) -> None:
    """The same patch changes nothing the second time."""
    once = merge_patch(target, patch)
    assert merge_patch(once, patch) == once


@given(JSON, JSON)
def test_nothing_is_changed_in_place(target: t.Any, patch: t.Any) -> None:
    """Neither the document nor the patch is touched."""
    before = copy.deepcopy((target, patch))
    merge_patch(target, patch)
    assert (target, patch) == before
