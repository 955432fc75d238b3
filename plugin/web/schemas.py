"""The marshmallow schemas of a page document: the only way in and out of a page record."""

from __future__ import annotations

import typing as t

from marshmallow import fields
from marshmallow import post_load
from marshmallow import pre_load
from marshmallow import Schema
from marshmallow import validate

from ..core import ingredients
from ..core import page
from ..core import regimen
from ..core.market import Jurisdiction
from ..core.offer import Role
from .fields import Address
from .fields import Amount
from .fields import ByName
from .fields import Flag
from .fields import Line
from .fields import Locale
from .fields import Prose
from .fields import RichText

_KEY = validate.Regexp(
    r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z", error="Use up to 64 letters, digits, '.', '_' and '-'."
)
_COUNTRY = validate.Regexp(r"[A-Z]{2}\Z", error="Use an ISO 3166-1 code, as in 'DE'.")


class OrNothing(validate.Validator):
    """Lets an empty text through, and checks any other.

    :param check: the check.
    """

    def __init__(self, check: validate.Validator) -> None:
        self.check = check

    def __call__(self, value: str) -> str:
        """Check a text."""
        if value:
            self.check(value)
        return value


class RecordSchema(Schema):
    """Base of the schemas: reads into a frozen dataclass, with tuples for lists.

    :cvar record: the dataclass.
    """

    record: t.ClassVar[type]

    error_messages: t.ClassVar[dict[str, str]] = {  # type: ignore[misc]
        "unknown": "There is no such field; look for a misspelling.",
        "type": "Give an object here.",
    }

    @post_load
    def make(self, data: dict[str, t.Any], **_: t.Any) -> t.Any:
        """Turn checked data into the record."""
        return self.record(**{key: _frozen(value) for key, value in data.items()})


def _frozen(value: t.Any) -> t.Any:
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        return {key: _frozen(one) for key, one in value.items()}
    return value


class AmountSchema(RecordSchema):
    """How much comes from one chamber."""

    record = regimen.Amount
    chamber = Line(required=True)
    quantity = Amount(required=True)
    measure = fields.Enum(regimen.Measure, by_value=True, load_default=regimen.Measure.PRESS)


class DurationSchema(RecordSchema):
    """How long something takes, in seconds."""

    record = regimen.Duration
    minimum = fields.Integer(required=True, strict=True)
    maximum = fields.Integer(required=True, strict=True)


class StepSchema(RecordSchema):
    """One typed step."""

    record = regimen.Step
    id = Line(required=True, validate=_KEY)
    action = fields.Enum(regimen.Action, by_value=True, required=True)
    times = fields.List(
        fields.Enum(regimen.TimeOfDay, by_value=True),
        load_default=lambda: list(regimen.TimeOfDay),
    )
    amounts = fields.List(fields.Nested(AmountSchema), load_default=list)
    duration = fields.Nested(DurationSchema, allow_none=True, load_default=None)
    areas = fields.List(fields.Enum(regimen.Area, by_value=True), load_default=list)
    role = fields.Enum(Role, by_value=True, allow_none=True, load_default=None)


class RegimenSchema(RecordSchema):
    """The routine."""

    record = regimen.Regimen
    steps = fields.List(fields.Nested(StepSchema), required=True)
    ease_in_weeks = fields.Integer(strict=True, load_default=0)


class ContentSchema(RecordSchema):
    """Net content."""

    record = ingredients.Content
    amount = Amount(required=True)
    unit = Line(required=True, validate=validate.OneOf(ingredients.UNITS))
    chambers = fields.Integer(strict=True, load_default=2, validate=validate.Range(1, 2))


class VariantSchema(RecordSchema):
    """A size that is sold."""

    record = page.Variant
    sku = Line(required=True, validate=_KEY)
    content = fields.Nested(ContentSchema, required=True)
    gtin = Line(load_default="")


