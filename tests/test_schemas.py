"""Page documents: the only way in and out of a page, and their JSON Schema."""

from __future__ import annotations

import copy as copies
import json
import typing as t
from dataclasses import replace
from decimal import Decimal
from importlib.resources import files

import factories
import jsonschema
import pytest
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st

from flask_serum import DocumentInvalid
from flask_serum.core import locale as locales
from flask_serum.core import page as pages
from flask_serum.core.ingredients import Chamber
from flask_serum.core.ingredients import Content
from flask_serum.core.offer import Role
from flask_serum.core.page import Copy
from flask_serum.core.page import Facts
from flask_serum.core.page import Faq
from flask_serum.core.page import Party
from flask_serum.core.page import Record
from flask_serum.core.page import Variant
from flask_serum.core.regimen import Amount
from flask_serum.core.regimen import Duration
from flask_serum.core.regimen import Measure
from flask_serum.core.regimen import Regimen
from flask_serum.core.regimen import Step
from flask_serum.web import json_schema
from flask_serum.web import rich_text
from flask_serum.web.documents import read_document
from flask_serum.web.documents import RecordCodec
from flask_serum.web.documents import write_document
from flask_serum.web.fields import Locale

Json: t.TypeAlias = dict[str, t.Any]

WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029"), max_size=40
)
LINES = WORDS.map(lambda text: read_line(text))
WHOLE_LINES = LINES.filter(bool)
RICH = WORDS.map(rich_text.clean)
KEYS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,20}", fullmatch=True)
AMOUNTS = st.decimals(0, 999, places=3).map(abs)


def read_line(text: str) -> str:
    """Give a line as a document holds it once it was read."""
    return str(json_read({"storage": text}).storage)


def json_read(fields: Json) -> Copy:
    """Read a copy with these fields."""
    written = RecordCodec().dump(factories.a_copy()) | fields
    return t.cast(Copy, RecordCodec().load("en", written))


@st.composite
def parties(draw: st.DrawFn) -> Party:
    """Make somebody who answers for a product."""
    return factories.a_party(
        name=draw(WHOLE_LINES),
        address=tuple(draw(st.lists(WHOLE_LINES, max_size=3))),
        country=draw(st.sampled_from(["DE", "FR", "GB", "US"])),
        email=draw(st.sampled_from(["", "care@shop.example"])),
        website=draw(st.sampled_from(["", "https://shop.example/care"])),
        phone=draw(LINES),
    )


@st.composite
def steps(draw: st.DrawFn) -> Step:
    """Make a step, possible or not: the schema does not look at a routine as a whole."""
    usual = draw(st.sampled_from(factories.a_regimen().steps))
    amount = st.builds(Amount, st.sampled_from(["A", "B"]), AMOUNTS, st.sampled_from(Measure))
    return replace(
        usual,
        id=draw(KEYS),
        amounts=tuple(draw(st.lists(amount, max_size=2))),
        duration=draw(st.none() | st.builds(Duration, st.integers(), st.integers())),
        role=draw(st.none() | st.sampled_from(Role)),
    )


@st.composite
def copy_parts(draw: st.DrawFn) -> Copy:
    """Make the copy of a locale."""
    texts = st.dictionaries(KEYS, LINES, max_size=3)
    return factories.a_copy(
        title=draw(WHOLE_LINES),
        summary=draw(WHOLE_LINES),
        what_it_is=draw(RICH),
        why_mixed=draw(RICH),
        benefits=tuple(draw(st.lists(WHOLE_LINES, max_size=3))),
        storage=draw(LINES),
        extra_warnings=tuple(draw(st.lists(WHOLE_LINES, max_size=2))),
        faq=tuple(draw(st.lists(st.builds(Faq, WHOLE_LINES, RICH), max_size=2))),
        alt_texts=draw(texts),
        variant_names=draw(texts),
        step_notes=draw(texts),
    )


