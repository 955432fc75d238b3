"""A merchant's request: who they are, what they may do, and what they are shown."""

from __future__ import annotations

import collections.abc as cabc
import dataclasses
import functools
import typing as t
from dataclasses import dataclass

from flask import current_app
from flask import make_response
from flask import redirect
from flask import request
from flask import url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from ...core import access
from ...core.access import Action
from ...core.access import Actor
from ...core.errors import NotAllowed
from ...core.errors import PageNotFound
from ...core.errors import RevisionNotFound
from ...core.errors import SerumError
from ...core.errors import StoreNotReady
from ...core.page import FACTS
from ..mount import current_mount
from ..mount import Mount
from ..mount import mounts
from . import messages
from . import tokens
from .answers import guarded
from .assets import current_digest
from .guests import refused
from .guests import turned_away
from .messages import Message
from .naming import part_name
from .navigation import BELOW
from .navigation import Entry
from .navigation import Link
from .navigation import MAIN
from .navigation import TABS
from .screen import Screen

ACTION = "serum_action"
"""The attribute by which a view tells what it needs."""

P = t.ParamSpec("P")


@dataclass(frozen=True)
class Visit:
    """A request by somebody who may make it.

    :param mount: the mount it came in by.
    :param actor: who is signed in.
    """

    mount: Mount
    actor: Actor

    def url(self, endpoint: str, **values: t.Any) -> str:
        """Give the address of a screen.

        :param endpoint: as in :data:`~.routes.ROUTES`.
        :param values: of the address.
        """
        return url_for(f"{self.mount.name}.editor_{endpoint}", **values)

    def may(self, action: Action, slug: str = "") -> bool:
        """Tell whether the actor may do something.

        :param action: what.
        :param slug: to which page; ``""`` for none in particular.
        """
        return self.actor.may(action, slug)

    def require(self, action: Action, slug: str = "") -> None:
        """Go on only where the actor may do something.

        :param action: what.
        :param slug: to which page; ``""`` for none in particular.
        :raises NotAllowed: if they may not; the screen then says so.
        """
        access.require(self.actor, action, slug)

    def locales(self, parts: cabc.Iterable[str] = ()) -> tuple[str, ...]:
        """List the locales that copy can be written in: this market's, then what else is there.

        :param parts: the parts that a page has.
        """
        known = {tag for mount in mounts().values() for tag in mount.market.locales}
        known |= {tag.split("-", 1)[0] for tag in known}
        others = sorted(part for part in parts if part != FACTS and part in known)
        return tuple(dict.fromkeys([*self.mount.market.locales, *others]))

    def go(self, endpoint: str, *, told: str = "", **values: t.Any) -> Response:
        """Send the browser on after a change.

        :param endpoint: as in :data:`~.routes.ROUTES`.
        :param told: a key of :data:`~.messages.TOLD`.
        :param values: of the address, and ``number`` and ``names`` of the message.
        """
        if told:
            values[messages.PARAMETER] = told
        return redirect(self.url(endpoint, **values), 303)

    def show(
        self,
        template: str,
        *,
        title: str,
        slug: str = "",
        parts: cabc.Iterable[str] = (),
        said: cabc.Sequence[Message] = (),
        status: int = 200,
        **values: t.Any,
    ) -> Response:
        """Show a screen.

        :param template: as in ``serum/editor/pages.html``.
        :param title: of the document.
        :param slug: the page it is about, if it is about one.
        :param parts: the parts that the page has.
        :param said: messages for the top, beside what the address tells.
        :param status: of HTTP.
        :param values: further variables of the template.
        """
        screen = Screen(
            title=title,
            actor=self.actor.name,
            market=self.mount.market.title,
            token=tokens.token_field(self.mount),
            messages=(*messages.told(request.args), *said),
            main=self._links(MAIN),
            tabs=self._tabs(slug, parts) if slug else (),
            slug=slug,
            style=self.asset("editor.css"),
            script=self.asset("editor.js"),
            home=self.url("pages"),
        )
        # The host's context processors are left out: the editor is in no layout of the host's.
        found = current_app.jinja_env.get_template(template)
        return make_response(found.render(screen=screen, visit=self, **values), status)

    def asset(self, name: str) -> str:
        """Give the address of a static file.

        :param name: as in ``editor.css``.
        """
        return self.url("asset", digest=current_digest(), name=name)

    def _links(self, entries: cabc.Iterable[Entry], **values: str) -> tuple[Link, ...]:
        here = (request.endpoint or "").rpartition(".editor_")[2]
        here, slug = BELOW.get(here, here), values.get("slug", "")
        return tuple(
            Link(one.label, self.url(one.endpoint, **values), one.endpoint == here)
            for one in entries
            if self.may(one.action, slug)
        )

    def _tabs(self, slug: str, parts: cabc.Iterable[str]) -> tuple[Link, ...]:
        first, *rest = self._links(TABS, slug=slug)
        here = (request.view_args or {}).get("part")
        endpoint = (request.endpoint or "").rpartition(".editor_")[2]
        writes = endpoint not in BELOW
        names = {one: part_name(one) for one in (FACTS, *self.locales(parts))}
        part = here or request.args.get("part", "")
        if part in parts:  # who comes from a part looks at that part there
            urls = {self.url(one, slug=slug) for one in ("review", "history")}
            rest = [
                dataclasses.replace(one, url=f"{one.url}?part={part}") if one.url in urls else one
                for one in rest
            ]
        return (
            first,
            *(
                Link(label, self.url("part", slug=slug, part=one), writes and here == one)
                for one, label in names.items()
            ),
            *rest,
        )


def needs(
    action: Action,
) -> cabc.Callable[
    [cabc.Callable[t.Concatenate[Visit, P], ResponseReturnValue]], cabc.Callable[P, Response]
]:
    """Let only those see a view who may do something; and guard what it answers.

    The action is asked for with the address's ``slug``, where it has one.

    :param action: what they must be allowed.
    """

    def decorate(
        view: cabc.Callable[t.Concatenate[Visit, P], ResponseReturnValue],
    ) -> cabc.Callable[P, Response]:
        @functools.wraps(view)
        def run(*args: P.args, **values: P.kwargs) -> Response:
            mount = current_mount()
            actor = mount.hooks.actor() if mount.hooks.actor is not None else None
            if actor is None:
                return turned_away(mount)
            slug = str(values.get("slug", ""))
            if not actor.may(action, slug):
                return refused(mount, "You may not do this.", str(NotAllowed(actor.name, action)))
            if request.method not in ("GET", "HEAD", "OPTIONS") and not tokens.is_ours(mount):
                return refused(
                    mount,
                    "Please send it once more.",
                    "It could not be checked that this came from your own screen; perhaps it had"
                    " been open for long, or you have signed in again since. Nothing was changed.",
                    again=True,
                )
            try:
                return guarded(view(Visit(mount, actor), *args, **values))
            except NotAllowed as error:
                return refused(mount, "You may not do this.", str(error))
            except (PageNotFound, RevisionNotFound) as error:
                heading = "There is nothing here."
                return refused(mount, heading, str(error), status=404, again=True)
            except StoreNotReady:
                raise  # the blueprint tells that for every page
            except SerumError as error:
                return refused(mount, "That was not done.", str(error), status=409, again=True)

        setattr(run, ACTION, action)
        return run

    return decorate
