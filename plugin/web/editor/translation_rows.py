"""The rows of the side-by-side screen: what the source says, and the field beside it."""

from __future__ import annotations

import collections.abc as cabc
import dataclasses
from dataclasses import dataclass

from ...core.page import Copy
from ...core.translating import Translation
from ...core.translation import FieldState
from . import copy_form
from .copy_form import Field
from .forms import Form
from .readable import as_it_looks

_FIELDS = (
    *copy_form.OPENING,
    copy_form.WARNINGS,
    *copy_form.STORY,
    *copy_form.SEARCH,
)
_NAMED = {
    "alt_texts": "What picture “{}” shows",
    "variant_names": "Name of size {}",
    "step_notes": "Note under step “{}”",
}


@dataclass(frozen=True)
class Row:
    """A field of a translation, beside its source.

    :param field: of the form; its name is its path.
    :param group: what of the copy it belongs to, as in ``faq`` for a question.
    :param source: what the source says, for people.
    :param state: how it stands to the source.
    :param first: whether it is the first of its group, which asks whether the group still holds.
    :param words: what has changed in the source since, word by word; empty where nothing has.
    """

    field: Field
    group: str
    source: str
    state: FieldState | None
    first: bool = True
    words: tuple[tuple[str, str], ...] = ()

    def marked(self, words: cabc.Iterable[tuple[str, str]]) -> Row:
        """Give the row with what has changed in its source.

        :param words: each with what became of it.
        """
        return dataclasses.replace(self, words=tuple(words))

    def text_in(self, copy: Copy) -> str:
        """Give what copy says in this field.

        :param copy: in any locale.
        """
        return text_at(copy, self.field.name)


def rows_of(source: Copy, form: Form, standing: Translation) -> list[Row]:
    """List the fields of a translation that have a source, or words of their own.

    :param source: the source.
    :param form: of the translation.
    :param standing: how the translation stands.
    """
    found = [_row(source, one, one.name, standing) for one in _FIELDS]
    typed = form.at("faq") or ()
    for at in range(max(len(source.faq), len(typed))):
        for name, kind in (("question", "line"), ("answer", "rich")):
            label = f"{name.capitalize()} {at + 1}"
            one = Field(f"faq[{at}].{name}", label, kind=kind)
            first = at == 0 and name == "question"
            found.append(dataclasses.replace(_row(source, one, "faq", standing), first=first))
    for name, label in _NAMED.items():
        keys = dict.fromkeys((*getattr(source, name), *(form.at(name) or ())))
        for key in keys:
            path = f"{name}.{key}"
            found.append(_row(source, Field(path, label.format(key)), path, standing))
    return [one for one in found if one.source or form.at(one.field.name)]


def _row(source: Copy, one: Field, group: str, standing: Translation) -> Row:
    text = as_it_looks(text_at(source, one.name))
    return Row(one, group, text, standing.fields.get(group))


def text_at(copy: Copy, path: str) -> str:
    """Give what copy says at a path; an empty text where it says nothing.

    :param copy: in any locale.
    :param path: as in ``faq[0].answer`` or ``alt_texts.front``.
    """
    name, _, key = path.partition(".")
    if name.startswith("faq["):
        at = int(name.removeprefix("faq[").removesuffix("]"))
        return str(getattr(copy.faq[at], key)) if at < len(copy.faq) else ""
    value = getattr(copy, name)
    if isinstance(value, cabc.Mapping):
        return str(value.get(key, ""))
    return "\n".join(value) if isinstance(value, tuple) else str(value)
