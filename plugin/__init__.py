"""Product pages for nitric oxide skincare serums, mounted in a Flask shop."""

from .core.access import Action
from .core.access import Actor
from .core.errors import ConfigInvalid
from .core.errors import DocumentInvalid
from .core.errors import NotAllowed
from .core.errors import NoticeUnavailable
from .core.errors import PageIncomplete
from .core.errors import PageNotFound
from .core.errors import PageTrashed
from .core.errors import Problem
from .core.errors import PublicationNotFound
from .core.errors import RevisionConflict
from .core.errors import RevisionNotFound
from .core.errors import SerumError
from .core.errors import ShopAnswerInvalid
from .core.errors import ShopError
from .core.errors import ShopUnavailable
from .core.errors import StoreNotReady
from .core.errors import TokenRefused
from .core.errors import TranslationMissing
from .core.gateway import ShopGateway
from .core.market import Market
from .core.offer import Availability
from .core.offer import CartLine
from .core.offer import LineResult
from .core.offer import LineStatus
from .core.offer import Money
from .core.offer import Offer
from .core.offer import Role
from .core.offer import Shelf
from .core.offer import ShopQuery
from .core.signals import draft_saved
from .core.signals import override_changed
from .core.signals import page_published
from .core.signals import page_restored
from .core.signals import page_trashed
from .core.signals import page_unpublished
from .core.signals import publication_cancelled
from .core.signals import review_asked
from .core.signals import review_commented
from .core.signals import review_decided
from .extension import FlaskSerum
from .shops.callables import OutOfStock
from .store.migrate import include_name
from .web.api.limits import Limit
from .web.sitemap import sitemap_entries

__version__ = "0.1.0"

__all__ = [
    "Action",
    "Actor",
    "Availability",
    "CartLine",
    "ConfigInvalid",
    "DocumentInvalid",
    "FlaskSerum",
    "Limit",
    "LineResult",
    "LineStatus",
    "Market",
    "Money",
    "NotAllowed",
    "NoticeUnavailable",
    "Offer",
    "OutOfStock",
    "PageIncomplete",
    "PageNotFound",
    "PageTrashed",
    "Problem",
    "PublicationNotFound",
    "RevisionConflict",
    "RevisionNotFound",
    "Role",
    "SerumError",
    "Shelf",
    "ShopAnswerInvalid",
    "ShopError",
    "ShopGateway",
    "ShopQuery",
    "ShopUnavailable",
    "StoreNotReady",
    "TokenRefused",
    "TranslationMissing",
    "draft_saved",
    "include_name",
    "override_changed",
    "page_published",
    "page_restored",
    "page_trashed",
    "page_unpublished",
    "publication_cancelled",
    "review_asked",
    "review_commented",
    "review_decided",
    "sitemap_entries",
]
