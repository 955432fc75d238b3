"""Product pages for nitric oxide skincare serums, mounted in a Flask shop."""

from .core.access import Actor
from .core.errors import ConfigInvalid
from .core.errors import DocumentInvalid
from .core.errors import NotAllowed
from .core.errors import NoticeUnavailable
from .core.errors import PageIncomplete
from .core.errors import PageNotFound
from .core.errors import Problem
from .core.errors import RevisionConflict
from .core.errors import RevisionNotFound
from .core.errors import SerumError
from .core.errors import ShopAnswerInvalid
from .core.errors import ShopError
from .core.errors import ShopUnavailable
from .core.errors import StoreNotReady
from .core.errors import TranslationMissing
from .core.market import Market
from .core.offer import Availability
from .core.offer import Money
from .core.offer import Offer
from .core.offer import Role
from .core.publishing import draft_saved
from .core.publishing import page_published
from .core.publishing import page_unpublished
from .extension import FlaskSerum
from .shops.callables import OutOfStock
from .store.migrate import include_name
from .web.sitemap import sitemap_entries

__version__ = "0.1.0"

__all__ = [
    "Actor",
    "Availability",
    "ConfigInvalid",
    "DocumentInvalid",
    "FlaskSerum",
    "Market",
    "Money",
    "NotAllowed",
    "NoticeUnavailable",
    "Offer",
    "OutOfStock",
    "PageIncomplete",
    "PageNotFound",
    "Problem",
    "RevisionConflict",
    "RevisionNotFound",
    "Role",
    "SerumError",
    "ShopAnswerInvalid",
    "ShopError",
    "ShopUnavailable",
    "StoreNotReady",
    "TranslationMissing",
    "draft_saved",
    "include_name",
    "page_published",
    "page_unpublished",
    "sitemap_entries",
]
