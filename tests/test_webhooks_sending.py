"""Sending a webhook: signed, to where it may go, once, and never for long."""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import datetime as dt
import hashlib
import hmac
import socket
import threading
import time
import typing as t

import pytest
from fakes import NOON
from hypothesis import given
from hypothesis import strategies as st
from receiving import Receiver
from receiving import receiving
from receiving import saying

from flask_serum.core.errors import ConfigInvalid
from flask_serum.core.webhooks import Delivery
from flask_serum.core.webhooks import DeliveryState
from flask_serum.core.webhooks import EventKind
from flask_serum.webhooks.lookups import PLACES
from flask_serum.webhooks.sending import send
from flask_serum.webhooks.signing import signature
from flask_serum.webhooks.signing import verify
from flask_serum.webhooks.targets import check_url
from flask_serum.webhooks.targets import is_public

SECRET = "whsec_test"
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(name="receiver")
def _receiver() -> cabc.Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


def a_delivery(url: str, body: str = '{"event":"page.published","slug":"ä"}') -> Delivery:
    return Delivery(
        7, "evt_1", EventKind.PUBLISHED, url, SECRET, body, DeliveryState.WAITING, 0, NOON
    )


def test_what_is_sent(receiver: Receiver) -> None:
    """One POST with the body as it is, who sends it, what it is, and a signature."""
    attempt = send(a_delivery(receiver.url), NOON, private=True)
    assert (attempt.status, attempt.problem, attempt.arrived) == (200, "", True)
    (request,) = receiver.requests
    assert request.path == "/purge?shop=1"
    assert request.document == {"event": "page.published", "slug": "ä"}
    assert request.headers["content-type"] == "application/json"
    assert request.headers["serum-event"] == "page.published"
    assert request.headers["serum-event-id"] == "evt_1"
    assert request.headers["serum-delivery"] == "7"
    assert "cookie" not in request.headers
    moment = int(NOON.timestamp())
    code = hmac.new(SECRET.encode(), f"{moment}.".encode() + request.body, hashlib.sha256)
    assert request.headers["serum-signature"] == f"t={moment},v1={code.hexdigest()}"


def test_verified(receiver: Receiver) -> None:
    """Whoever has the secret can tell that it is genuine, and recent."""
    send(a_delivery(receiver.url), NOON, private=True)
    (request,) = receiver.requests
    header = request.headers["serum-signature"]
    assert verify(SECRET, request.body, header, NOON + 5 * MINUTE)
    assert not verify(SECRET, request.body, header, NOON + 5 * MINUTE + dt.timedelta(seconds=1))
    assert not verify(SECRET, request.body, header, NOON - 6 * MINUTE)
    assert not verify("whsec_other", request.body, header, NOON)
    assert not verify(SECRET, request.body + b" ", header, NOON)
    assert not verify(SECRET, request.body, header.replace("t=1", "t=2"), NOON)


@pytest.mark.parametrize("header", ["", "t=1", "v1=0", "t=x,v1=" + "0" * 64, "t=1,v1=0"])
def test_other_headers_verify_nothing(header: str) -> None:
    """What is no signature verifies nothing, and raises nothing.

    :param header: what came.
    """
    assert not verify(SECRET, b"", header, NOON)


@given(st.text(max_size=20), st.binary(max_size=40))
def test_every_body_can_be_verified(secret: str, body: bytes) -> None:
    """What was signed with a secret is verified with it."""
    assert verify(secret, body, signature(secret, body, NOON), NOON)


@pytest.mark.parametrize("status", [201, 204, 299])
def test_taken(receiver: Receiver, status: int) -> None:
    """Any status from 200 to 299 means that it was taken.

    :param status: what comes back.
    """
    receiver.statuses, receiver.body = [status], b""
    assert send(a_delivery(receiver.url), NOON, private=True).arrived


@pytest.mark.parametrize("status", [400, 404, 410, 429, 500, 503])
def test_not_taken(receiver: Receiver, status: int) -> None:
    """Any other status is kept, with what it means.

    :param status: what comes back.
    """
    receiver.statuses = [status]
    attempt = send(a_delivery(receiver.url), NOON, private=True)
    assert (attempt.status, attempt.problem) == (status, f"It answered {status}.")
    assert not attempt.arrived
    assert attempt.gone == (status == 410)


def test_redirects_are_not_followed(receiver: Receiver) -> None:
    """A redirect is a failure that says so; nothing is sent to where it leads."""
    receiver.statuses, receiver.headers = [307], {"Location": receiver.url}
    attempt = send(a_delivery(receiver.url), NOON, private=True)
    assert attempt.status == 307
    assert "not followed" in attempt.problem
    assert len(receiver.requests) == 1


