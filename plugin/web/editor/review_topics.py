"""The fields of a part as they are read in a review, each with what was said about it."""

from __future__ import annotations

import collections.abc as cabc
from dataclasses import dataclass

from markupsafe import Markup

from ...core.page import Copy
from ...core.page import Part
from ...core.reviews import ReviewEvent
from ...core.reviews import Thread
from ...core.reviews import threads_of
from ...core.translation import texts_of
from ..rich_text import safe
from .problems import label
from .readable import as_it_looks
from .readable import readable
from .saving import dumped
from .sentences import routine


@dataclass(frozen=True)
class Topic:
    """A field that can be commented on.

    :param path: of the field; empty for the whole part.
    :param label: what it is called.
    :param text: what it says, for people.
    :param threads: the comments on it.
    """

    path: str
    label: str
    text: str
    threads: tuple[Thread, ...]

    @property
    def open(self) -> int:
        """How many comments are not settled."""
        return sum(not one.resolved for one in self.threads)


def topics_of(
    part: str, content: Part, events: cabc.Iterable[ReviewEvent], locale: str
) -> list[Topic]:
    """List the fields of a part that say something, or were commented on.

    :param part: ``"facts"`` or a locale.
    :param content: of the revision that is read.
    :param events: of the part, oldest first.
    :param locale: to say the routine of facts in.
    """
    by_path: dict[str, list[Thread]] = {}
    for one in threads_of(events):
        by_path.setdefault(one.path, []).append(one)
    if isinstance(content, Copy):
        texts = {path: as_it_looks(text) for path, text in texts_of(content).items()}
        if content.faq:
            texts["faq"] = Markup().join(
                Markup("<p><strong>{}</strong></p>{}").format(one.question, safe(one.answer))
                for one in content.faq
            )
    else:
        texts = {path: readable(value) for path, value in dumped(content).items()}
        texts["regimen"] = "\n".join(routine(content, locale))
    # What was said about a field that is empty by now is still shown.
    paths = dict.fromkeys(["", *texts, *by_path])
    return [
        Topic(
            path,
            label(part, path) if path else "All of it",
            texts.get(path, ""),
            tuple(by_path.get(path, ())),
        )
        for path in paths
        if not path or texts.get(path) or path in by_path
    ]


def anchor_of(path: str) -> str:
    """Give the id of a field's section.

    :param path: of the field; empty for the whole part.
    """
    return "t-" + ("".join(one if one.isalnum() else "-" for one in path) or "all")
