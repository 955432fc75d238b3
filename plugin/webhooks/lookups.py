"""Looks names up without waiting longer than there is time, whatever the name service does.

The system's own look-up can't be given up: it runs in a thread that is left behind where it takes
too long, keeps its place until it ends, and keeps nobody from stopping the process. Places are few.
"""

from __future__ import annotations

import queue
import socket
import threading
import time
import typing as t

PLACES = 8
"""How many names may be looked up at once, those included that nobody waits for any more."""

_places = threading.BoundedSemaphore(PLACES)
_Found: t.TypeAlias = list[str] | OSError | UnicodeError


class LookupTimedOut(OSError):
    """The name service did not answer in time, or too many others wait for it."""


def addresses_of(host: str, port: int, seconds: float) -> list[str]:
    """Give the addresses that a host stands for now.

    :param host: a name or an address.
    :param port: to connect to.
    :param seconds: how long it may take.
    :raises LookupTimedOut: if it takes longer.
    :raises OSError: if the name stands for nothing.
    :raises UnicodeError: if it can't be a name.
    """
    ends = time.monotonic() + seconds
    if not _places.acquire(timeout=max(seconds, 0)):
        raise LookupTimedOut(f"{host} was not looked up: the name service leaves others waiting.")
    answers: queue.SimpleQueue[_Found] = queue.SimpleQueue()
    thread = threading.Thread(
        target=_look_up, args=(host, port, answers), name="flask-serum-lookup", daemon=True
    )
    try:
        thread.start()
    except RuntimeError as error:
        _places.release()
        raise LookupTimedOut(f"{host} was not looked up: no thread can be started.") from error
    try:
        found = answers.get(timeout=max(ends - time.monotonic(), 0))
    except queue.Empty:
        raise LookupTimedOut(f"{host} was not looked up in time.") from None
    if isinstance(found, list):
        return found
    raise found


def _look_up(host: str, port: int, answers: queue.SimpleQueue[_Found]) -> None:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        answers.put(list(dict.fromkeys(str(one[4][0]) for one in found)))
    except (OSError, UnicodeError) as error:
        answers.put(error)
    finally:
        _places.release()
