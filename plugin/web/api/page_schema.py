"""A page in JSON, as it is promised."""

from __future__ import annotations

from marshmallow import fields

from .notice_document import NoticeSchema
from .offer_document import OffersSchema
from .operation import Document
from .pairs_document import SlotSchema
from .routine_document import RoutineSchema


def _text(description: str = "") -> fields.String:
    return fields.String(metadata={"description": description} if description else {})


def _rich(description: str = "") -> fields.String:
    more = "HTML of `p`, `br`, `strong`, `em`, `ul`, `ol`, `li` and `a` alone, clean; may be empty."
    return fields.String(metadata={"description": f"{description} {more}".strip()})


class ServedLocaleSchema(Document):
    """Which locale was asked for, and which the copy is in.

    Notice, steps, prices and the plugin's own words are always in the one asked for.
    """

    requested = fields.String(required=True)
    served = fields.String(required=True, metadata={"description": "The locale of the copy."})
    fallback = fields.Boolean(required=True, metadata={"description": "Whether they differ."})
    text = fields.String(
        required=True, metadata={"description": "A sentence that says so; empty without fallback."}
    )
    direction = fields.String(
        required=True, metadata={"description": "Of the copy.", "enum": ["ltr", "rtl"]}
    )


class PictureSchema(Document):
    """A picture."""

    id = fields.String(required=True)
    url = fields.String(required=True, metadata={"description": "Whole.", "format": "uri"})
    width = fields.Integer(required=True)
    height = fields.Integer(required=True)
    alt = fields.String(required=True, metadata={"description": "Empty where it is decorative."})
    decorative = fields.Boolean(required=True)


class NetContentSchema(Document):
    """Net content."""

    amount = fields.String(required=True, metadata={"description": "Per chamber, exact."})
    unit = fields.String(required=True, metadata={"enum": ["ml", "g"]})
    chambers = fields.Integer(required=True)
    text = fields.String(required=True, metadata={"description": "As in `2 × 15 ml`."})


class SizeSchema(Document):
    """A size that is sold; its price is among the offers."""

    sku = fields.String(required=True)
    name = fields.String(required=True)
    content = fields.Nested(NetContentSchema, required=True)
    gtin = fields.String(required=True, metadata={"description": "Or empty."})
    url = fields.String(
        required=True,
        metadata={"description": "The HTML page with this size chosen.", "format": "uri"},
    )


class IngredientsSchema(Document):
    """A chamber and what is in it."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    inci = fields.List(
        fields.String(), required=True, metadata={"description": "From most to least."}
    )


class OpenedSchema(Document):
    """How long it keeps once open."""

    months = fields.Integer(required=True)
    text = fields.String(required=True)


class QuestionSchema(Document):
    """A question and its answer."""

    question = fields.String(required=True)
    answer = _rich()


class AnsweringPartySchema(Document):
    """Somebody who answers for the product, as the market's law asks for."""

    title = fields.String(required=True)
    name = fields.String(required=True)
    address = fields.List(
        fields.String(), required=True, metadata={"description": "Lines; the country last."}
    )
    email = fields.String(required=True)
    website = fields.String(required=True)
    phone = fields.String(required=True)


class CountrySchema(Document):
    """A country."""

    code = fields.String(required=True, metadata={"description": "ISO 3166-1 alpha-2."})
    name = fields.String(required=True)


class LanguageSchema(Document):
    """The page in another locale."""

    locale = fields.String(required=True)
    name = fields.String(required=True, metadata={"description": "What it calls itself."})
    url = fields.String(required=True, metadata={"description": "As HTML.", "format": "uri"})


class SeoSchema(Document):
    """What the HTML page says to search engines."""

    title = fields.String(required=True)
    description = fields.String(required=True)
    canonical = fields.String(required=True, metadata={"format": "uri"})
    robots = fields.String(required=True, metadata={"description": "As in `noindex`, or empty."})


class PageSchema(Document):
    """A serum. `fields` leaves out all but slug, locale and notice; `expand` adds."""

    slug = fields.String(required=True)
    locale = fields.Nested(ServedLocaleSchema, required=True)
    notice = fields.Nested(
        NoticeSchema,
        required=True,
        metadata={"description": "In every answer. Show it before anything that adds to a cart."},
    )
    url = fields.String(metadata={"description": "The page as HTML.", "format": "uri"})
    published = fields.DateTime(metadata={"description": "When what it says went live."})
    brand = _text()
    title = _text("The product's name.")
    product_type = _text("As in `Two-gel face serum`.")
    summary = _text("Plain text, a sentence or two.")
    what_it_is = _rich()
    why_mixed = _rich("Why the gels meet just before use.")
    about_nitric_oxide = _rich()
    benefits = fields.List(fields.String(), metadata={"description": "Plain text, a line each."})
    topical_and_supplements = _rich("Use on the skin against supplements.")
    storage = _text("Plain text, or empty.")
    opened = fields.Nested(OpenedSchema)
    extra_warnings = fields.List(
        fields.String(), metadata={"description": "The shop's own; show them under the notice."}
    )
    faq = fields.List(fields.Nested(QuestionSchema))
    images = fields.List(
        fields.Nested(PictureSchema), metadata={"description": "The main one first."}
    )
    variants = fields.List(
        fields.Nested(SizeSchema), metadata={"description": "The main one first."}
    )
    chambers = fields.List(fields.Nested(IngredientsSchema))
    parties = fields.List(fields.Nested(AnsweringPartySchema))
    country_of_origin = fields.Nested(CountrySchema, allow_none=True)
    languages = fields.List(fields.Nested(LanguageSchema))
    seo = fields.Nested(SeoSchema)
    routine = fields.Nested(RoutineSchema, metadata={"description": "With `expand=routine`."})
    pairs = fields.List(fields.Nested(SlotSchema), metadata={"description": "With `expand=pairs`."})
    offers = fields.Nested(OffersSchema, metadata={"description": "With `expand=offers`."})
    structured_data = fields.Dict(
        metadata={
            "description": "JSON-LD in the schema.org vocabulary; with `expand=structured_data`."
            " Escape `<` where you put it into HTML."
        }
    )