@st.composite
def records(draw: st.DrawFn) -> Record:
    """Make a page with varied fields."""
    contents = st.builds(Content, AMOUNTS, st.sampled_from(["ml", "g"]), st.integers(1, 2))
    facts = factories.a_facts(
        brand=draw(WHOLE_LINES),
        markets=tuple(draw(st.lists(WHOLE_LINES, max_size=2))),
        variants=tuple(draw(st.lists(st.builds(Variant, KEYS, contents, st.just("")), max_size=3))),
        chambers=tuple(
            draw(
                st.lists(
                    st.builds(
                        Chamber, st.sampled_from(["A", "B"]), st.lists(WHOLE_LINES).map(tuple)
                    ),
                    max_size=2,
                )
            )
        ),
        regimen=Regimen(tuple(draw(st.lists(steps(), max_size=4))), draw(st.integers(0, 12))),
        pao_months=draw(st.integers(0, 40)),
        images=tuple(
            factories.an_image(one, decorative=draw(st.booleans()))
            for one in draw(st.lists(KEYS, max_size=2))
        ),
        manufacturer=draw(parties()),
        responsible_persons=draw(
            st.dictionaries(st.sampled_from(["EU", "UK"]), parties(), max_size=2)
        ),
        adverse_event_contact=draw(st.none() | parties()),
        country_of_origin=draw(st.sampled_from(["", "DE"])),
        companions=draw(
            st.dictionaries(st.sampled_from(Role), st.lists(KEYS).map(tuple), max_size=2)
        ),
    )
    tags = st.sampled_from(["en", "de", "ar", "de-AT", "zh-Hant-TW"])
    return Record(facts, draw(st.dictionaries(tags, copy_parts(), min_size=1, max_size=2)))


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(records())
def test_what_is_written_reads_the_same(record: Record) -> None:
    """A record that is written, as JSON too, and read again is the same record."""
    document = json.loads(json.dumps(write_document(record)))
    assert read_document(document) == record
    assert write_document(read_document(document)) == document


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(records())
def test_the_json_schema_takes_what_is_written(record: Record) -> None:
    """Whatever is written is as the JSON Schema says."""
    validator().validate(write_document(record))


def test_the_store_reads_what_it_wrote() -> None:
    """Each part alone goes to JSON and back."""
    codec = RecordCodec()
    for part, content in (("facts", factories.a_facts()), ("en", factories.a_copy())):
        assert codec.load(part, json.loads(json.dumps(codec.dump(content)))) == content


def a_document() -> Json:
    """Give the usual page as a document."""
    return copies.deepcopy(write_document(factories.a_record()))


def changed(path: str, value: object) -> Json:
    """Give the usual document with something else at a path; ... takes it out.

    :param path: keys and positions with dots between them.
    """
    document = a_document()
    *outer, last = [int(one) if one.isdigit() else one for one in path.split(".")]
    place: t.Any = document
    for key in outer:
        place = place[key]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return document