@pytest.mark.parametrize(("said", "pause"), [("120", 120), ("soon", 0), ("9999999", 0)])
def test_asks_for_a_pause(receiver: Receiver, said: str, pause: int) -> None:
    """``Retry-After`` in seconds is heard.

    :param said: its value.
    :param pause: seconds.
    """
    receiver.statuses, receiver.headers = [503], {"Retry-After": said}
    assert send(a_delivery(receiver.url), NOON, private=True).pause == pause


def test_the_body_of_the_answer_is_not_read(receiver: Receiver) -> None:
    """However much comes back, only the status is looked at."""
    receiver.body = b"x" * 50_000_000
    begun = time.monotonic()
    assert send(a_delivery(receiver.url), NOON, private=True).arrived
    assert time.monotonic() - begun < 2


def test_nobody_there() -> None:
    """A refused connection is a failure with a reason."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    attempt = send(a_delivery(f"http://127.0.0.1:{port}/"), NOON, private=True)
    assert (attempt.status, attempt.arrived) == (None, False)
    assert "refused" in attempt.problem


@pytest.mark.parametrize(
    "chunks",
    [
        (),
        (b"HTTP/1.1 200 OK\r\n", b"X-Drip: 1\r\n"),
        (b"H",),
    ],
)
def test_slow_answers(chunks: tuple[bytes, ...]) -> None:
    """Silence, and bytes that drip in for ever, end when the time is up.

    :param chunks: what is said, the last again and again.
    """
    done, begun = threading.Event(), time.monotonic()
    with saying(*chunks, until=done) as url:
        attempt = send(a_delivery(url), NOON, private=True, seconds=0.3)
        took = time.monotonic() - begun
        done.set()
    assert attempt.status is None
    assert attempt.problem
    assert took < 3


def test_no_http() -> None:
    """An answer that is no HTTP is a failure with a reason."""
    done = threading.Event()
    done.set()
    with saying(b"SSH-2.0-OpenSSH\r\n\r\n", until=done) as url:
        attempt = send(a_delivery(url), NOON, private=True, seconds=5)
    assert attempt.status is None
    assert attempt.problem


PRIVATE = (
    *("127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1"),
    *("169.254.169.254", "100.64.0.1", "192.0.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1"),
    *("255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fe80::1%lo", "fc00::1", "fd12::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1"),
    *("2001:0:7f00:1::", "2001:db8::1", "fec0::1"),
)


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses(address: str) -> None:
    """Addresses that not everybody can reach are not public, however they are written.

    :param address: of IPv4 or IPv6.
    """
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111"])
def test_public_addresses(address: str) -> None:
    """Addresses of the internet are public.

    :param address: of IPv4 or IPv6.
    """
    assert is_public(address)


class Names:
    """Stands in for the name service: gives its answers in order, the last one again and again."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked = 0

    def __call__(self, host: str, port: int, **_: t.Any) -> list[t.Any]:
        self.asked += 1
        found = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]


