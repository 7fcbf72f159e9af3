"""A real HTTP server on loopback that does what it is told to, however bad: each path has a function that writes the answer itself."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Act = Callable[[BaseHTTPRequestHandler], None]


class Handler(BaseHTTPRequestHandler):
    """Answers GET and POST with the act of the path, 404 for paths without one."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers.items()), time.monotonic()))
        act = self.server.acts.get(self.path.partition("?")[0], say(404, b"no such page"))
        with suppress(ConnectionError):
            act(self)
        self.close_connection = True

    def do_POST(self) -> None:
        self.server.posted.append(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        self.do_GET()

    def log_message(self, *args: object) -> None:
        """Quiet."""


class Server(ThreadingHTTPServer):
    """`acts`: path -> what it does; `asked`: (path, headers, time) of every request, in order; `posted`: what was sent."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, host: str) -> None:
        super().__init__((host, 0), Handler)
        self.acts: dict[str, Act] = {}
        self.asked: list[tuple[str, dict[str, str], float]] = []
        self.posted: list[bytes] = []
        self.closing = threading.Event()

    def url(self, path: str = "/") -> str:
        return f"http://{self.server_address[0]}:{self.server_address[1]}{path}"

    def count(self, path: str) -> int:
        return sum(asked == path for asked, _, _ in self.asked)

    def paths(self) -> list[str]:
        return [path for path, _, _ in self.asked]

    def handle_error(self, *args: object) -> None:
        """A client that hung up is what the tests are about."""


@contextmanager
def serve(host: str = "127.0.0.1") -> Iterator[Server]:
    """A running server; its endless answers end with it."""
    server = Server(host)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


def say(status: int, body: bytes = b"", kind: str = "text/html", **headers: str) -> Act:
    """An honest answer. Underscores in the names of headers stand for hyphens."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return act


def validated(body: bytes, kind: str = "text/html", etag: str = '"v1"') -> Act:
    """An answer with an ETag, and 304 to whoever has it already."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        if handler.headers.get("If-None-Match") == etag:
            handler.send_response(304)
            handler.end_headers()
        else:
            say(200, body, kind, ETag=etag)(handler)

    return act


def in_turn(*acts: Act) -> Act:
    """One act after the other; the last for good."""
    left = list(acts)

    def act(handler: BaseHTTPRequestHandler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(handler)

    return act


def raw(*pieces: bytes, reset: bool = False) -> Act:
    """Bytes on the wire as they are, then the end, or a reset."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        for piece in pieces:
            handler.wfile.write(piece)
        handler.wfile.flush()
        if reset:
            linger = (1).to_bytes(4, "little") + (0).to_bytes(4, "little")
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            handler.connection.close()

    return act


def drip(head: bytes, piece: bytes, pause: float = 0.02) -> Act:
    """`head`, then `piece` again and again, slowly, until somebody hangs up."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        server = handler.server
        handler.wfile.write(head)
        while not server.closing.wait(pause):  # type: ignore[attr-defined]
            handler.wfile.write(piece)
            handler.wfile.flush()

    return act


def page(title: str, text: str) -> bytes:
    """A small article as a page."""
    return (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"<p>{text}</p></article></body></html>"
    ).encode()


def feed(server: Server, *entries: tuple[str, str, str], date: str = "Tue, 10 Mar 2026 06:00:00 GMT") -> bytes:
    """An RSS feed of (GUID, path, title); all entries bear the same date."""
    made = "".join(
        f"<item><guid isPermaLink='false'>{guid}</guid><title>{title}</title><pubDate>{date}</pubDate>"
        + (f"<link>{server.url(path)}</link>" if path else "")
        + f"<description>Short text of {title}.</description></item>"
        for guid, path, title in entries
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Port Ansel Post</title>{made}</channel></rss>".encode()
