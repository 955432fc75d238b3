"""``flask serum claims``: drug claims in copy.

The exit status of ``claims``: 0 where nothing was found, 1 where something stops publishing, 3
where nothing does but somebody has to look, 2 where it could not be checked.
"""

from __future__ import annotations

import collections.abc as cabc
import functools
import json
import typing as t
from dataclasses import dataclass
from dataclasses import replace

import click
from flask.cli import with_appcontext

from .cli_frame import json_option
from .cli_frame import on_a_mount
from .cli_frame import told_plainly
from .core import locale as locales
from .core.errors import Problem
from .core.errors import SerumError
from .core.gates import shown_in
from .core.market import Market
from .core.objections import Inspection
from .core.objections import Objection
from .core.page import FACTS
from .core.page import Record
from .web.documents import read_document
from .web.mount import Mount
from .web.mount import mounts

FOUND, UNREADABLE, LOOK = 1, 2, 3


@dataclass(frozen=True)
class _Told:
    """An objection as it is printed: on which page, and what it does."""

    page: str
    verdict: str
    objection: Objection


class _NotChecked(click.ClickException):
    exit_code = UNREADABLE


def tell_remarks(remarks: cabc.Iterable[Problem]) -> None:
    """Print what did not stop a publication, and has to be known.

    :param remarks: of the publication.
    """
    for one in remarks:
        click.echo(f"  look at {one}")


def _with_status(command: cabc.Callable[..., int]) -> cabc.Callable[..., t.NoReturn]:
    """End with the status that a command gives, and with another one where it fails."""

    @functools.wraps(command)
    def run(*args: t.Any, **options: t.Any) -> t.NoReturn:
        try:
            status = told_plainly(command)(*args, **options)
        except click.UsageError:
            raise
        except click.ClickException as error:
            raise _NotChecked(error.message) from error
        except SystemExit as ended:
            raise SystemExit(UNREADABLE) from ended
        raise SystemExit(status)

    return run


@click.command("claims")
@click.argument("file", type=click.File("rb"), required=False)
@click.option("--page", "slug", help="Slug of a page, whose latest revisions are checked.")
@click.option("--all", "everything", is_flag=True, help="All that is live or scheduled.")
@click.option("--market", "code", help="A market of the app; all that it is sold in without it.")
@click.option("--locale", "tag", help="One locale of a page; of a text, its language ('en').")
@json_option
@with_appcontext
@_with_status
@on_a_mount
def claims_command(
    mount: Mount,
    file: t.BinaryIO | None,
    slug: str | None,
    everything: bool,
    code: str | None,
    tag: str | None,
    as_json: bool,
) -> int:
    """Find drug claims in a FILE, a page, or in all that is live.

    FILE is a page document or plain text; "-" reads standard input. The exit status is 0 where
    nothing was found, 1 where something stops publishing, 3 where nothing does but somebody has
    to look, and 2 where it could not be checked.
    """
    if (file is not None) + (slug is not None) + everything != 1:
        raise click.UsageError("Give one of FILE, --page and --all.")
    market = _market(code)
    found: list[_Told] = []
    if everything:
        for state in mount.store.pages(mount.clock.now()):
            found += _told(state.slug, mount.claims.standing(state.slug, market))
    elif slug is not None:
        record = mount.publishing.record(slug)
        found = _told(slug, _inspect(mount, slug, record, market, tag))
    else:
        assert file is not None
        found = _in_file(mount, file, market, tag)
    if tag is not None:
        kept = (FACTS, locales.normalise(tag))
        found = [one for one in found if not one.page or one.objection.claim.part in kept]
    _tell(mount, found, as_json)
    verdicts = {one.verdict for one in found}
    return FOUND if "block" in verdicts else LOOK if verdicts else 0


def _market(code: str | None) -> Market | None:
    there = {mount.market.code: mount.market for mount in mounts().values()}
    if code is not None and code not in there:
        raise SerumError(f"There is no market {code!r}; there is {', '.join(there)}.")
    return there[code] if code is not None else None