def validator() -> jsonschema.Draft202012Validator:
    """Give a validator of the published JSON Schema."""
    text = (files("flask_serum.web") / "page.schema.json").read_text("utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))


STRUCTURE = [
    ("facts", ..., "facts", "Missing data"),
    ("copy", ..., "copy", "Missing data"),
    ("copy", {}, "copy", "at least one locale"),
    ("copy", [], "copy", "Not a valid mapping"),
    ("facts", [], "facts", "Give an object here"),
    ("fact", {}, "fact", "no such field"),
    ("facts.brnd", "x", "facts.brnd", "no such field"),
    ("facts.slug", ..., "facts.slug", "Missing data"),
    ("facts.slug", " ", "facts.slug", "Must not be empty"),
    ("facts.slug", "x" * 81, "facts.slug", "At most 80"),
    ("facts.slug", None, "facts.slug", "may not be null"),
    ("facts.brand", 5, "facts.brand", "Not a valid string"),
    ("facts.markets", "eu", "facts.markets", "Not a valid list"),
    ("facts.markets", ["eu", ""], "facts.markets[1]", "Must not be empty"),
    ("facts.markets", [None], "facts.markets[0]", "may not be null"),
    ("facts.variants.0.sku", "a b", "facts.variants[0].sku", "letters, digits"),
    ("facts.variants.0.sku", "-a", "facts.variants[0].sku", "letters, digits"),
    ("facts.variants.1.content", ..., "facts.variants[1].content", "Missing data"),
    ("facts.variants.0.content.unit", "oz", "facts.variants[0].content.unit", "one of: ml, g"),
    ("facts.variants.0.content.chambers", 3, "facts.variants[0].content.chambers", "than or equal"),
    ("facts.variants.0.content.amount", "a", "facts.variants[0].content.amount", "plain number"),
    ("facts.variants.0.content.amount", "1e9", "facts.variants[0].content.amount", "plain number"),
    ("facts.variants.0.content.amount", "٣", "facts.variants[0].content.amount", "plain number"),
    ("facts.variants.0.content.amount", True, "facts.variants[0].content.amount", "plain number"),
    ("facts.variants.0.content.amount", [], "facts.variants[0].content.amount", "plain number"),
    ("facts.chambers.0.key", ..., "facts.chambers[0].key", "Missing data"),
    ("facts.chambers.1.inci", "Aqua", "facts.chambers[1].inci", "Not a valid list"),
    ("facts.chambers.1.inci.2", "", "facts.chambers[1].inci[2]", "Must not be empty"),
    ("facts.pao_months", "6", "facts.pao_months", "Not a valid integer"),
    ("facts.pao_months", 6.5, "facts.pao_months", "Not a valid integer"),
    ("facts.pao_months", True, "facts.pao_months", "Not a valid integer"),
    ("facts.images.0.url", "javascript:alert(1)", "facts.images[0].url", "begins with https://"),
    ("facts.images.0.url", "//evil.example/x", "facts.images[0].url", "begins with https://"),
    ("facts.images.0.url", "pic.jpg", "facts.images[0].url", "begins with https://"),
    ("facts.images.0.width", 0, "facts.images[0].width", "than or equal"),
    ("facts.images.1.decorative", "no", "facts.images[1].decorative", "Not a valid boolean"),
    ("facts.images.1.decorative", 1, "facts.images[1].decorative", "Not a valid boolean"),
    ("facts.manufacturer.country", "de", "facts.manufacturer.country", "ISO 3166-1"),
    ("facts.manufacturer.country", "DEU", "facts.manufacturer.country", "ISO 3166-1"),
    ("facts.manufacturer.email", "not one", "facts.manufacturer.email", "Not a valid email"),
    ("facts.manufacturer.website", "ftp://x.example", "facts.manufacturer.website", "valid URL"),
    ("facts.responsible_persons.XX", {}, "facts.responsible_persons.XX", "Must be one of"),
    ("facts.responsible_persons.EU.name", ..., "facts.responsible_persons.EU.name", "Missing"),
    ("facts.country_of_origin", "Germany", "facts.country_of_origin", "ISO 3166-1"),
    ("facts.companions.toner", ["X"], "facts.companions.toner", "Must be one of"),
    ("facts.companions.sunscreen.0", "a b", "facts.companions.sunscreen[0]", "letters, digits"),
    ("facts.regimen.steps", ..., "facts.regimen.steps", "Missing data"),
    ("facts.regimen.steps.0.action", "rub", "facts.regimen.steps[0].action", "Must be one of"),
    ("facts.regimen.steps.0.times", ["noon"], "facts.regimen.steps[0].times[0]", "one of"),
    ("facts.regimen.steps.3.areas", ["knee"], "facts.regimen.steps[3].areas[0]", "one of"),
    ("facts.regimen.steps.5.role", "toner", "facts.regimen.steps[5].role", "Must be one of"),
    ("facts.regimen.steps.1.amounts.0.measure", "cup", "amounts[0].measure", "Must be one of"),
    ("facts.regimen.steps.4.duration.minimum", 1.5, "steps[4].duration.minimum", "integer"),
    ("facts.regimen.steps.4.duration.unit", "h", "steps[4].duration.unit", "no such field"),
    ("copy.english", {}, "copy.english", "is no locale"),
    ("copy.en.titel", "x", "copy.en.titel", "no such field"),
    ("copy.en.title", ..., "copy.en.title", "Missing data"),
    ("copy.de.title", "x" * 121, "copy.de.title", "At most 120"),
    ("copy.en.what_it_is", 7, "copy.en.what_it_is", "Not a valid string"),
    ("copy.en.what_it_is", "x" * 20_001, "copy.en.what_it_is", "At most 20000"),
    ("copy.en.benefits", ["a", 1], "copy.en.benefits[1]", "Not a valid string"),
    ("copy.en.faq.0.answer", ..., "copy.en.faq[0].answer", "Missing data"),
    ("copy.en.alt_texts", {"a b": "x"}, "copy.en.alt_texts.a b", "letters, digits"),
    ("copy.en.alt_texts", {"key": 5}, "copy.en.alt_texts.key", "Not a valid string"),
    ("copy.en.alt_texts", {"value": None}, "copy.en.alt_texts.value", "may not be null"),
    ("copy.en.step_notes", ["x"], "copy.en.step_notes", "Not a valid mapping"),
]


@pytest.mark.parametrize(("place", "value", "path", "told"), STRUCTURE)
def test_a_mistake_is_told_with_its_path(place: str, value: object, path: str, told: str) -> None:
    """Each mistake of structure is one problem, at the field's path."""
    with pytest.raises(DocumentInvalid, match=told) as caught:
        read_document(changed(place, value))
    problems = caught.value.problems
    assert {one.path for one in problems if one.path.endswith(path)} == {
        one.path for one in problems if not one.path.startswith(f"{path}.")
    }


@pytest.mark.parametrize(("place", "value", "path", "told"), STRUCTURE)
def test_the_json_schema_refuses_the_same(place: str, value: object, path: str, told: str) -> None:
    """What is refused when it is read is not as the JSON Schema says."""
    assert not validator().is_valid(changed(place, value))


@pytest.mark.parametrize("document", [None, [], "page", 5])
def test_no_object(document: t.Any) -> None:
    """What is no object at all is told as such, and the JSON Schema refuses it."""
    with pytest.raises(DocumentInvalid, match="Give an object here"):
        read_document(document)
    assert not validator().is_valid(document)


def test_all_mistakes_at_once() -> None:
    """A document with several mistakes is told all of them."""
    document = changed("facts.slug", ...)
    document["copy"]["en"]["titel"] = "x"
    del document["facts"]["variants"][1]["sku"]
    with pytest.raises(DocumentInvalid, match="slug") as caught:
        read_document(document)
    assert {one.path for one in caught.value.problems} == {
        "facts.slug",
        "facts.variants[1].sku",
        "copy.en.titel",
    }


@pytest.mark.parametrize("field", ["title", "what_it_is", "storage"])
def test_half_a_character(field: str) -> None:
    """A lone surrogate, which no database takes, is told and no crash."""
    with pytest.raises(DocumentInvalid, match=rf"copy\.en\.{field}: .*half a character"):
        read_document(changed(f"copy.en.{field}", "a\ud800b"))


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        ("copy.EN", {"title": "x"}, r"copy\.EN: It means the same as 'en'"),
        ("copy.en.alt_texts", {"a": "x", " a": "y"}, r"alt_texts\. a: It means the same as 'a'"),
    ],
)
def test_two_names_that_mean_the_same(place: str, value: t.Any, told: str) -> None:
    """Two names that are read as one are refused, and no words are lost."""
    if place.startswith("copy.EN"):
        value = a_document()["copy"]["en"]
    with pytest.raises(DocumentInvalid, match=told):
        read_document(changed(place, value))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("  a \n b\t", "a b"),
        ("e\u0301", "é"),
        ("a\x00b", "a b"),
        ("<b>bold</b>", "<b>bold</b>"),
        ("\u200fعربي", "\u200fعربي"),
    ],
)
def test_a_line(written: str, read: str) -> None:
    """A line is trimmed, in NFC, without control characters; it is no HTML, and left as it is."""
    assert read_line(written) == read


