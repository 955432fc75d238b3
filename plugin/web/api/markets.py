"""The market of the mount, and the safety notice: what holds for every page."""

from __future__ import annotations

from marshmallow import fields

from ...core import locale as locales
from ...core.notice import notice_for
from ..addresses import Addresses
from ..cache_tags import locale_tag
from ..cache_tags import market_tag
from ..cache_tags import notice_tag
from ..catalogues import catalogue_for
from .answering import Answer
from .answering import Cache
from .notice_document import notice_document
from .notice_document import NoticeSchema
from .operation import Call
from .operation import Document
from .operation import Located
from .operation import Operation
from .operation import Promise
from .style import style_address


class LocaleSchema(Document):
    """A locale of the market."""

    tag = fields.String(required=True, metadata={"description": "BCP 47."})
    name = fields.String(required=True, metadata={"description": "What it calls itself."})
    direction = fields.String(required=True, metadata={"enum": ["ltr", "rtl"]})
    default = fields.Boolean(required=True)
    page_list = fields.String(
        required=True, metadata={"description": "The list of serums as HTML.", "format": "uri"}
    )


class MarketSchema(Document):
    """Where this API sells."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    jurisdictions = fields.List(
        fields.String(metadata={"enum": ["US", "EU", "UK"]}),
        required=True,
        metadata={"description": "The laws its offers fall under."},
    )
    currency = fields.String(required=True, metadata={"description": "ISO 4217."})
    time_zone = fields.String(required=True, metadata={"description": "IANA name."})
    locales = fields.List(fields.Nested(LocaleSchema), required=True)
    stylesheet = fields.String(
        required=True,
        metadata={
            "description": "The style of the HTML fragments; its address changes with it.",
            "format": "uri",
        },
    )
    cart = fields.Boolean(
        required=True, metadata={"description": "Whether things can be put into the cart here."}
    )
    most_per_line = fields.Integer(
        required=True, metadata={"description": "The largest quantity of one product at once."}
    )


def read_market(call: Call) -> Answer:
    """Give the market."""
    mount, market = call.mount, call.mount.market
    addresses = Addresses(mount)
    document = {
        "code": market.code,
        "name": market.title,
        "jurisdictions": list(market.jurisdictions),
        "currency": market.currency,
        "time_zone": market.time_zone,
        "locales": [
            {
                "tag": tag,
                "name": catalogue_for(tag).own_name,
                "direction": locales.direction(tag),
                "default": tag == market.default_locale,
                "page_list": addresses.listing(tag, whole=True),
            }
            for tag in market.locales
        ],
        "stylesheet": style_address(mount),
        "cart": mount.can_add,
        "most_per_line": mount.settings.most_per_line,
    }
    return Answer(document, cache=Cache.COPY, tags=(market_tag(market.code),))


def read_notice(call: Call) -> Answer:
    """Give the safety notice in a locale."""
    notice = notice_for(call.locale)
    return Answer(
        notice_document(notice),
        cache=Cache.COPY,
        tags=(
            market_tag(call.mount.market.code),
            locale_tag(call.locale),
            notice_tag(notice.locale),
        ),
        headers={"Serum-Notice": notice.id},
    )


OPERATIONS = (
    Operation(
        "read_market",
        "GET",
        "/market",
        read_market,
        "The market of this API",
        "Market",
        (Promise("The market.", MarketSchema),),
        cached=True,
    ),
    Operation(
        "read_notice",
        "GET",
        "/notice",
        read_notice,
        "The safety notice",
        "Market",
        (Promise("The notice.", NoticeSchema, headers=("Serum-Notice",)),),
        "The same notice stands in every answer that shows a page.",
        query=Located,
        cached=True,
    ),
)