@pytest.mark.parametrize("found", [["127.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["::1"]])
def test_private_targets_are_refused(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch, found: list[str]
) -> None:
    """A name with a private address behind it is not connected to, whatever else it stands for.

    :param found: what the name stands for.
    """
    monkeypatch.setattr(socket, "getaddrinfo", Names(found))
    port = receiver.url.split(":")[2].split("/")[0]
    attempt = send(a_delivery(f"http://cache.example:{port}/"), NOON, private=False)
    assert "SERUM_WEBHOOK_PRIVATE_TARGETS" in attempt.problem
    assert receiver.requests == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "127.1", "0"]
)
def test_private_hosts_are_refused(receiver: Receiver, host: str) -> None:
    """A private address is refused in each way to write it.

    :param host: how it is written.
    """
    port = receiver.url.split(":")[2].split("/")[0]
    attempt = send(a_delivery(f"http://{host}:{port}/"), NOON, private=False)
    assert attempt.status is None
    assert attempt.problem
    assert receiver.requests == []


def test_the_checked_address_is_connected_to(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name is looked up once: what it stands for a moment later does not matter."""
    names = Names(["127.0.0.1"], ["203.0.113.1"])
    real = socket.getaddrinfo

    def look_up(host: str, port: int, *rest: t.Any, **more: t.Any) -> list[t.Any]:
        return names(host, port) if host == "cache.example" else real(host, port, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    port = receiver.url.split(":")[2].split("/")[0]
    assert send(a_delivery(f"http://cache.example:{port}/"), NOON, private=True).arrived
    assert names.asked == 1
    assert receiver.requests[0].headers["host"] == f"cache.example:{port}"


def test_the_next_address_is_tried(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a name stands for several addresses, one that refuses is passed over."""
    names, real = Names(["127.0.0.2", "127.0.0.1"]), socket.getaddrinfo

    def look_up(host: str, port: int, *rest: t.Any, **more: t.Any) -> list[t.Any]:
        return names(host, port) if host == "cache.example" else real(host, port, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    port = receiver.url.split(":")[2].split("/")[0]
    assert send(a_delivery(f"http://cache.example:{port}/"), NOON, private=True).arrived


def test_an_address_that_is_silent_leaves_time_for_the_next(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Connecting to one address does not take all the time there is."""
    names, port = Names(["127.0.0.2", "127.0.0.1"]), int(receiver.url.split(":")[2].split("/")[0])
    real = socket.getaddrinfo

    def look_up(host: str, port: int, *rest: t.Any, **more: t.Any) -> list[t.Any]:
        return names(host, port) if host == "cache.example" else real(host, port, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with socket.create_server(("127.0.0.2", port), backlog=0), contextlib.ExitStack() as waiting:
        # A listener whose queue is full answers nobody.
        for _ in range(4):
            caller = waiting.enter_context(socket.socket())
            caller.setblocking(False)
            caller.connect_ex(("127.0.0.2", port))
        attempt = send(a_delivery(f"http://cache.example:{port}/"), NOON, private=True, seconds=1)
    assert attempt.arrived


def test_a_name_service_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking a name up ends with the time there is; threads left behind are few and get no more.

    Once the name service answers again, so does everything.
    """
    answers = threading.Event()

    def hang(*_: t.Any, **__: t.Any) -> list[t.Any]:
        answers.wait()
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    delivery = a_delivery("https://cache.example/")
    before = threading.active_count()
    said = [send(delivery, NOON, private=False, seconds=0.05).problem for _ in range(PLACES + 2)]
    assert said[:PLACES] == ["cache.example was not looked up in time."] * PLACES
    assert set(said[PLACES:]) == {
        "cache.example was not looked up: the name service leaves others waiting."
    }
    assert threading.active_count() - before == PLACES
    left_behind = [one for one in threading.enumerate() if one.name == "flask-serum-lookup"]
    assert all(one.daemon for one in left_behind)
    answers.set()
    for one in left_behind:
        one.join()
    attempt = send(delivery, NOON, private=False)
    assert attempt.problem == "cache.example stands for no address."


def test_unknown_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that stands for nothing is a failure with a reason."""

    def fail(*_: t.Any, **__: t.Any) -> list[t.Any]:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    attempt = send(a_delivery("https://nowhere.example/"), NOON, private=False)
    assert attempt.problem == "nowhere.example stands for no address."


@pytest.mark.parametrize(
    ("url", "private", "problem"),
    [
        ("http://cache.example/", False, "use https"),
        ("ftp://cache.example/", True, "no URL"),
        ("//cache.example/", True, "no URL"),
        ("https://", True, "no URL"),
        ("https://cache.example:99999/", True, "no URL"),
        ("https://cache.example:0/", True, "no URL"),
        ("https://[::1/", True, "no URL"),
        ("https://cache.example/ä", True, "no URL"),
        ("https://cache.example/a b", True, "no URL"),
        ("https://cache.example/\r\nX: 1", True, "no URL"),
        ("https://user:word@cache.example/", True, "leave out the user"),
        ("https://cache.example/#part", True, "leave out the user and the fragment"),
        ("https://cache.example/" + "x" * 2_000, True, "no URL"),
    ],
)
def test_urls_that_are_refused(url: str, private: bool, problem: str) -> None:
    """An endpoint needs a plain URL, and TLS unless private targets are allowed.

    :param url: what is given.
    :param private: whether private targets are allowed.
    :param problem: what is told.
    """
    with pytest.raises(ConfigInvalid, match=problem):
        check_url(url, private=private)


@pytest.mark.parametrize(
    ("url", "private"),
    [
        ("https://cache.example/purge?x=1", False),
        ("https://cache.example:8443", False),
        ("http://127.0.0.1:9000/", True),
        ("https://[2606:4700::1]/", False),
    ],
)
def test_urls_that_are_taken(url: str, private: bool) -> None:
    """What can be sent to is given back as it is.

    :param url: what is given.
    :param private: whether private targets are allowed.
    """
    assert check_url(url, private=private) == url
