"""What differs between two revisions: every field that does, and no other."""

from __future__ import annotations

import dataclasses
import json
import typing as t
from dataclasses import replace

from factories import a_copy
from factories import a_facts
from factories import a_regimen
from factories import a_step
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from flask_serum.core.differences import Difference
from flask_serum.core.differences import differences
from flask_serum.core.differences import Fate
from flask_serum.core.differences import Kind
from flask_serum.core.differences import Words
from flask_serum.core.differences import words_between
from flask_serum.core.page import Copy
from flask_serum.core.page import Facts
from flask_serum.core.page import Faq
from flask_serum.core.regimen import Action
from flask_serum.core.regimen import Duration

TEXT = st.lists(
    st.sampled_from(["Mix", "the", "two", "gels", "<p>", "</p>", "<", "\n", "  ", "und", "ä", "."]),
    max_size=12,
).map(" ".join)
STEPS = st.lists(st.sampled_from("abcdef"), unique=True, max_size=6)


def told(old: t.Any, new: t.Any) -> list[tuple[str, str]]:
    return [(one.path, one.kind.value) for one in differences(old, new)]


def facts_with(ids: list[str]) -> Facts:
    steps = tuple(a_step(one, Action.MIX) for one in ids)
    return a_facts(regimen=a_regimen(steps=steps))


def test_nothing_differs() -> None:
    """Equal parts have no differences."""
    assert differences(a_copy(), a_copy()) == ()
    assert differences(a_facts(), a_facts()) == ()


def test_words_of_a_text() -> None:
    """A text that was changed is told word by word, with a label for a person."""
    (found,) = differences(a_copy(seo_title="Two fresh gels"), a_copy(seo_title="Two gels"))
    assert found == Difference(
        "seo_title",
        "SEO title",
        Kind.CHANGED,
        "Two fresh gels",
        "Two gels",
        (
            Words(Fate.SAME, "Two "),
            Words(Fate.REMOVED, "fresh "),
            Words(Fate.SAME, "gels"),
        ),
    )


def test_a_step_that_moved_is_still_that_step() -> None:
    """Steps are aligned by id: one that was moved is told as moved, and no other one."""
    old = facts_with(["a", "b", "c", "d"])
    assert told(old, facts_with(["b", "c", "d", "a"])) == [("regimen.steps[a]", "moved")]


def test_a_step_put_in_front() -> None:
    """A step that is put in leaves those after it alone."""
    assert told(facts_with(["b", "c"]), facts_with(["a", "b", "c"])) == [
        ("regimen.steps[a]", "added")
    ]


def test_a_field_of_a_step() -> None:
    """A change within a step leads to its field, by the step's id."""
    old = a_facts()
    steps = tuple(
        replace(one, duration=Duration(90, 120)) if one.id == "wait" else one
        for one in old.regimen.steps
    )
    (found,) = differences(old, replace(old, regimen=replace(old.regimen, steps=steps)))
    assert found.path == "regimen.steps[wait].duration.minimum"
    assert found.label == "Regimen / Steps “wait” / Duration / Minimum"
    assert (found.old, found.new, found.kind) == (60, 90, Kind.CHANGED)


def test_names_and_lists() -> None:
    """Questions are aligned by their words, alt texts by picture, lines by what they say."""
    old = a_copy(benefits=("One.", "Two.", "Three."), alt_texts={"front": "A", "texture": "B"})
    new = a_copy(
        benefits=("One.", "Three.", "Four."),
        alt_texts={"front": "A", "texture": "C"},
        faq=(Faq("New?", "<p>Yes.</p>"), *old.faq),
    )
    assert told(old, new) == [
        ("benefits[1]", "removed"),
        ("benefits[2]", "added"),
        ("faq[New?]", "added"),
        ("alt_texts[texture]", "changed"),
    ]


def test_what_comes_and_goes() -> None:
    """What is not there is null, on its side."""
    old, new = a_facts(adverse_event_contact=None), a_facts()
    (came,), (went,) = differences(old, new), differences(new, old)
    assert (came.kind, came.old) == (Kind.ADDED, None)
    assert (went.kind, went.new) == (Kind.REMOVED, None)
    assert came.new == went.old


def test_all_of_it_is_json() -> None:
    """Old and new can be written as JSON, amounts as text."""
    old, new = a_facts(), a_facts(variants=a_facts().variants[:1], companions={})
    found = [dataclasses.asdict(one) for one in differences(old, new)]
    assert '"amount": "5"' in json.dumps(found)


def test_very_long_texts() -> None:
    """Texts too long to be compared word by word are told as a whole, at once."""
    old, new = "a b " * 2_500, "b a c " * 1_600
    assert words_between(old, new) == (Words(Fate.REMOVED, old), Words(Fate.ADDED, new))


@given(TEXT, TEXT)
def test_words_give_both_texts(old: str, new: str) -> None:
    """Without what was added the words are the old text, without what was removed the new one."""
    words = words_between(old, new)
    assert "".join(one.text for one in words if one.fate is not Fate.ADDED) == old
    assert "".join(one.text for one in words if one.fate is not Fate.REMOVED) == new


@given(STEPS, STEPS)
def test_steps_come_go_and_move(old: list[str], new: list[str]) -> None:
    """However steps are rearranged, each that came, went or moved is told, and each once."""
    found = told(facts_with(old), facts_with(new))
    assert len(set(found)) == len(found)
    by_kind = {
        kind: {
            path.removeprefix("regimen.steps[").rstrip("]") for path, one in found if one == kind
        }
        for kind in ("added", "removed", "moved", "changed")
    }
    assert by_kind["added"] == set(new) - set(old)
    assert by_kind["removed"] == set(old) - set(new)
    assert by_kind["changed"] == set()
    stayed = [one for one in old if one in new and one not in by_kind["moved"]]
    assert stayed == [one for one in new if one in old and one not in by_kind["moved"]]


COPIES = st.builds(
    lambda title, benefits, questions, alts: a_copy(
        title=title,
        benefits=tuple(benefits),
        faq=tuple(Faq(one, one) for one in questions),
        alt_texts=alts,
    ),
    TEXT,
    st.lists(TEXT, max_size=4),
    st.lists(TEXT, max_size=4),
    st.dictionaries(st.sampled_from("abc"), TEXT),
)


@settings(max_examples=60)
@given(COPIES, COPIES)
def test_both_ways_alike(old: Copy, new: Copy) -> None:
    """Something differs if and only if the parts do, and turned around it is the same fields."""
    there, back = differences(old, new), differences(new, old)
    assert bool(there) == (old != new) == bool(back)
    changed = {one.path for one in there if one.kind is Kind.CHANGED and "[" not in one.path}
    assert changed == {one.path for one in back if one.kind is Kind.CHANGED and "[" not in one.path}