def test_rich_text_is_cleaned_on_the_way_in() -> None:
    """What rich text may not hold does not reach the record."""
    text = json_read({"what_it_is": "<p onclick=x()>a<script>b</script></p>"}).what_it_is
    assert text == "<p>a</p>"


@pytest.mark.parametrize(("written", "read"), [("de_at", "de-AT"), ("AR", "ar"), ("en", "en")])
def test_a_locale_in_its_usual_spelling(written: str, read: str) -> None:
    """Locales are read into the spelling that BCP 47 recommends."""
    document = a_document()
    document["copy"] = {written: document["copy"]["en"]}
    assert list(read_document(document).copy) == [read]


@pytest.mark.parametrize("number", ["1.5", 1.5])
def test_a_number_as_text_or_as_a_number(number: object) -> None:
    """A number may be written either way, is exact, and is given as text."""
    document = changed("facts.variants.0.content.amount", number)
    record = read_document(document)
    assert record.facts.variants[0].content.amount == Decimal("1.5")
    assert write_document(record)["facts"]["variants"][0]["content"]["amount"] == "1.5"
    assert validator().is_valid(document)


def test_the_schema_a_document_names() -> None:
    """A document may name its JSON Schema, for editors of text; it is passed over."""
    document = {"$schema": "./page.schema.json", **a_document()}
    assert read_document(document) == factories.a_record()
    assert validator().is_valid(document)


