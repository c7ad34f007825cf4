"""The gate's own connections to the portal: kept alive, certificate verified, through the office proxy where set."""

from __future__ import annotations

import asyncio
import ssl
from base64 import b64encode
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import h11

from automation.gate.policy import DEFAULT_PORTS, Origin

if TYPE_CHECKING:
    from collections.abc import Mapping

CONNECT_SECONDS = 20.0
_MAX_HEADERS = 131_072
_CHUNK = 65_536


class UnreachableError(Exception):
    """The portal cannot be reached; `kind` is one word for the program, the text a part of a sentence for people."""

    def __init__(self, kind: str, words: str) -> None:
        super().__init__(words)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class OfficeProxy:
    """The proxy on the way out; `credentials` is the value of its Proxy-Authorization header, never shown."""

    scheme: str
    host: str
    port: int
    credentials: str = field(default="", repr=False)


def office_proxy(environ: Mapping[str, str], host: str) -> OfficeProxy | None:
    """The proxy that HTTPS_PROXY names for this host; None on this machine, or where NO_PROXY names the host."""
    address = environ.get("HTTPS_PROXY") or environ.get("https_proxy") or ""
    parts = urlsplit(address if "://" in address else f"http://{address}")
    if not parts.hostname or is_loopback(host) or _bypassed(environ, host):
        return None
    if parts.scheme not in DEFAULT_PORTS:
        raise UnreachableError("proxy", "HTTPS_PROXY names a kind of proxy that is not known here")
    name, password = unquote(parts.username or ""), unquote(parts.password or "")
    credentials = "Basic " + b64encode(f"{name}:{password}".encode()).decode() if parts.username else ""
    return OfficeProxy(parts.scheme, parts.hostname, parts.port or DEFAULT_PORTS[parts.scheme], credentials)


def _bypassed(environ: Mapping[str, str], host: str) -> bool:
    names = [each.strip() for each in (environ.get("NO_PROXY") or environ.get("no_proxy") or "").lower().split(",")]
    domains = [each.lstrip("*").removeprefix(".") for each in names]
    return "*" in names or any(each and f".{host}".endswith(f".{each}") for each in domains)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(slots=True)
