"""Serves the demo from the package installed beside the running Python and reads one page of it.

Run by the Python of an environment that has the wheel and its run-time dependencies only.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

PAGE = "/serums/meridian-duo"
NOTICE = 'id="serum-notice"'
PATIENCE = 60


def main() -> int:
    """Serve, read, stop; the exit status says whether the page came with its notice."""
    with tempfile.TemporaryDirectory() as room, (Path(room) / "log").open("w+b") as log:
        port = _free_port()
        command = [sys.executable, "-m", "flask_serum.demo", "--port", str(port)]
        command += ["--data", str(Path(room) / "demo.sqlite")]
        server = subprocess.Popen(command, cwd=room, stdout=log, stderr=subprocess.STDOUT)
        try:
            body = _read(f"http://127.0.0.1:{port}{PAGE}", server)
        except RuntimeError as error:
            log.seek(0)
            print(log.read().decode(errors="replace"), file=sys.stderr)
            print(f"{PAGE}: {error}", file=sys.stderr)
            return 1
        finally:
            _stop(server)
    if NOTICE not in body:
        print(f"{PAGE} came without its notice ({NOTICE}).", file=sys.stderr)
        return 1
    print(f"{PAGE}: {len(body)} characters, with its notice")
    return 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _read(address: str, server: subprocess.Popen[bytes]) -> str:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(f"the demo stopped by itself with status {server.returncode}")
        try:
            with opener.open(address, timeout=PATIENCE) as answer:
                if answer.status != 200 or answer.url != address:
                    raise RuntimeError(f"answered {answer.status} from {answer.url}, not 200")
                text: str = answer.read().decode()
                return text
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"answered {error.code}, not 200") from error
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"no answer within {PATIENCE} s")


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


if __name__ == "__main__":
    sys.exit(main())
