"""Every error the plugin raises.

::

    SerumError
    ├── ConfigInvalid          a setting or an argument of the mount
    ├── DocumentInvalid        a page document, with a problem per field
    │   └── PageIncomplete     well-formed, but not ready to be published
    ├── PageNotFound
    │   └── PageTrashed        it is in the trash: restore it first
    ├── RevisionNotFound
    ├── PublicationNotFound    nothing upcoming has that number
    ├── RevisionConflict       written from a version that is no longer the latest
    ├── NotAllowed             the actor's roles do not cover the action
    ├── NoticeUnavailable      no reviewed notice in a locale
    ├── TranslationMissing     no catalogue in a locale
    ├── TokenRefused           unknown, expired or revoked
    ├── StoreNotReady          no tables, or a migration is pending
    └── ShopError
        ├── ShopUnavailable    slow, refused, or failing
        └── ShopAnswerInvalid  answered, but not with what was asked for

Errors of the core know no HTTP status; :mod:`flask_serum.web` maps them.
"""

from __future__ import annotations

import collections.abc as cabc
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with one field.

    :param path: where it is, as in ``facts.regimen.steps[2].wait``.
    :param message: what is wrong and what to do about it, for a person.
    """

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message

    def under(self, prefix: str) -> Problem:
        """Give the same problem a path that starts further out.

        :param prefix: the outer path, without a trailing dot.
        """
        if not self.path:
            return Problem(prefix, self.message)
        joint = "" if self.path.startswith("[") else "."
        return Problem(f"{prefix}{joint}{self.path}", self.message)


class SerumError(Exception):
    """Base of all errors of the plugin."""


class ConfigInvalid(SerumError):
    """A setting, or an argument given to the mount, can't be used.

    :param key: the setting or argument.
    :param problem: what is wrong and what to do.
    """

    def __init__(self, key: str, problem: str) -> None:
        self.key = key
        super().__init__(f"{key}: {problem}")


class DocumentInvalid(SerumError):
    """A page document breaks the rules of a page.

    :param problems: at least one; each names its field.
    """

    def __init__(self, problems: cabc.Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class PageIncomplete(DocumentInvalid):
    """A page is well-formed but lacks what its market asks a published page to show."""


class PageNotFound(SerumError):
    """No page has that slug.

    :param slug: what was asked for.
    """

    def __init__(self, slug: str) -> None:
        self.slug = slug
        super().__init__(f"There is no serum page {slug!r}.")


class PageTrashed(PageNotFound):
    """A page is in the trash, where nothing is changed and nothing is shown.

    :param slug: the page.
    """

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.args = (f"Page {slug!r} is in the trash; restore it first.",)


class RevisionNotFound(SerumError):
    """A part of a page has no such revision.

    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    :param number: the revision's number within the part, or ``None`` for "any".
    """

    def __init__(self, slug: str, part: str, number: int | None = None) -> None:
        self.slug, self.part, self.number = slug, part, number
        which = "no revision" if number is None else f"no revision {number}"
        super().__init__(f"Page {slug!r} has {which} of {part!r}.")


class PublicationNotFound(SerumError):
    """A page has no such upcoming publication.

    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    :param number: what was asked for.
    """

    def __init__(self, slug: str, part: str, number: int) -> None:
        self.slug, self.part, self.number = slug, part, number
        super().__init__(
            f"Page {slug!r} has no upcoming publication {number} of {part!r}: it has begun, was"
            " cancelled, or never was."
        )


class RevisionConflict(SerumError):
    """A write was made from a version that is no longer the latest one.

    :param part: ``"facts"`` or a locale.
    :param expected: the revision number the write was made from; ``0`` for none.
    :param latest: the number that is the latest now.
    """

    def __init__(self, part: str, expected: int, latest: int) -> None:
        self.part, self.expected, self.latest = part, expected, latest
        super().__init__(
            f"{part!r} was changed meanwhile: the write was made from revision {expected}, the"
            f" latest is {latest}. Read it again, and apply the change to that."
        )


class NotAllowed(SerumError):
    """The actor may not do this.

    :param actor: who tried.
    :param action: what was tried.
    """

    def __init__(self, actor: str, action: str) -> None:
        self.actor, self.action = actor, action
        super().__init__(f"{actor or 'A guest'} may not {action} serum pages.")


class NoticeUnavailable(SerumError):
    """There is no reviewed safety notice in a locale, so nothing can be published in it.

    :param locale: the locale.
    :param reason: what is missing.
    """

    def __init__(self, locale: str, reason: str) -> None:
        self.locale = locale
        super().__init__(f"No safety notice in {locale!r}: {reason}")


class TranslationMissing(SerumError):
    """The plugin has no catalogue of its own words in a locale.

    :param locale: the locale.
    :param offered: the locales it has.
    """

    def __init__(self, locale: str, offered: cabc.Iterable[str]) -> None:
        self.locale = locale
        super().__init__(
            f"Flask-Serum has no words in {locale!r}; it has {', '.join(sorted(offered))}."
        )


class TokenRefused(SerumError):
    """A machine's token gives nothing: it is unknown, has expired, or was revoked."""


class StoreNotReady(SerumError):
    """The plugin's tables are missing or older than the code."""


class ShopError(SerumError):
    """The shop did not give what was asked for."""


class ShopUnavailable(ShopError):
    """The shop is slow, refuses, or fails."""


class ShopAnswerInvalid(ShopError):
    """The shop answered with something that can't be used."""
