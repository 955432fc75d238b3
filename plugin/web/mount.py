"""A mount: one market of one app, with everything its views need."""

from __future__ import annotations

import collections.abc as cabc
import typing as t
from dataclasses import dataclass

from flask import current_app
from flask import request
from flask.typing import ResponseReturnValue

from ..claims.gate import ClaimsChecker
from ..claims.rules import RuleSet
from ..core.access import Actor
from ..core.copying import Copying
from ..core.gates import ClaimsGate
from ..core.idempotency import AnswerStore
from ..core.links import PreviewLinks
from ..core.market import Market
from ..core.overriding import Overriding
from ..core.ports import Clock
from ..core.ports import PageStore
from ..core.ports import ShopGateway
from ..core.publishing import Publishing
from ..core.reviewing import Reviewing
from ..core.tokens import TokenStore
from ..core.translating import Translating
from ..core.trashing import Trashing
from ..core.working import Workbench

if t.TYPE_CHECKING:
    from .api.limits import Limit

KEY = "serum"
"""Where an app keeps its mounts: ``app.extensions["serum"]``, by name."""

LayoutCallable: t.TypeAlias = cabc.Callable[[str, str, str], str]
CartForm: t.TypeAlias = cabc.Callable[
    [str], tuple[str, cabc.Mapping[str, str] | cabc.Iterable[tuple[str, str]], str]
]


class Settings(t.Protocol):
    """What views read of the app's settings; see :class:`flask_serum.config.SerumConfig`."""

    @property
    def shop_deadline(self) -> float:
        """Seconds to wait for the shop."""

    @property
    def companions_per_role(self) -> int:
        """How many companions to show per role."""

    @property
    def most_per_line(self) -> int:
        """The largest quantity of one product."""

    @property
    def context_processors(self) -> bool | None:
        """Whether to run the host's context processors."""

    @property
    def canonical_base(self) -> str | None:
        """Scheme and host of canonical addresses."""

    @property
    def page_max_age(self) -> int:
        """Seconds a shared cache may keep a page."""

    @property
    def review_required(self) -> bool:
        """Whether a revision has to be approved before it can be published."""

    @property
    def api_origins(self) -> cabc.Sequence[str]:
        """The other sites that may use the API from a browser."""

    @property
    def webhook_private_targets(self) -> bool:
        """Whether webhooks may go to private addresses."""


@dataclass(frozen=True)
class Hooks:
    """What the host gave, each a plain callable; all are called inside the request.

    :param actor: gives who is signed in, or ``None``.
    :param csrf: gives name and value of the host's token field, or ``None``.
    :param csp_nonce: gives the nonce of the host's content security policy.
    :param cart_form: gives action, hidden fields and quantity field of the host's own form.
    :param product_url: gives the shop's address to buy a SKU at, where nothing can be posted.
    :param layout: the host's template, or a callable of title, head and body.
    :param blocks: the template's block names, by ``title``, ``head`` and ``content``.
    :param layout_context: gives further variables for the template.
    :param login: gives the response to a guest who asks for the editor.
    :param rate_limit: gives a :class:`~flask_serum.web.api.limits.Limit`, or ``None``.
    """

    actor: cabc.Callable[[], Actor | None] | None = None
    csrf: cabc.Callable[[], tuple[str, str] | None] | None = None
    csp_nonce: cabc.Callable[[], str] | None = None
    cart_form: CartForm | None = None
    product_url: cabc.Callable[[str], str] | None = None
    layout: str | LayoutCallable | None = None
    blocks: cabc.Mapping[str, str] | None = None
    layout_context: cabc.Callable[[], cabc.Mapping[str, t.Any]] | None = None
    rate_limit: cabc.Callable[[], Limit | None] | None = None
    login: cabc.Callable[[], ResponseReturnValue] | None = None


@dataclass(frozen=True)
class Mount:
    """One market of one app.

    :param name: name the blueprint is registered by, dots included, and of the mount in
        ``app.extensions["serum"]``.
    :param market: the market.
    :param settings: the app's settings.
    :param store: where pages are kept.
    :param shop: where prices are asked for; never raises on reading.
    :param can_add: whether the plugin's own cart form works.
    :param clock: tells the time.
    :param publishing: the services that change pages.
    :param answers: where the API keeps answers by their ``Idempotency-Key``.
    :param tokens: where machines' tokens are kept.
    :param workbench: where the editor keeps what is not saved yet.
    :param reviewing: the services of review.
    :param translating: says how translations stand to their source.
    :param links: the services of preview links.
    :param copying: copies pages.
    :param trashing: puts pages into the trash, and takes them out.
    :param checker: finds what copy claims.
    :param claims: the gate that what it finds holds shut.
    :param overriding: the services of overrides.
    :param hooks: what the host gave.
    """

    name: str
    market: Market
    settings: Settings
    store: PageStore
    shop: ShopGateway
    can_add: bool
    clock: Clock
    publishing: Publishing
    answers: AnswerStore
    tokens: TokenStore
    workbench: Workbench
    reviewing: Reviewing
    translating: Translating
    links: PreviewLinks
    copying: Copying
    trashing: Trashing
    checker: ClaimsChecker
    claims: ClaimsGate
    overriding: Overriding
    hooks: Hooks


class Mounts(dict[str, Mount]):
    """The mounts of an app, by name: what ``app.extensions["serum"]`` is."""

    def __init__(self) -> None:
        super().__init__()
        self.databases: dict[object, t.Any] = {}
        self.claims_rules: list[RuleSet] = []


def mounts() -> Mounts:
    """Give the mounts of the current app, by name."""
    return t.cast(Mounts, current_app.extensions.get(KEY) or Mounts())


def current_mount() -> Mount:
    """Give the mount that the request came in by."""
    assert request.blueprint is not None
    return mounts()[request.blueprint]
