"""Two people write at once: no interleaving of their saves loses a field."""

from __future__ import annotations

import typing as t

import factories
import pytest
from editing import a_desk
from editing import a_shop
from editing import COPY
from editing import Desk
from editing import FACTS
from editing import Fields
from editing import fields_of
from editing import filled
from editing import told
from editing import with_values
from editing import words
from fakes import StoppedClock
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from mounted import EDITOR
from mounted import MountedShop
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy.engine import Engine
from werkzeug.test import TestResponse

from flask_serum.core.access import Actor
from flask_serum.core.market import Market
from flask_serum.core.merging import merge
from flask_serum.core.ports import SnapshotCodec
from flask_serum.core.regimen import Duration
from flask_serum.web.editor.saving import Clash
from flask_serum.web.editor.saving import save
from flask_serum.web.editor.visiting import Visit

Json: t.TypeAlias = dict[str, t.Any]

FIELDS = ("title", "summary", "storage", "seo_title")
NAMES = ("ada", "ben")


@pytest.fixture(name="shop")
def _shop(engine: Engine, clock: StoppedClock, market_eu: Market) -> MountedShop:
    return a_shop(engine, clock, market_eu)


@pytest.fixture(name="desks")
def _desks(shop: MountedShop) -> tuple[Desk, Desk]:
    return a_desk(shop, "ada"), a_desk(shop, "ben")


def _steps(*ids: str, **changed: Json) -> Json:
    return {"steps": [{"id": one, "times": ["morning"], **changed.get(one, {})} for one in ids]}


def test_changes_to_different_fields_come_together() -> None:
    """What only one of the two has changed is taken as it is."""
    base = {"title": "a", "alt_texts": {"front": "x"}, "benefits": ["one"]}
    mine = {"title": "A", "alt_texts": {"front": "x", "back": "y"}, "benefits": ["one"]}
    theirs = {"title": "a", "alt_texts": {"front": "X"}, "benefits": ["one", "two"]}
    merged = merge(base, mine, theirs)
    assert merged.conflicts == ()
    assert merged.content == {
        "title": "A",
        "alt_texts": {"front": "X", "back": "y"},
        "benefits": ["one", "two"],
    }
    assert merged.theirs == ("alt_texts.front", "benefits")


def test_the_same_change_is_no_conflict() -> None:
    """Two who write the same agree."""
    assert merge({"title": "a"}, {"title": "b"}, {"title": "b"}).conflicts == ()


def test_steps_are_known_by_their_id() -> None:
    """A step that one has moved takes the change that the other made to it."""
    base = _steps("cleanse", "mix", "wait")
    mine = _steps("cleanse", "wait", "mix")
    theirs = _steps("cleanse", "mix", "wait", "cream", mix={"times": ["evening"]})
    merged = merge(base, mine, theirs)
    assert merged.conflicts == ()
    assert [one["id"] for one in merged.content["steps"]] == ["cleanse", "wait", "cream", "mix"]
    assert merged.content["steps"][3]["times"] == ["evening"]