class Connection:
    """One connection to the portal, or to the proxy before it."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    by: OfficeProxy | None = None  # set where the request itself goes through the proxy in plain text
    http: h11.Connection = field(default_factory=lambda: h11.Connection(h11.CLIENT, _MAX_HEADERS))
    used: bool = False

    def send(self, method: str, request: bytes) -> None:
        """Send a whole request. h11, which reads the answer, is told of one with the same method."""
        for event in _alike(method):
            self.http.send(event)
        self.writer.write(request)

    async def next_event(self) -> h11.Event:
        """The next part of the answer. Raises UnreachableError when the connection is cut or what comes is no HTTP."""
        try:
            while (event := self.http.next_event()) is h11.NEED_DATA:
                self.http.receive_data(await self.reader.read(_CHUNK))
        except h11.RemoteProtocolError as error:
            raise UnreachableError("cut", "the connection was cut, or the answer is no HTTP") from error
        except ssl.SSLError as error:
            raise UnreachableError("tls", "no secure connection could be made") from error
        except OSError as error:
            raise UnreachableError("cut", "the connection was cut") from error
        if isinstance(event, h11.ConnectionClosed):
            raise UnreachableError("cut", "the connection was cut before an answer came")
        assert not isinstance(event, type)  # noqa: S101 (neither NEED_DATA nor PAUSED is left)
        return event

    def reusable(self) -> bool:
        """Make ready for the next request, if both sides allow it."""
        if self.http.our_state is h11.DONE and self.http.their_state is h11.DONE:
            self.http.start_next_cycle()
            self.used = True
            return True
        return False

    def abort(self) -> None:
        """Cut it at once."""
        self.writer.transport.abort()


@lru_cache(maxsize=16)
def _alike(method: str) -> tuple[h11.Event, ...]:
    return h11.Request(method=method, target="/", headers=[("Host", "portal")]), h11.EndOfMessage()


class Upstream:
    """Connections to the portal for one window.

    `authority` is a certificate in PEM that is trusted on loopback addresses only.
    """

    def __init__(self, environ: Mapping[str, str], authority: str = "") -> None:
        self._environ, self._authority = environ, authority
        self._idle: dict[Origin, list[Connection]] = {}
        self._contexts: dict[bool, ssl.SSLContext] = {}
        self.issuers: dict[str, str] = {}

    async def take(self, origin: Origin, *, fresh: bool = False) -> Connection:
        """A connection for one request; `fresh` for one that must not be sent twice. Raises UnreachableError."""
        idle = self._idle.get(origin, [])
        while idle and not fresh:
            connection = idle.pop()
            if not connection.reader.at_eof() and not connection.writer.is_closing():
                return connection
            connection.abort()
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                return await self._connected(origin)
        except TimeoutError as error:
            raise UnreachableError("timeout", "no answer came in time") from error
        except ssl.SSLCertVerificationError as error:
            raise UnreachableError("certificate", "the certificate is not trusted") from error
        except ssl.SSLError as error:
            raise UnreachableError("tls", "no secure connection could be made") from error
        except OSError as error:
            raise _reason(error) from error

    def give_back(self, origin: Origin, connection: Connection) -> None:
        """Keep a connection for the next request, if it can be kept."""
        if connection.reusable():
            self._idle.setdefault(origin, []).append(connection)
        else:
            connection.abort()

    def abort(self) -> None:
        """Cut every idle connection."""
        for connections in self._idle.values():
            for connection in connections:
                connection.abort()
        self._idle.clear()

    async def _connected(self, origin: Origin) -> Connection:
        by = office_proxy(self._environ, origin.host)
        if by is None:
            reader, writer = await asyncio.open_connection(origin.host, origin.port, happy_eyeballs_delay=0.25)
        else:
            tls = self._context(own=False) if by.scheme == "https" else None
            reader, writer = await asyncio.open_connection(by.host, by.port, ssl=tls)
        try:
            if by and origin.scheme == "https":
                await _tunnel(reader, writer, by, origin)
            if origin.scheme == "https":
                await writer.start_tls(self._context(own=is_loopback(origin.host)), server_hostname=origin.host)
                self.issuers[origin.host] = _issuer(writer)
        except BaseException:
            writer.transport.abort()
            raise
        return Connection(reader, writer, by if origin.scheme == "http" else None)

    def _context(self, *, own: bool) -> ssl.SSLContext:
        """The system's trust; for this machine's own addresses also the certificate that the program named."""
        own = own and bool(self._authority)
        if own not in self._contexts:
            self._contexts[own] = trusting(self._authority) if own else _system()
        return self._contexts[own]


def _system() -> ssl.SSLContext:
    import truststore

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.set_alpn_protocols(["http/1.1"])
    return context


def trusting(authority: str) -> ssl.SSLContext:
    """A client's TLS context that trusts this one certificate (PEM) and no other."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=authority)
    return context


def _issuer(writer: asyncio.StreamWriter) -> str:
    certificate = writer.get_extra_info("peercert") or {}
    names = {name: value for pair in certificate.get("issuer", ()) for name, value in pair}
    return str(names.get("organizationName") or names.get("commonName") or "somebody without a name")


async def _tunnel(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, by: OfficeProxy, origin: Origin) -> None:
    """Have the office proxy connect us through. Raises UnreachableError when it does not."""
    place = f"[{origin.host}]:{origin.port}" if ":" in origin.host else f"{origin.host}:{origin.port}"
    login = f"Proxy-Authorization: {by.credentials}\r\n" if by.credentials else ""
    writer.write(f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n{login}\r\n".encode())
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
        raise UnreachableError("proxy", "the proxy does not let the connection through") from error
    status = head.split(b" ", 2)[1:2]
    if status == [b"407"]:
        raise UnreachableError("proxy", "the proxy wants a name and password; put them into HTTPS_PROXY")
    if not status or not status[0].startswith(b"2"):
        raise UnreachableError("proxy", "the proxy does not let the connection through")


def _reason(error: OSError) -> UnreachableError:
    import socket

    if isinstance(error, socket.gaierror):
        return UnreachableError("name", "the host's name is not known on this network")
    if isinstance(error, ConnectionRefusedError) or "refused" in str(error).lower():
        return UnreachableError("refused", "nothing answers at that address")
    return UnreachableError("cut", "the connection was cut")