WHOLE = [
    ("facts.slug", "Aurelia Duo", "slug", "lower-case letters"),
    ("facts.slug", "editor", "slug", "taken by a route"),
    ("facts.slug", "de", "slug", "taken by a route"),
    ("facts.markets", [], "markets", "at least one market"),
    ("facts.variants", [], "variants", "at least one variant"),
    ("facts.variants.1.sku", factories.SKU, "variants[1].sku", "stands twice"),
    ("facts.variants.0.gtin", "4006381333932", "variants[0].gtin", "check digit"),
    ("facts.variants.0.content.amount", "0", "variants[0].content", "net content"),
    ("facts.images.1.id", "front", "images[1].id", "stands twice"),
    ("facts.chambers.1.key", "C", "chambers[1].key", "'A' or 'B'"),
    ("facts.chambers.1.key", "A", "chambers[1].key", "stands twice"),
    ("facts.chambers.1.inci", [], "chambers[1].inci", "INCI list"),
    ("facts.chambers", [], "chambers", "one or two chambers"),
    ("facts.pao_months", 37, "pao_months", "1 to 36"),
    ("facts.companions.sunscreen", [factories.SKU], "companions.sunscreen[0]", "own companion"),
    ("facts.companions.sunscreen", ["X", "X"], "companions.sunscreen[1]", "stands twice"),
    ("facts.companions.serum", ["X"], "companions.serum", "Pin moisturizers"),
    ("facts.regimen.steps", [], "regimen.steps", "needs its steps"),
    ("facts.regimen.ease_in_weeks", 13, "regimen.ease_in_weeks", "0 to 12"),
    ("facts.regimen.steps.1.amounts.1.quantity", "2", "regimen.steps[1].amounts", "equal amounts"),
    ("facts.regimen.steps.1.amounts.1.chamber", "C", "steps[1].amounts[1].chamber", "no chamber"),
    ("facts.regimen.steps.1.amounts.0.quantity", "0", "steps[1].amounts[0].quantity", "more than"),
    ("facts.regimen.steps.0.times", [], "regimen.steps[0].times", "Say when"),
    ("facts.regimen.steps.2.id", "apply", "regimen.steps[3].id", "stands twice"),
    ("facts.regimen.steps.3.areas", [], "regimen.steps[3].areas", "where it is applied"),
    ("facts.regimen.steps.4.duration", None, "regimen.steps[4].duration", "how long"),
    ("facts.regimen.steps.4.duration.minimum", 121, "regimen.steps[4].duration", "more than the m"),
    ("facts.regimen.steps.4.duration.maximum", 3601, "regimen.steps[4].duration", "1 to 3600"),
    ("facts.regimen.steps.5.role", None, "regimen.steps[5].role", "moisturizer or sunscreen"),
    ("facts.regimen.steps.6.times", ["morning", "evening"], "regimen.steps[6].times", "only"),
    ("facts.regimen.steps.0.role", "sunscreen", "regimen.steps[0].role", "belongs to 'layer'"),
    ("copy.en.alt_texts", {"back": "x"}, "alt_texts.back", "no picture 'back'"),
    ("copy.en.variant_names", {"X": "x"}, "variant_names.X", "no variant 'X'"),
    ("copy.en.step_notes", {"rub": "x"}, "step_notes.rub", "no step 'rub'"),
]


