"""Schedule: what shoppers will see from when to when, in the market's time zone."""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
from dataclasses import dataclass
from dataclasses import field

from flask import request
from flask.typing import ResponseReturnValue

from ...core.access import Action
from ...core.calendar import told
from ...core.errors import DocumentInvalid
from ...core.errors import Problem
from ...core.errors import PublicationNotFound
from ...core.errors import RevisionConflict
from ...core.errors import SerumError
from ...core.ports import PageState
from ...core.ports import Publication
from .messages import Message
from .messages import with_remarks
from .moments import written
from .naming import part_name
from .problems import Trouble
from .problems import trouble
from .sending import number_in
from .span_lines import lines_of
from .standing import in_order
from .standing import known_part
from .standing import page_of
from .standing import title_of
from .visiting import needs
from .visiting import Visit
from .wall_clock import TimeField


@dataclass(frozen=True)
class ScheduleForm:
    """From when to when a revision is to be shown.

    :param begins: from when.
    :param ends: until when.
    :param number: the revision.
    :param troubles: what is wrong, beyond the times.
    """

    begins: TimeField
    ends: TimeField
    number: int
    troubles: tuple[Trouble, ...] = field(default_factory=tuple)

    def summary(self) -> list[Trouble]:
        """List what is wrong."""
        times = [one for one in (self.begins, self.ends) if one.error]
        found = [Trouble("", one.name, one.label, one.error) for one in times]
        return [*found, *self.troubles]


@needs(Action.READ)
def schedule(visit: Visit, slug: str) -> ResponseReturnValue:
    """Show what shoppers see of each part, now and later.

    :param visit: by whom.
    :param slug: the page.
    """
    return _shown(visit, slug)


@needs(Action.PUBLISH)
def schedule_part(visit: Visit, slug: str, part: str) -> ResponseReturnValue:
    """Decide from when to when a revision is shown.

    :param visit: by whom.
    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    """
    page = page_of(visit, slug)
    latest = page.parts[known_part(page, part)].latest
    number = number_in(request.values.get("number")) or latest
    form = ScheduleForm(_time("begins", "From"), _time("ends", "Until"), number)
    if request.method == "POST":

        def publish(begins: dt.datetime | None, ends: dt.datetime | None) -> Publication:
            return visit.mount.publishing.publish(
                visit.actor, slug, part, revision=number, begins=begins, ends=ends
            )

        form, done = _tried(visit, form, publish)
        if done:
            key = with_remarks("scheduled" if form.begins.moment else "published", done)
            return visit.go("schedule", told=key, slug=slug, names=part_name(part))
    return _form(visit, page, part, form, None)


@needs(Action.PUBLISH)
def move(visit: Visit, slug: str, part: str, publication: int) -> ResponseReturnValue:
    """Show what is scheduled at another time instead.

    :param visit: by whom.
    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    :param publication: the publication's id.
    """
    page = page_of(visit, slug)
    upcoming = page.parts[known_part(page, part)].upcoming
    mine = next((one for one in upcoming if one.id == publication), None)
    if mine is None or mine.revision is None:
        return _gone(visit, slug)
    zone = visit.mount.market.zone
    form = ScheduleForm(
        _time("begins", "From", mine.begins, zone),
        _time("ends", "Until", mine.ends, zone),
        mine.revision,
    )
    if request.method == "POST":

        def again(begins: dt.datetime | None, ends: dt.datetime | None) -> Publication:
            return visit.mount.publishing.move(
                visit.actor, slug, part, publication, begins=begins, ends=ends
            )

        try:
            form, done = _tried(visit, form, again)
        except PublicationNotFound:
            return _gone(visit, slug)
        if done:
            key = with_remarks("moved", done)
            return visit.go("schedule", told=key, slug=slug, names=part_name(part))
    return _form(visit, page, part, form, mine)


@needs(Action.PUBLISH)
def cancel(visit: Visit, slug: str, part: str, publication: int) -> ResponseReturnValue:
    """Cancel what is scheduled.

    :param visit: by whom.
    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    :param publication: the publication's id.
    """
    page = page_of(visit, slug)
    known_part(page, part)
    try:
        visit.mount.publishing.cancel(visit.actor, slug, part, publication)
    except PublicationNotFound:
        return _gone(visit, slug)
    return visit.go("schedule", told="cancelled", slug=slug, names=part_name(part))


def _time(
    name: str, label: str, moment: dt.datetime | None = None, zone: dt.tzinfo | None = None
) -> TimeField:
    if request.method == "POST":
        return TimeField.sent(name, label)
    return TimeField.of(name, label, moment, zone) if zone is not None else TimeField(name, label)


def _tried(
    visit: Visit,
    form: ScheduleForm,
    change: cabc.Callable[[dt.datetime | None, dt.datetime | None], Publication],
) -> tuple[ScheduleForm, tuple[Publication, ...]]:
    zone, now = visit.mount.market.zone, visit.mount.clock.now()
    begins, ends = form.begins.read(zone, after=now), form.ends.read(zone, after=now)
    if begins.error or ends.error:
        return ScheduleForm(begins, ends, form.number), ()
    problems: list[Problem] = []
    done: tuple[Publication, ...] = ()
    try:
        done = (change(begins.moment, ends.moment),)
    except DocumentInvalid as error:
        problems = list(error.problems)
    except (PublicationNotFound, RevisionConflict):
        raise
    except SerumError as error:
        problems = [Problem("", str(error))]
    troubles = [
        Trouble("", "ends", "Until", one.message) if one.path == "ends" else trouble(one)
        for one in problems
    ]
    return ScheduleForm(begins, ends, form.number, tuple(troubles)), done


def _form(
    visit: Visit, page: PageState, part: str, form: ScheduleForm, moved: Publication | None
) -> ResponseReturnValue:
    revisions = visit.mount.store.revisions(page.slug, part)[:20]
    zone = visit.mount.market.zone
    return visit.show(
        "serum/editor/schedule_part.html",
        title=("Move" if moved else "Publish or schedule")
        + f": {part_name(part)}, {title_of(visit, page)}",
        heading=("Move: " if moved else "Publish or schedule: ") + part_name(part),
        slug=page.slug,
        parts=page.parts,
        status=422 if form.summary() else 200,
        part=part,
        name=part_name(part),
        form=form,
        moved=told(moved.begins, zone) if moved else "",
        revisions=[
            (one.number, written(one.at, visit.mount.market), one.author) for one in revisions
        ],
        now=told(visit.mount.clock.now(), zone),
        zone=zone.key,
        lines=lines_of(visit, page, part),
    )


def _gone(visit: Visit, slug: str) -> ResponseReturnValue:
    text = "That has begun meanwhile, or was cancelled or moved. This is how it stands now."
    return _shown(visit, slug, (Message("problem", text),), 409)


def _shown(
    visit: Visit, slug: str, said: cabc.Sequence[Message] = (), status: int = 200
) -> ResponseReturnValue:
    page, zone = page_of(visit, slug), visit.mount.market.zone
    return visit.show(
        "serum/editor/schedule.html",
        title=f"Schedule of {title_of(visit, page)}",
        slug=slug,
        parts=page.parts,
        said=said,
        status=status,
        now=told(visit.mount.clock.now(), zone),
        zone=zone.key,
        groups=[
            (part, part_name(part), lines_of(visit, page, part))
            for part in in_order(page.parts, visit.mount.market.locales)
        ],
        can_publish=visit.may(Action.PUBLISH, slug),
    )