class ChamberSchema(RecordSchema):
    """A chamber and its INCI list."""

    record = ingredients.Chamber
    key = Line(required=True)
    inci = fields.List(Line(required=True), required=True)


class ImageSchema(RecordSchema):
    """A picture."""

    record = page.Image
    id = Line(required=True, validate=_KEY)
    url = Address(required=True)
    width = fields.Integer(required=True, strict=True, validate=validate.Range(1, 20_000))
    height = fields.Integer(required=True, strict=True, validate=validate.Range(1, 20_000))
    decorative = Flag(load_default=False)


class PartySchema(RecordSchema):
    """Somebody who answers for the product."""

    record = page.Party
    name = Line(required=True)
    address = fields.List(Line(required=True), required=True)
    country = Line(required=True, validate=_COUNTRY)
    email = Line(load_default="", validate=OrNothing(validate.Email()))
    website = Line(load_default="", validate=OrNothing(validate.URL(schemes={"http", "https"})))
    phone = Line(load_default="")


class FactsSchema(RecordSchema):
    """What holds in every locale."""

    record = page.Facts
    slug = Line(required=True, longest=80)
    markets = fields.List(Line(required=True), required=True)
    brand = Line(required=True)
    variants = fields.List(fields.Nested(VariantSchema), required=True)
    chambers = fields.List(fields.Nested(ChamberSchema), required=True)
    regimen = fields.Nested(RegimenSchema, required=True)
    pao_months = fields.Integer(required=True, strict=True)
    images = fields.List(fields.Nested(ImageSchema), load_default=list)
    manufacturer = fields.Nested(PartySchema, required=True)
    responsible_persons = ByName(
        keys=Line(validate=validate.OneOf([one.value for one in Jurisdiction])),
        values=fields.Nested(PartySchema),
        load_default=dict,
    )
    adverse_event_contact = fields.Nested(PartySchema, allow_none=True, load_default=None)
    country_of_origin = Line(load_default="", validate=OrNothing(_COUNTRY))
    companions = ByName(
        keys=fields.Enum(Role, by_value=True),
        values=fields.List(Line(required=True, validate=_KEY)),
        load_default=dict,
    )


class FaqSchema(RecordSchema):
    """A question and its answer."""

    record = page.Faq
    question = Line(required=True)
    answer = RichText(required=True)


class CopySchema(RecordSchema):
    """What the page says in one locale."""

    record = page.Copy
    title = Line(required=True, longest=120)
    product_type = Line(required=True, longest=120)
    summary = Prose(required=True, longest=600)
    what_it_is = RichText(required=True)
    why_mixed = RichText(load_default="")
    about_nitric_oxide = RichText(load_default="")
    benefits = fields.List(Line(required=True), load_default=list)
    topical_and_supplements = RichText(load_default="")
    storage = Prose(load_default="")
    extra_warnings = fields.List(Prose(required=True), load_default=list)
    faq = fields.List(fields.Nested(FaqSchema), load_default=list)
    seo_title = Line(load_default="", longest=120)
    seo_description = Line(load_default="")
    alt_texts = ByName(keys=Line(validate=_KEY), values=Line(), load_default=dict)
    variant_names = ByName(keys=Line(validate=_KEY), values=Line(), load_default=dict)
    step_notes = ByName(keys=Line(validate=_KEY), values=Prose(), load_default=dict)


class DocumentSchema(RecordSchema):
    """A whole page, as it is imported and exported."""

    record = page.Record
    facts = fields.Nested(FactsSchema, required=True)
    copy = ByName(
        keys=Locale(),
        values=fields.Nested(CopySchema),
        required=True,
        validate=validate.Length(min=1, error="Give the copy of at least one locale."),
    )

    @pre_load
    def pass_over_schema(self, data: t.Any, **_: t.Any) -> t.Any:
        """Take out ``$schema``, by which an editor of text finds the JSON Schema."""
        if isinstance(data, dict):
            return {key: value for key, value in data.items() if key != "$schema"}
        return data
