"""What an endpoint is: its view, and everything that is promised about it."""

from __future__ import annotations

import collections.abc as cabc
import typing as t
from dataclasses import dataclass

from marshmallow import fields
from marshmallow import RAISE
from marshmallow import Schema

from ...core.access import Action
from ...core.access import Actor
from ..mount import Mount
from .answering import Answer
from .answering import JSON


class Parameters(Schema):
    """Base of the schemas of a query; whatever it does not name is refused."""

    class Meta:
        """Refuses what is unknown."""

        unknown = RAISE


class Located(Parameters):
    """A query that chooses a locale."""

    locale = fields.String(
        load_default="",
        metadata={
            "description": "BCP 47 tag of one of the market's locales, as `GET market` lists them;"
            " its default one where none is given. Where the copy is not there in it, the answer"
            " says which locale stands in for it.",
        },
    )


class Body(Schema):
    """Base of the schemas of a body; whatever it does not name is refused."""

    class Meta:
        """Refuses what is unknown."""

        unknown = RAISE

    may_be_missing = False
    """Whether a request may come without a body, which is taken for an empty object."""


class NoBody(Body):
    """Nothing: no body, or `{}`."""

    may_be_missing = True


class Document(Schema):
    """Base of the schemas of an answer; answers hold nothing that is not promised."""

    class Meta:
        """Refuses what is unknown."""

        unknown = RAISE


@dataclass(frozen=True)
class Call:
    """A request that was read and checked.

    :param mount: the mount it came in by.
    :param path: the values in its path.
    :param query: its parameters.
    :param headers: the headers that the operation reads.
    :param body: what the operation's body schema made of its body.
    :param actor: who calls, where the operation asks for that.
    """

    mount: Mount
    path: cabc.Mapping[str, t.Any]
    query: cabc.Mapping[str, t.Any]
    headers: cabc.Mapping[str, t.Any]
    body: t.Any
    actor: Actor | None = None

    @property
    def slug(self) -> str:
        """The page in the path."""
        return str(self.path["slug"])

    @property
    def locale(self) -> str:
        """The locale asked for: one of the market's."""
        return str(self.query.get("locale") or self.mount.market.default_locale)


class Permission(t.Protocol):
    """Says who calls an operation."""

    @property
    def action(self) -> Action:
        """What they have to be allowed to do."""

    def __call__(self, mount: Mount) -> Actor:
        """Give who calls, or raise where they may not."""


@dataclass(frozen=True, eq=False)
class Promise:
    """An answer that is promised.

    :param description: when it comes.
    :param schema: of its body; ``None`` where it has none or is no JSON.
    :param status: HTTP status.
    :param content_type: of its body; empty for none.
    :param headers: names of its headers, beside those that every answer has.
    :param media_schema: JSON Schema of its body, where that is no JSON or described elsewhere.
    """

    description: str
    schema: type[Schema] | None = None
    status: int = 200
    content_type: str = JSON
    headers: tuple[str, ...] = ()
    media_schema: cabc.Mapping[str, t.Any] | None = None


@dataclass(frozen=True, eq=False)
class Operation:
    """An endpoint.

    :param id: its name, unique; of the Flask endpoint and in the OpenAPI document.
    :param method: HTTP method; ``HEAD`` comes with ``GET``.
    :param path: rule below ``/api/v1``, as in ``/pages/<slug>``.
    :param view: takes a call and gives an answer.
    :param summary: what it does, in a few words.
    :param description: more about it, where there is more to say.
    :param tag: the heading it stands under.
    :param answers: what it promises, the usual answer first.
    :param query: the schema of its parameters.
    :param headers: the schema of the headers it reads; a ``data_key`` names each.
    :param body: the schema of its body; ``None`` where it takes none.
    :param raw_body: reads the body in the schema's place; gets `longest_body`, gives what the view
        finds in ``call.body``.
    :param raw_schema: JSON Schema of what `raw_body` reads.
    :param longest_body: how many bytes the body may have.
    :param problems: keys of the problems of its own; those of reading a request are added.
    :param who: says who calls, and lets nobody in who may not; runs before anything is read.
    :param cached: whether its answers carry an ETag and can be a 304.
    :param documented: whether the OpenAPI document tells of it.
    """

    id: str
    method: str
    path: str
    view: cabc.Callable[[Call], Answer]
    summary: str
    tag: str
    answers: tuple[Promise, ...]
    description: str = ""
    query: type[Schema] = Parameters
    headers: type[Schema] | None = None
    body: type[Body] | None = None
    raw_body: cabc.Callable[[int], t.Any] | None = None
    raw_schema: cabc.Mapping[str, t.Any] | None = None
    longest_body: int = 64 * 1024
    problems: tuple[str, ...] = ()
    who: Permission | None = None
    cached: bool = False
    documented: bool = True

    @property
    def changes(self) -> bool:
        """Whether it may change something."""
        return self.method not in ("GET", "HEAD")

    @property
    def all_problems(self) -> tuple[str, ...]:
        """The keys of every problem that it can give."""
        reading = ["bad-parameter", "rate-limited", "internal", "not-ready"]
        if self.changes:
            reading += ["foreign-origin", "bad-request"]
        if self.body is not None or self.raw_body is not None:
            reading += ["bad-json", "too-large", "unsupported-type", "invalid-body"]
        if self.who is not None:
            reading += ["unauthorized", "forbidden"]
        return tuple(dict.fromkeys((*self.problems, *reading)))
