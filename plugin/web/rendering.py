"""Renders templates: the host's win over ours, in the host's layout or in our own.

A page never leaves without its notice: what a theme dropped is put back, and where a theme leaves
no place for it, the page comes in the package's own theme.
"""

from __future__ import annotations

import collections.abc as cabc
import functools
import logging
import secrets
import typing as t
from importlib.resources import files
from pathlib import Path

from flask import current_app
from flask import render_template
from jinja2 import BaseLoader
from jinja2 import ChoiceLoader
from jinja2 import Environment
from jinja2 import FileSystemLoader
from jinja2 import PrefixLoader
from jinja2 import StrictUndefined
from jinja2 import TemplateNotFound
from markupsafe import Markup

from ..core.notice import Notice
from .catalogues import Catalogue
from .context import ListContext
from .context import PageContext
from .mount import Mount
from .notice_guard import NoticeDropped
from .notice_guard import with_notice

_LOG = logging.getLogger("flask_serum.web")
_OWN_LAYOUT = "serum/layout.html"
_STYLE = "serum/style.css"
_BLOCKS = ("title", "head", "content")
_PIECES = "!serum-pieces"
_BRIDGE = "!serum-bridge/"


@functools.cache
def template_loader() -> BaseLoader:
    """Give the loader of the blueprint: the packaged files, and again as ``!serum/...``.

    A host's ``serum/page.html`` wins over ours, and extends it as ``!serum/page.html``.
    """
    packaged = FileSystemLoader(_folder())
    again = PrefixLoader({"!serum": FileSystemLoader(_folder() / "serum")})
    return ChoiceLoader([packaged, again, _Generated()])


@functools.cache
def _folder() -> Path:
    return Path(str(files("flask_serum.templates")))


class _Generated(BaseLoader):
    """Writes the templates between our blocks and a host's layout.

    They are loaded by name, so that Jinja keeps them compiled.
    """

    def get_source(self, environment: Environment, template: str) -> tuple[str, None, None]:
        """Give a template's source."""
        if template == _PIECES:
            return "{{ serum_mark }}".join(map(_place, _BLOCKS)), None, None
        if not template.startswith(_BRIDGE):
            raise TemplateNotFound(template)
        lines = ["{% extends serum_host_layout %}"]
        for ours, theirs in zip(_BLOCKS, template.removeprefix(_BRIDGE).split(","), strict=True):
            before = "{{ super() }}" if ours == "head" else ""
            lines.append(f"{{% block {theirs} %}}{before}{_place(ours)}{{% endblock %}}")
        return "\n".join(lines), None, None

    def list_templates(self) -> list[str]:
        """List nothing: they are not for a host to see."""
        return []


def _place(block: str) -> str:
    return f"{{% block serum_{block} %}}{{% endblock %}}"


def render(
    mount: Mount,
    template: str,
    context: PageContext | ListContext,
    words: Catalogue,
    *,
    notice: Notice | None = None,
    cart_actions: cabc.Collection[str] = (),
) -> str:
    """Render a page.

    :param mount: the mount.
    :param template: as in ``serum/page.html``.
    :param context: what it may use.
    :param words: the locale's catalogue.
    :param notice: the notice that the page must carry; ``None`` where it is no product page.
    :param cart_actions: the addresses of the page's cart forms.
    """
    values = variables(context, words)
    html = themed(mount, template, values)
    if notice is None:
        return html
    try:
        return with_notice(html, notice, cart_actions)
    except NoticeDropped:
        _LOG.error(
            "The theme of mount %r leaves no place for the safety notice;"
            " the page is shown in the packaged theme.",
            mount.name,
        )
    return with_notice(_render_packaged(template, values), notice, cart_actions)


def stylesheet(mount: Mount) -> str:
    """Give the style of the pages by itself, for those who show pieces of them elsewhere.

    :param mount: the mount.
    """
    try:
        return _run(mount, _STYLE, {}, host=False)
    except Exception:  # a host's own style may use what only a page gives it
        _LOG.exception(
            "%s of mount %r can't be rendered without a page; the packaged one is given.",
            _STYLE,
            mount.name,
        )
    return _packaged_environment().get_template(_STYLE).render()


def variables(context: PageContext | ListContext, words: Catalogue) -> dict[str, t.Any]:
    """Give the variables of a template.

    :param context: becomes ``serum``.
    :param words: becomes ``serum_t`` and ``serum_n``.
    """
    return {"serum": context, "serum_t": words.t, "serum_n": words.n}


def themed(mount: Mount, template: str, values: dict[str, t.Any]) -> str:
    """Render a page as the host's theme makes it, before its notice is looked at.

    :param mount: the mount.
    :param template: as in ``serum/page.html``.
    :param values: its variables.
    """
    layout = mount.hooks.layout
    if layout is None:
        return _run(mount, template, {**values, "serum_layout": _OWN_LAYOUT}, host=False)
    if callable(layout):
        mark = Markup(f"<!--{secrets.token_hex(8)}-->")
        given = {**values, "serum_layout": _PIECES, "serum_mark": mark}
        pieces = _run(mount, template, given, host=False).split(mark)
        if len(pieces) != len(_BLOCKS):
            return "".join(pieces)  # the host's own page.html, which sits in no layout
        title, head, body = map(Markup, pieces)
        return layout(title.strip(), head, body)
    extra = mount.hooks.layout_context() if mount.hooks.layout_context is not None else {}
    theirs = blocks_of(mount)
    bridge = _BRIDGE + ",".join(theirs[name] for name in _BLOCKS)
    given = {**extra, **values, "serum_layout": bridge, "serum_host_layout": layout}
    return _run(mount, template, given, host=True)


def blocks_of(mount: Mount) -> dict[str, str]:
    """Give the names of the blocks of the host's layout.

    :param mount: the mount.
    :return: by ``title``, ``head`` and ``content``; a name that the host did not give is ours.
    """
    return {name: (mount.hooks.blocks or {}).get(name, name) for name in _BLOCKS}


def _run(mount: Mount, template: str, values: dict[str, t.Any], *, host: bool) -> str:
    wanted = mount.settings.context_processors
    if wanted is None:
        # They can cost queries; our own templates need none of them.
        wanted = host or any(not _is_packaged(one) for one in (template, _OWN_LAYOUT))
    if wanted:
        return render_template(template, **values)
    return current_app.jinja_env.get_template(template).render(values)


def _is_packaged(template: str) -> bool:
    found = current_app.jinja_env.get_template(template).filename
    return found is not None and Path(found).is_relative_to(_folder())


@functools.cache
def _packaged_environment() -> Environment:
    return Environment(loader=template_loader(), autoescape=True, undefined=StrictUndefined)


def _render_packaged(template: str, values: dict[str, t.Any]) -> str:
    layout = {"serum_layout": _OWN_LAYOUT}
    return _packaged_environment().get_template(template).render({**values, **layout})
