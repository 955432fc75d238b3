"""Locales: how they are written, their direction, and what stands in for what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from flask_serum.core import locale


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("en", "en"),
        ("DE", "de"),
        ("de_at", "de-AT"),
        ("DE-at", "de-AT"),
        (" pt-br ", "pt-BR"),
        ("zh_hans_cn", "zh-Hans-CN"),
        ("sr-LATN", "sr-Latn"),
        ("es-419", "es-419"),
        ("fil", "fil"),
    ],
)
def test_normalise(tag: str, written: str) -> None:
    """A tag is written the way BCP 47 recommends, and stays so."""
    assert locale.normalise(tag) == written
    assert locale.normalise(written) == written


@pytest.mark.parametrize(
    "tag", ["", "e", "english", "de-", "-de", "de-A", "de--AT", "de-AT-x", "../de", "dé", "12"]
)
def test_tags_that_are_none(tag: str) -> None:
    """What is no tag is refused, with an example of one."""
    with pytest.raises(ValueError, match="write it as in 'en'"):
        locale.normalise(tag)


@pytest.mark.parametrize(
    ("tag", "direction"),
    [("en", "ltr"), ("de-AT", "ltr"), ("ar", "rtl"), ("ar-EG", "rtl"), ("HE", "rtl")],
)
def test_direction(tag: str, direction: str) -> None:
    """The direction follows the language."""
    assert locale.direction(tag) == direction


@pytest.mark.parametrize(
    ("requested", "offered", "chain"),
    [
        ("de", ("en", "de", "ar"), ("de", "en", "ar")),
        ("en", ("en", "de"), ("en", "de")),
        ("de-AT", ("en", "de", "de-CH"), ("de", "de-CH", "en")),
        ("de-CH", ("en", "de", "de-CH"), ("de-CH", "de", "en")),
        ("fr", ("en", "de"), ("en", "de")),
        ("fr", (), ()),
    ],
)
def test_chain(requested: str, offered: tuple[str, ...], chain: tuple[str, ...]) -> None:
    """The locale asked for, then its language elsewhere, then the market's own in their order."""
    assert locale.chain(requested, offered) == chain


TAGS = st.sampled_from(["en", "en-US", "en-GB", "de", "de-AT", "ar", "fr"])


@settings(deadline=None)
@given(requested=TAGS, offered=st.lists(TAGS, unique=True))
def test_any_chain(requested: str, offered: list[str]) -> None:
    """Everything that is offered is looked at, once, and nothing else ever."""
    chain = locale.chain(requested, offered)
    assert sorted(chain) == sorted(offered)
    assert requested not in offered or chain[0] == requested
