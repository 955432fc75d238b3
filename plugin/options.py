"""What a host can give when it mounts the plugin, and whether it can be used."""

from __future__ import annotations

import collections.abc as cabc
import difflib
import typing as t

from flask.typing import ResponseReturnValue

from .claims.own_rules import OwnRules
from .claims.own_rules import read_own_rules
from .claims.rule import RuleError
from .config import layout_blocks_problem
from .core.access import Actor
from .core.access import Can
from .core.errors import ConfigInvalid
from .core.market import Market
from .core.ports import Clock
from .core.ports import ShopGateway
from .shops.callables import Companions
from .shops.callables import Offers
from .store.engine import Database
from .web.api.limits import Limit
from .web.mount import CartForm
from .web.mount import LayoutCallable


class Options(t.TypedDict, total=False):
    """What a host can give; each has a default, but for the market.

    The callables are called inside the request.
    """

    market: Market
    """The market that this mount sells in."""
    url_prefix: str
    """Where the pages are; ``/serums``."""
    name: str
    """Name of the mount, where an app has several; ``serum``."""
    db: Database
    """Engine, database URL, callable that gives an engine, or Flask-SQLAlchemy(-Lite) object."""
    shop: ShopGateway
    """The shop's gateway, where `offers` and its kin are not enough."""
    offers: Offers
    """Callable that takes a list of SKUs and gives offers by SKU."""
    companions: Companions
    """Callable that takes a list of roles and gives offers, or SKUs, by role."""
    add_to_cart: cabc.Callable[[str, int], object]
    """Callable that puts a SKU and a quantity into the cart."""
    in_cart: cabc.Callable[[], cabc.Iterable[str]]
    """Callable that gives the SKUs in the cart."""
    cart_url: str | cabc.Callable[[], str]
    """The shop's cart."""
    cart_form: CartForm
    """Callable that gives action, fields and quantity field of the host's own form for a SKU."""
    product_url: cabc.Callable[[str], str]
    """Callable that gives an address to buy a SKU at, where nothing can be posted."""
    who: cabc.Callable[[], Actor | None]
    """Callable that gives who is signed in, with their roles."""
    is_merchant: cabc.Callable[[], bool]
    """Callable that tells whether a merchant is signed in, where `who` is too much."""
    can: Can
    """Callable of actor, action and slug that has its say in addition to the actor's roles."""
    login: cabc.Callable[[], ResponseReturnValue]
    """Callable that gives the response to a guest who asks for the editor; 403 without it."""
    csrf: cabc.Callable[[], tuple[str, str] | None]
    """Callable that gives field and token of the host's own protection."""
    csp_nonce: cabc.Callable[[], str]
    """Callable that gives the nonce of the host's content security policy."""
    layout: str | LayoutCallable
    """The host's template, or a callable that takes title, head and body and gives the page."""
    blocks: cabc.Mapping[str, str]
    """The template's block names, by ``title``, ``head`` and ``content``."""
    layout_context: cabc.Callable[[], cabc.Mapping[str, t.Any]]
    """Callable that gives further variables for the template."""
    rate_limit: cabc.Callable[[], Limit | None]
    """Callable that gives where the caller of the JSON API stands with your limiter."""
    claims_rules: OwnRules
    """Rules for claims in addition to ours: a JSON file, a ``RuleSet``, or several."""
    clock: Clock
    """Tells the time."""


def checked(options: cabc.Mapping[str, t.Any]) -> Options:
    """Check each option by itself, and leave out those that are ``None``.

    :param options: as the host gave them.
    :raises ConfigInvalid: if one is unknown or can't be used.
    """
    known = Options.__annotations__
    for key in options:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}."
            raise ConfigInvalid(key, f"there is no such option; {hint}")
    given = {key: value for key, value in options.items() if value is not None}
    for key, value in given.items():
        problem = _CHECKS[key](value) if key in _CHECKS else None
        if problem:
            raise ConfigInvalid(key, f"{value!r} can't be used: {problem}")
    return t.cast(Options, given)


def _callable(value: object) -> str | None:
    return None if callable(value) else "give a callable."


def _market(value: object) -> str | None:
    good = isinstance(value, Market)
    return None if good else "give a Market, as in Market('eu', ('EU',), 'EUR', ('en', 'de'))."


def _prefix(value: object) -> str | None:
    good = isinstance(value, str) and (not value or value.startswith("/"))
    return None if good else "begin it with a slash, as in '/serums'; '' is the site's root."


def _claims_rules(value: object) -> str | None:
    try:
        read_own_rules(t.cast(OwnRules, value))
    except RuleError as error:
        return str(error)
    except TypeError:
        return "give a JSON file, a RuleSet, or several of them."
    return None


_CHECKS: dict[str, cabc.Callable[[object], str | None]] = {
    "market": _market,
    "url_prefix": _prefix,
    "blocks": layout_blocks_problem,
    **dict.fromkeys(("offers", "add_to_cart", "in_cart", "cart_form", "product_url"), _callable),
    **dict.fromkeys(("who", "is_merchant", "csrf", "csp_nonce", "layout_context"), _callable),
    **dict.fromkeys(("can", "login"), _callable),
    "rate_limit": _callable,
    "claims_rules": _claims_rules,
}


def check_together(given: Options) -> None:
    """Check what options have to do with one another.

    :param given: each of them checked.
    :raises ConfigInvalid: if two don't go together.
    """
    if "shop" in given:
        for key in ("offers", "companions", "add_to_cart", "in_cart", "cart_url"):
            if key in given:
                raise ConfigInvalid(key, "give either a shop or its callables, not both.")
    elif "offers" not in given:
        for key in ("companions", "add_to_cart", "in_cart", "cart_form", "product_url"):
            if key in given:
                raise ConfigInvalid(key, "give offers= too: without a price nothing is for sale.")
    if "add_to_cart" in given and "cart_form" in given:
        raise ConfigInvalid("cart_form", "give either add_to_cart or cart_form, not both.")
    if "who" in given and "is_merchant" in given:
        raise ConfigInvalid("is_merchant", "give either who or is_merchant, not both.")