def test_both_may_add_an_entry() -> None:
    """Entries that each has added stand both, each after what it stood behind."""
    mine, theirs = _steps("mine", "a", "b"), _steps("a", "theirs", "b")
    merged = merge(_steps("a", "b"), mine, theirs)
    assert [one["id"] for one in merged.content["steps"]] == ["mine", "a", "theirs", "b"]


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "path"),
    [
        ({"title": "a"}, {"title": "b"}, {"title": "c"}, "title"),
        ({}, {"title": "b"}, {"title": "c"}, "title"),
        ({"benefits": ["a"]}, {"benefits": ["b"]}, {"benefits": []}, "benefits"),
        (_steps("a", "b"), _steps("a"), _steps("a", "b", b={"role": "x"}), "steps[b]"),
        (_steps("a", "b", "c"), _steps("b", "a", "c"), _steps("a", "c", "b"), "steps.order"),
        (
            {"duration": {"minimum": 1, "maximum": 9}},
            {"duration": {"minimum": 8, "maximum": 9}},
            {"duration": {"minimum": 1, "maximum": 2}},
            "duration",
        ),
    ],
)
def test_the_same_field_is_asked_about(base: Json, mine: Json, theirs: Json, path: str) -> None:
    """What both have changed to different things is nobody's to decide but theirs.

    :param base: what both began from.
    :param mine: what one made of it.
    :param theirs: what the other made of it.
    :param path: of the conflict.
    """
    merged = merge(base, mine, theirs)
    assert [one.path for one in merged.conflicts] == [path]
    assert merge(base, mine, theirs, {path: "mine"}).conflicts == ()
    taken = merge(base, mine, theirs, {path: "theirs"})
    assert taken.conflicts == ()
    assert taken.content == theirs


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ("one", "two", "two one"),
        ("<p>one</p>", "<p>two</p>", "<p>two</p><p>one</p>"),
        (["a", "b"], ["a", "c"], ["a", "c", "b"]),
    ],
)
def test_both_texts_can_be_kept(mine: t.Any, theirs: t.Any, both: t.Any) -> None:
    """Words of two people can stand one after the other.

    :param mine: of one.
    :param theirs: of the other.
    :param both: what becomes of them.
    """
    merged = merge({"x": "a"}, {"x": mine}, {"x": theirs}, {"x": "both"})
    assert merged.content == {"x": both}


VALUES = st.one_of(st.none(), st.sampled_from("abc"), st.lists(st.sampled_from("ab"), max_size=2))
TREES = st.dictionaries(
    st.sampled_from(("title", "map", "list")),
    st.one_of(
        VALUES,
        st.dictionaries(st.sampled_from("xy"), st.sampled_from("abc"), max_size=2),
        st.lists(
            st.fixed_dictionaries({"id": st.sampled_from("pqr"), "v": st.sampled_from("ab")}),
            max_size=3,
            unique_by=lambda one: one["id"],
        ),
    ),
)


@given(TREES, TREES, TREES)
def test_merging_keeps_what_either_has_written(base: Json, mine: Json, theirs: Json) -> None:
    """Whatever two people do: unchanged is unchanged, one's change stays, choices settle all."""
    assert merge(base, mine, base).content == mine
    assert merge(base, base, theirs).conflicts == ()
    merged = merge(base, mine, theirs)
    asked = {one.path for one in merged.conflicts}
    for key in {*base, *mine, *theirs}:
        if not any(one == key or one.startswith((f"{key}.", f"{key}[")) for one in asked):
            if mine.get(key) == base.get(key):
                assert merged.content.get(key) == theirs.get(key)
            if theirs.get(key) == base.get(key):
                assert merged.content.get(key) == mine.get(key)
    settled = merge(base, mine, theirs, dict.fromkeys(asked, "theirs"))
    assert settled.conflicts == ()


OPERATIONS = st.lists(
    st.one_of(
        st.tuples(st.just("open"), st.sampled_from(NAMES)),
        st.tuples(
            st.just("write"),
            st.sampled_from(NAMES),
            st.sampled_from(FIELDS),
            st.sampled_from(("one", "two", "three")),
        ),
        st.tuples(st.just("save"), st.sampled_from(NAMES), st.sampled_from(("mine", "theirs"))),
    ),
    min_size=4,
    max_size=25,
)


class _Model:
    """What must be true of two people's saves, whatever their order.

    :param start: the fields at the beginning.
    """

    def __init__(self, start: dict[str, str]) -> None:
        self.kept = dict(start)
        self.base = {name: dict(start) for name in NAMES}
        self.mine = {name: dict(start) for name in NAMES}

    def clashing(self, name: str) -> set[str]:
        """List the fields that must be asked about."""
        base, mine = self.base[name], self.mine[name]
        return {
            field
            for field in FIELDS
            if mine[field] != base[field]
            and self.kept[field] != base[field]
            and self.kept[field] != mine[field]
        }

    def saved(self, name: str, choice: str) -> None:
        """Note a save that went through."""
        clashing = self.clashing(name)
        for field in FIELDS:
            if field in clashing:
                self.kept[field] = self.mine[name][field] if choice == "mine" else self.kept[field]
            elif self.mine[name][field] != self.base[name][field]:
                self.kept[field] = self.mine[name][field]
        self.base[name], self.mine[name] = dict(self.kept), dict(self.kept)