def _inspect(
    mount: Mount, slug: str, record: Record, market: Market | None, tag: str | None
) -> Inspection:
    facts = record.facts
    if market is not None:
        facts = replace(facts, markets=(market.code,))
    if tag is not None and _tag(tag) not in record.copy:
        raise SerumError(f"Page {facts.slug!r} has no copy in {tag!r}.")
    if tag is not None and market is not None and not shown_in(_tag(tag), market):
        raise SerumError(f"Market {market.code!r} does not show {tag!r}.")
    return mount.claims.inspect(slug, [facts], list(record.copy.items()), market)


def _tag(tag: str) -> str:
    try:
        return locales.normalise(tag)
    except ValueError as error:
        raise SerumError(str(error)) from error


def _in_file(mount: Mount, file: t.BinaryIO, market: Market | None, tag: str | None) -> list[_Told]:
    name = getattr(file, "name", "standard input")
    try:
        text = file.read().decode("utf-8-sig")
        is_page = text.lstrip().startswith("{") or str(name).endswith(".json")
        data = json.loads(text) if is_page else None
    except (ValueError, RecursionError) as error:
        raise SerumError(f"{name} can't be read: {error}") from error
    if is_page:
        record = read_document(data)
        return _told(record.facts.slug, _inspect(mount, "", record, market, tag))
    markets = [market] if market is not None else [one.market for one in mounts().values()]
    places = [str(place) for one in markets for place in one.jurisdictions]
    found = mount.checker.text(text, jurisdictions=places, locale=_tag(tag or "en"))
    return [_Told("", _verdict(one), one) for one in found]


def _told(slug: str, found: Inspection) -> list[_Told]:
    listed = [*found.stopping, *found.warnings, *found.unchecked]
    told = [_Told(slug, _verdict(one), one) for one in listed]
    return told + [_Told(slug, "overridden", one) for one in found.overridden]


def _verdict(one: Objection) -> str:
    return "block" if one.blocks else "warn" if one.checked else "not checked"


def _tell(mount: Mount, found: list[_Told], as_json: bool) -> None:
    verdicts = ("block", "warn", "not checked", "overridden")
    counts = {name: sum(one.verdict == name for one in found) for name in verdicts}
    versions = mount.checker.versions
    if as_json:
        document = {
            "result": f"{len(found)} found" if found else "nothing found",
            **{name.replace(" ", "_"): count for name, count in counts.items()},
            "rules": versions,
            "findings": [_as_json(one) for one in found],
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    for one in found:
        for line in _lines(one):
            click.echo(line)
    told = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    click.echo(told or "nothing found")
    click.echo("rules: " + ", ".join(f"{name} {version}" for name, version in versions.items()))


def _lines(told: _Told) -> cabc.Iterator[str]:
    one, claim = told.objection, told.objection.claim
    start, end = one.span
    where = ", ".join(filter(None, [told.page, claim.path]))
    where = ":".join(filter(None, [where, f"{start}-{end}" if end else ""]))
    said = f" {claim.rule}: “{one.words}”" if one.excerpt else ""
    yield f"{where}: {told.verdict} ({claim.jurisdiction or 'anywhere'}){said}"
    yield f"    {one.reason}"
    if one.source:
        yield f"    Source: {one.source}"
    for rewording in one.rewordings:
        yield f"    Say instead: {rewording}"


def _as_json(told: _Told) -> dict[str, t.Any]:
    one, claim = told.objection, told.objection.claim
    return {
        "page": told.page,
        "path": claim.path,
        "span": one.span,
        "excerpt": one.excerpt,
        "verdict": told.verdict,
        "jurisdiction": claim.jurisdiction,
        "rule": claim.rule,
        "version": one.version,
        "reason": one.reason,
        "source": one.source,
        "rewordings": one.rewordings,
    }
