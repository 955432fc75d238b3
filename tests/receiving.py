"""Somebody who gets webhooks: a real HTTP server on the loopback."""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import http.server
import json
import socket
import threading
import typing as t
from dataclasses import dataclass
from dataclasses import field


@dataclass(frozen=True)
class Received:
    """A request that came in.

    :param path: with the query.
    :param headers: by name, in lower case.
    :param body: the bytes.
    """

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def document(self) -> dict[str, t.Any]:
        """The body as JSON."""
        return t.cast("dict[str, t.Any]", json.loads(self.body))


@dataclass
class Receiver:
    """Answers as it is told to, and remembers what came.

    :param url: where it listens.
    :param statuses: the statuses of the next answers; 200 when there are none left.
    :param headers: further headers of every answer.
    :param body: of every answer.
    :param requests: what came, in order.
    """

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"thanks"
    requests: list[Received] = field(default_factory=list)


@contextlib.contextmanager
def receiving() -> cabc.Iterator[Receiver]:
    """Listen on a free port of the loopback."""
    receiver = Receiver()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.requests.append(Received(self.path, headers, self.rfile.read(length)))
            self.send_response(receiver.statuses.pop(0) if receiver.statuses else 200)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(receiver.body)))
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(receiver.body)

        def log_message(self, format: str, *args: t.Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}/purge?shop=1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextlib.contextmanager
def saying(*chunks: bytes, until: threading.Event) -> cabc.Iterator[str]:
    """Listen, and answer whoever comes with some bytes, the last ones again and again.

    :param chunks: what to say, each at once.
    :param until: ends it.
    """
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection, contextlib.suppress(OSError):
            connection.recv(65_536)
            for chunk in chunks:
                connection.sendall(chunk)
            while chunks and not until.wait(0.02):
                connection.sendall(chunks[-1])
            until.wait(20)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    finally:
        until.set()
        thread.join()
        listener.close()