@pytest.fixture(name="quick")
def _quick(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> MountedShop:
    return a_shop(sqlite_engine, clock, market_eu)


def _begun_anew(shop: MountedShop) -> int:
    """Make the usual copy the latest revision, and give its number."""
    latest = shop.mount.store.revision(factories.SLUG, "en").number
    done = shop.mount.publishing.save_draft(
        EDITOR, factories.SLUG, "en", factories.a_copy(), expected=latest
    )
    return done.number


@given(OPERATIONS)
@settings(max_examples=20)
def test_no_order_of_saves_loses_a_field(
    quick: MountedShop, codec: SnapshotCodec, operations: list[tuple[str, ...]]
) -> None:
    """In the store: each save keeps what the others wrote, or is refused and asked about."""
    store = quick.mount.store
    visits = {one: Visit(quick.mount, Actor(one, frozenset({"writer"}))) for one in NAMES}
    start = codec.dump(factories.a_copy())
    model = _Model({field: start[field] for field in FIELDS})
    bases = dict.fromkeys(NAMES, _begun_anew(quick))
    for operation in operations:
        kind, name = operation[0], operation[1]
        latest = store.revision(factories.SLUG, "en").number
        if kind == "open":
            model.base[name], model.mine[name] = dict(model.kept), dict(model.kept)
            bases[name] = latest
        elif kind == "write":
            model.mine[name][operation[2]] = operation[3]
        else:
            data = codec.dump(store.revision(factories.SLUG, "en", bases[name]).content)
            data |= model.mine[name]
            expected, choices = model.clashing(name), dict[str, str]()
            if expected:
                with pytest.raises(Clash, match="same fields") as caught:
                    save(visits[name], factories.SLUG, "en", data, bases[name])
                assert {one.path for one in caught.value.conflicts} == expected
                assert store.revision(factories.SLUG, "en").number == latest
                choices = dict.fromkeys(expected, operation[2])
            done = save(visits[name], factories.SLUG, "en", data, bases[name], choices, latest)
            model.saved(name, operation[2])
            bases[name] = done.number
        content = codec.dump(store.revision(factories.SLUG, "en").content)
        assert {field: content[field] for field in FIELDS} == model.kept
        assert content | {field: start[field] for field in FIELDS} == start


@given(OPERATIONS)
@settings(max_examples=6)
def test_no_order_of_posts_loses_a_field(
    quick: MountedShop, codec: SnapshotCodec, operations: list[tuple[str, ...]]
) -> None:
    """Over HTTP, through the real forms: the same rule."""
    _begun_anew(quick)
    desks = {one: a_desk(quick, one, "writer") for one in NAMES}
    start = codec.dump(factories.a_copy())
    model = _Model({field: start[field] for field in FIELDS})
    forms: dict[str, Fields] = {}
    for name, desk in desks.items():
        desk.post(f"{COPY}/discard", desk.form())
        forms[name] = desk.form()
    for operation in operations:
        kind, name = operation[0], operation[1]
        if kind == "open":
            desks[name].post(f"{COPY}/discard", forms[name])
            model.base[name], model.mine[name] = dict(model.kept), dict(model.kept)
            forms[name] = desks[name].form()
        elif kind == "write":
            model.mine[name][operation[2]] = operation[3]
            forms[name] = with_values(forms[name], {operation[2]: operation[3]})
        else:
            expected = model.clashing(name)
            response = desks[name].post(COPY, forms[name])
            assert (response.status_code == 409) == bool(expected)
            if expected:
                response = _chosen(desks[name], response, operation[2])
            assert response.status_code == 303
            model.saved(name, operation[2])
            forms[name] = desks[name].form()
        content = codec.dump(desks[name].copy())
        assert {field: content[field] for field in FIELDS} == model.kept
        assert content["what_it_is"] == start["what_it_is"]


def _chosen(desk: Desk, response: TestResponse, choice: str) -> TestResponse:
    page = LexborHTMLParser(response.text)
    names = {node.attributes["name"] or "" for node in page.css("[type=radio]")}
    fields: Fields = fields_of(page, "main form")
    return desk.post(COPY, with_values(fields, dict.fromkeys(names, choice)))


def test_different_fields_are_saved_together(desks: tuple[Desk, Desk]) -> None:
    """Two who write different fields both save, and the second is told whose words are there."""
    ada, ben = desks
    theirs, mine = ben.form(), ada.form()
    ben.post(COPY, filled(theirs, summary="Ben's summary"))
    response = ada.post(COPY, filled(mine, title="Ada's title"))
    assert told(response) == "merged"
    assert "names=ben" in response.location
    assert ada.copy() == factories.a_copy(title="Ada's title", summary="Ben's summary")
    assert ada.number() == 3


def test_steps_of_two_people_come_together(desks: tuple[Desk, Desk]) -> None:
    """One moves the ease-in, the other changes a step: both stand."""
    ada, ben = desks
    theirs, mine = ben.form(FACTS), ada.form(FACTS)
    ben.post(FACTS, with_values(theirs, {"regimen.steps[4].duration.maximum": "90"}))
    assert told(ada.post(FACTS, with_values(mine, {"regimen.ease_in_weeks": "4"}))) == "merged"
    regimen = ada.facts().regimen
    assert (regimen.ease_in_weeks, regimen.steps[4].duration) == (4, Duration(60, 90))


def test_the_same_field_is_laid_side_by_side(desks: tuple[Desk, Desk]) -> None:
    """Who saves second sees both texts, has lost nothing, and chooses."""
    ada, ben = desks
    theirs, mine = ben.form(), ada.form()
    ben.post(COPY, filled(theirs, title="Ben's", storage="Ben's place"))
    fields = filled(mine, title="Ada's", summary="Only Ada's")
    response = ada.post(COPY, fields)
    assert response.status_code == 409
    page = LexborHTMLParser(response.text)
    assert words(page, ".clash legend") == "Title"
    assert words(page, ".clash__side .clash__text") == "Ada's Ben's"
    assert dict(ada.form())["summary"] == "Only Ada's"
    assert told(_chosen(ada, response, "theirs")) == "merged"
    copy = ada.copy()
    assert (copy.title, copy.summary, copy.storage) == ("Ben's", "Only Ada's", "Ben's place")


def test_no_choice_is_made_for_anybody(desks: tuple[Desk, Desk]) -> None:
    """A choice that was left open is asked again, and saves nothing."""
    ada, ben = desks
    mine = ada.form()
    ben.save(title="Ben's")
    response = ada.post(COPY, filled(mine, title="Ada's"))
    page = LexborHTMLParser(response.text)
    assert ada.post(COPY, fields_of(page, "main form")).status_code == 409
    assert ada.copy().title == "Ben's"


def test_a_choice_holds_for_what_was_seen(desks: tuple[Desk, Desk]) -> None:
    """Where the other one saves once more meanwhile, the new text is shown before it is lost."""
    ada, ben = desks
    mine = ada.form()
    ben.save(title="Ben's")
    response = ada.post(COPY, filled(mine, title="Ada's"))
    ben.save(title="Ben's second")
    again = _chosen(ada, response, "mine")
    assert again.status_code == 409
    assert "Ben's second" in words(LexborHTMLParser(again.text), ".clash")
    assert told(_chosen(ada, again, "mine")) == "merged"
    assert ada.copy().title == "Ada's"


def test_two_who_begin_a_locale_at_once_lose_nothing(desks: tuple[Desk, Desk]) -> None:
    """The first words of a locale are not overwritten by somebody else's first words."""
    ada, ben = desks
    path = COPY.replace("/en", "/ar")
    both = {"product_type": "x", "summary": "y"}
    first, second = ben.form(path), ada.form(path)
    ben.post(path, filled(first, title="Ben's", **both))
    response = ada.post(path, filled(second, title="Ada's", **both))
    assert response.status_code == 409
    assert ada.copy("ar").title == "Ben's"
