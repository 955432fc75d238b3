"""The form that somebody has open: a sheet of its own, whose words no other tab writes over."""

from __future__ import annotations

import dataclasses
import re
import secrets
from dataclasses import dataclass

from flask import request

from ...core.access import Action
from ...core.errors import DocumentInvalid
from ...core.ports import Revision
from ...core.translation import Translated
from ...core.working import Earlier
from ...core.working import WorkingCopy
from .form_tree import read
from .forms import data_of
from .messages import PARAMETER
from .moments import written
from .saving import loaded
from .sending import number_in
from .visiting import Visit

SHEET, AFTER = "serum_sheet", "serum_after"
"""The fields that name a form, and the words that it was opened with."""

SOURCE, CHECKED = "serum_source", "serum_checked"
"""What a translator had before them, and the fields that they said still hold."""

_NAME = re.compile(r"[\w-]{0,40}", re.ASCII)


@dataclass(frozen=True)
class Sheet:
    """A form that is open.

    :param name: keeps its words apart from those of other tabs.
    :param after: name and mark of the words that it was opened with; empty for none.
    :param source: the number of the source's revision that a translator had before them; ``0``
        where the form is no translation.
    :param checked: the fields whose translation still holds, though it was not changed.
    :param others: when other words of the same person were kept, each with the name of its sheet.
    """

    name: str
    after: str = ""
    source: int = 0
    checked: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()

    @property
    def earlier(self) -> Earlier | None:
        """The words that it was opened with."""
        name, _, mark = self.after.partition(" ")
        return Earlier(name, mark) if mark else None

    @property
    def translated(self) -> Translated | None:
        """What a translator had before them; ``None`` where the form is no translation."""
        return Translated(self.source, frozenset(self.checked)) if self.source else None

    def fields(self) -> list[tuple[str, str]]:
        """Give what a form has to carry, so that the next request knows it again."""
        return [(SHEET, self.name), (AFTER, self.after), *self.told()]

    def told(self) -> list[tuple[str, str]]:
        """Give what is kept with the words of a translation."""
        source = [(SOURCE, str(self.source))] if self.source else []
        return [*source, *((CHECKED, one) for one in self.checked)]


def opened(
    visit: Visit, slug: str, part: str, latest: Revision | None
) -> tuple[WorkingCopy | None, Sheet]:
    """Open a form: with the words of one's own that the address names, else with the newest ones.

    After a save it is what was saved that is shown; the words of other tabs are one step away.

    :param visit: by whom.
    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    :param latest: the part's latest revision, if there is one.
    """
    name = secrets.token_urlsafe(9)
    kept = _unsaved(visit, slug, part, latest)
    wanted = next((one for one in kept if one.sheet == request.args.get("sheet")), None)
    if wanted is None and kept and PARAMETER not in request.args:
        wanted = kept[0]
    others = _listed(visit, [one for one in kept if one is not wanted])
    if wanted is None:
        return None, Sheet(name, others=others)
    told = [value for field, value in wanted.fields if field == SOURCE]
    checked = tuple(value for field, value in wanted.fields if field == CHECKED)
    source = int(told[0]) if told else 0
    return wanted, Sheet(name, f"{wanted.sheet} {wanted.mark}", source, checked, others)


def sent() -> Sheet:
    """Give the sheet that a request was sent from."""
    form = request.form
    name, after, source = (form.get(one, "") for one in (SHEET, AFTER, SOURCE))
    return Sheet(
        name if _NAME.fullmatch(name) else "",
        after if len(after) < 80 else "",
        number_in(source) or 0,
        tuple(form.getlist(CHECKED)),
    )


def again(visit: Visit, slug: str, part: str, latest: Revision | None) -> Sheet:
    """Give the sheet that a request was sent from, to be shown once more.

    :param visit: by whom.
    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    :param latest: the part's latest revision, if there is one.
    """
    sheet = sent()
    return dataclasses.replace(sheet, others=others(visit, slug, part, latest, sheet))


def others(
    visit: Visit, slug: str, part: str, latest: Revision | None, sheet: Sheet
) -> tuple[tuple[str, str], ...]:
    """List the words of the same person that a form does not hold: when kept, and their sheet.

    :param visit: by whom.
    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    :param latest: the part's latest revision, if there is one.
    :param sheet: the form.
    """
    mine = sheet.earlier
    return _listed(
        visit,
        [
            one
            for one in _unsaved(visit, slug, part, latest)
            if one.sheet != sheet.name and Earlier(one.sheet, one.mark) != mine
        ],
    )


def _unsaved(visit: Visit, slug: str, part: str, latest: Revision | None) -> list[WorkingCopy]:
    if not visit.may(Action.SAVE, slug):
        return []
    kept = visit.mount.workbench.kept(visit.actor.name, slug, part)
    return [one for one in kept if not says(one, latest)]


def says(copy: WorkingCopy, latest: Revision | None) -> bool:
    """Tell whether words are those of a revision, so that there is nothing to save.

    :param copy: the words.
    :param latest: the revision; ``None`` where there is none.
    """
    if latest is None or any(name == CHECKED for name, _ in copy.fields):
        return False
    try:
        return loaded(copy.part, data_of(copy.part, read(copy.fields))) == latest.content
    except DocumentInvalid:
        return False


def _listed(visit: Visit, copies: list[WorkingCopy]) -> tuple[tuple[str, str], ...]:
    market = visit.mount.market
    return tuple((written(one.at, market), one.sheet) for one in copies)