@pytest.mark.parametrize(("place", "value", "path", "told"), WHOLE)
def test_a_rule_of_the_whole_is_told_with_its_path(
    place: str, value: object, path: str, told: str
) -> None:
    """Each rule that holds for a page as a whole names the field that breaks it."""
    record = read_document(changed(place, value))
    facts: Facts = record.facts
    problems = pages.check_facts(facts) + pages.check_copy(record.copy["en"], facts)
    found = [one for one in problems if one.path.endswith(path)]
    assert found, problems
    assert any(told in one.message for one in found)


def test_sunscreen_comes_last() -> None:
    """A sunscreen before the cream is told at its own step."""
    document = a_document()
    steps = document["facts"]["regimen"]["steps"]
    steps.append(steps.pop(5))
    problems = pages.check_facts(read_document(document).facts)
    assert "regimen.steps[5]: Sunscreen is the last step of the morning; move it down." in map(
        str, problems
    )


def test_mixing_with_one_chamber() -> None:
    """A serum of one chamber has nothing to mix."""
    document = changed("facts.chambers.1", ...)
    problems = pages.check_facts(read_document(document).facts)
    assert ("regimen.steps[2].action", True) in [
        (one.path, "nothing to mix" in one.message) for one in problems
    ]


def test_the_published_json_schema_is_up_to_date() -> None:
    """The file that ships is what is made from the marshmallow schemas."""
    shipped = (files("flask_serum.web") / "page.schema.json").read_text("utf-8")
    assert shipped == json_schema.written(), (
        "Run: python -m flask_serum.web.json_schema > plugin/web/page.schema.json"
    )


def test_the_published_json_schema_is_a_schema() -> None:
    """It is a JSON Schema of draft 2020-12, and each object of it is closed."""
    schema = json_schema.document_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    for name, one in schema["$defs"].items():
        assert one["type"] == "object", name
        assert one["additionalProperties"] is False, name
        assert one["description"], name


def test_the_published_json_schema_says_what_fields_mean() -> None:
    """Every field of a page has its meaning beside it, for who writes a document."""
    definitions = json_schema.document_schema()["$defs"]
    for name, one in definitions.items():
        missing = [key for key, field in one["properties"].items() if "description" not in field]
        assert missing == [], name


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("Facts.slug", {"type": "string", "maxLength": 80, "minLength": 1}),
        ("Facts.pao_months", {"type": "integer"}),
        ("Image.width", {"type": "integer", "minimum": 1, "maximum": 20_000}),
        ("Image.decorative", {"type": "boolean", "default": False}),
        ("Content.unit", {"enum": ["ml", "g"]}),
        ("Content.chambers", {"type": "integer", "minimum": 1, "maximum": 2, "default": 2}),
        ("Amount.measure", {"enum": ["press", "drop", "ml"], "default": "press"}),
        ("Step.times", {"type": "array", "default": ["morning", "evening"]}),
        ("Copy.what_it_is", {"maxLength": 20_000, "contentMediaType": "text/html"}),
        ("Facts.manufacturer", {"$ref": "#/$defs/Party"}),
        (
            "Facts.adverse_event_contact",
            {"anyOf": [{"$ref": "#/$defs/Party"}, {"type": "null"}], "default": None},
        ),
    ],
)
def test_what_the_json_schema_says_of_a_field(path: str, says: Json) -> None:
    """Lengths, bounds, choices and defaults come out as the marshmallow schema has them."""
    name, _, field = path.partition(".")
    found = json_schema.document_schema()["$defs"][name]["properties"][field]
    assert found | says == found


def test_a_field_that_has_no_json_schema_yet() -> None:
    """A field of a new kind is not passed over in silence."""
    from marshmallow import fields

    from flask_serum.web.schemas import RecordSchema

    class Odd(RecordSchema):
        """Something."""

        record = Faq
        at = fields.DateTime()

    with pytest.raises(TypeError, match="has no JSON Schema yet"):
        json_schema._object(Odd(), {})


@given(st.from_regex(rf"(?:{Locale.PATTERN})\Z") | st.text(max_size=12))
def test_the_pattern_of_locales(tag: str) -> None:
    """The JSON Schema takes no locale that reading refuses, and none is refused that it takes."""
    pattern = json_schema._whole(Locale.PATTERN)
    taken = jsonschema.Draft202012Validator({"pattern": pattern}).is_valid(tag)
    try:
        locales.normalise(tag)
    except ValueError:
        assert not taken
    else:
        assert taken or tag != tag.strip()
