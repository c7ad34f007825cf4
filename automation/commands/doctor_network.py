"""The doctor's look at the network: portal, certificate, clock, proxy; one request, and never a credential shown."""

from __future__ import annotations

import base64
import http.client
import re
import socket
import ssl
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, unquote, urlsplit

from automation.commands.doctor import Finding, State
from automation.model import IgotError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from automation.config import Settings

CLOCK_SECONDS = 120
REFUSALS = frozenset({401, 403, 407, 429})
SERVER_ERROR = 500
_READS_ALONG = re.compile(
    r"barracuda|blue ?coat|cato|check ?point|cisco|cyberoam|forcepoint|fortinet|fortigate|kaspersky|mcafee|mitmproxy"
    r"|netskope|palo ?alto|proxy|quick ?heal|seqrite|skyhigh|sophos|squid|symantec|trend ?micro|umbrella|untangle"
    r"|watchguard|zscaler",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the portal answered: HTTP status, its Date header, and who issued its certificate ("" for plain http)."""

    status: int
    date: str
    issuer: str


def portal(settings: Settings) -> Iterator[Finding]:
    """Whether the portal answers, with which certificate, and whether this clock agrees with its."""
    address = settings.portal.url
    if not address:
        yield rehearsal()
        yield Finding(State.UNKNOWN, "Clock", "cannot be judged without a live portal to compare it with.")
        return
    host = urlsplit(address).hostname
    try:
        answer = ask(address, settings.waits.seconds, settings.politeness.user_agent_suffix)
    except (OSError, http.client.HTTPException) as error:
        yield failed(error, str(host))
        yield Finding(State.UNKNOWN, "Clock", "cannot be judged, since the portal did not answer.")
        return
    yield answered(answer, str(host))
    if answer.issuer:
        yield certificate(answer.issuer)
    yield clock(answer.date, datetime.now(UTC))


def rehearsal() -> Finding:
    """Whether the rehearsal portal starts."""
    from automation.rehearsal import Rehearsal

    try:
        with Rehearsal.start() as running:
            return Finding(State.OK, "Portal", f"the rehearsal portal starts ({urlsplit(running.url).scheme}).")
    except IgotError as error:
        return Finding(State.MEND, "Portal", str(error), essential=True)


def ask(address: str, seconds: float, user_agent: str) -> Answer:
    """Ask for the head of one page, through the proxy of the environment; redirects are not followed.

    Raises OSError or http.client.HTTPException when there is no answer within `seconds`.
    """
    parts = urlsplit(address)
    connection = _connection(parts, seconds)
    try:
        connection.connect()
        issuer = _issuer(connection.sock.getpeercert()) if isinstance(connection.sock, ssl.SSLSocket) else ""
        connection.request("HEAD", parts.path or "/", headers={"User-Agent": user_agent})
        response = connection.getresponse()
        return Answer(response.status, response.getheader("Date", ""), issuer)
    finally:
        connection.close()


def _connection(parts: SplitResult, seconds: float) -> http.client.HTTPConnection:
    host = str(parts.hostname)
    if parts.scheme == "http":
        return http.client.HTTPConnection(host, parts.port, timeout=seconds)
    by = _proxy_parts(urllib.request.getproxies())
    if by is None or urllib.request.proxy_bypass(host):
        return http.client.HTTPSConnection(host, parts.port, timeout=seconds)
    connection = http.client.HTTPSConnection(str(by.hostname), by.port or 80, timeout=seconds)
    credentials = base64.b64encode(f"{unquote(by.username or '')}:{unquote(by.password or '')}".encode()).decode()
    headers = {"Proxy-Authorization": f"Basic {credentials}"} if by.username else {}
    connection.set_tunnel(host, parts.port or 443, headers)
    return connection


def _proxy_parts(proxies: Mapping[str, str]) -> SplitResult | None:
    """The proxy for https, taken apart; None for none."""
    address = proxies.get("https", "")
    parts = urlsplit(address if "://" in address else f"http://{address}")
    return parts if parts.hostname else None


def _issuer(certificate: Mapping[str, Any] | None) -> str:
    names = {name: value for pair in (certificate or {}).get("issuer", ()) for name, value in pair}
    return str(names.get("organizationName") or names.get("commonName") or "somebody without a name")


def failed(error: Exception, host: str) -> Finding:
    """Why the portal gave no answer, and what to do."""
    if isinstance(error, ssl.SSLCertVerificationError):
        words = (
            "the certificate is not trusted here; ask the IT cell to install the proxy's certificate on this machine"
        )
    elif isinstance(error, socket.gaierror):
        words = f"the name {host} is not known here; check the network, or set HTTPS_PROXY to the office proxy"
    elif "407" in str(error):
        words = "the proxy wants a name and password; put them into HTTPS_PROXY"
    elif "Tunnel connection failed" in str(error):
        words = f"the proxy does not let us through to {host}; ask the IT cell to allow it"
    elif isinstance(error, TimeoutError):
        return Finding(State.UNKNOWN, "Portal", f"{host} did not answer in time; try again later.", essential=True)
    elif isinstance(error, (ConnectionError, http.client.HTTPException, ssl.SSLError)):
        words = f"the connection to {host} was refused or cut; check HTTPS_PROXY, and try another network"
    else:
        words = f"{host} cannot be reached; check the network"
    return Finding(State.MEND, "Portal", f"{words}.", essential=True)


def answered(answer: Answer, host: str) -> Finding:
    """What the portal's status says."""
    if answer.status in REFUSALS:
        words = f"{host} answers {answer.status}: it refuses this network or this program, so nothing can be judged."
        return Finding(State.UNKNOWN, "Portal", words, essential=True)
    if answer.status >= SERVER_ERROR:
        words = f"{host} answers {answer.status}: it is down or in maintenance; try again later."
        return Finding(State.UNKNOWN, "Portal", words, essential=True)
    return Finding(State.OK, "Portal", f"{host} answers ({answer.status}).")


def certificate(issuer: str) -> Finding:
    """Whether the certificate, which the system trusts, looks like that of a proxy that reads along."""
    if _READS_ALONG.search(issuer):
        words = (
            f"issued by {issuer}: something on this network reads along; ask the IT cell before anyone types an OTP."
        )
        return Finding(State.UNKNOWN, "Certificate", words)
    return Finding(State.OK, "Certificate", f"trusted, issued by {issuer}.")


def clock(date: str, now: datetime) -> Finding:
    """Whether this clock agrees with the portal's Date header, within two minutes."""
    try:
        behind = (parsedate_to_datetime(date) - now).total_seconds()
    except (TypeError, ValueError):
        return Finding(State.UNKNOWN, "Clock", "cannot be judged, since the portal did not say what time it has.")
    if abs(behind) > CLOCK_SECONDS:
        way = "behind" if behind > 0 else "ahead"
        words = f"{abs(behind) / 60:.0f} minutes {way} of the portal's; set it right, or OTPs and certificates fail."
        return Finding(State.MEND, "Clock", words)
    return Finding(State.OK, "Clock", "agrees with the portal's.")


def proxy(environ: Mapping[str, str], seconds: float) -> Finding:
    """Whether a proxy is set and can be reached; only its host and port are ever shown."""
    parts = _proxy_parts({"https": environ.get("HTTPS_PROXY") or environ.get("https_proxy") or ""})
    if parts is None:
        return Finding(State.OK, "Proxy", "none is set (HTTPS_PROXY).")
    try:
        place = (str(parts.hostname), parts.port or 80)
    except ValueError:
        return Finding(State.MEND, "Proxy", "HTTPS_PROXY has no proper port; it should be like http://proxy:8080.")
    try:
        socket.create_connection(place, timeout=seconds).close()
    except OSError:
        return Finding(State.MEND, "Proxy", f"{place[0]}:{place[1]} cannot be reached; check HTTPS_PROXY.")
    return Finding(State.OK, "Proxy", f"{place[0]}:{place[1]} can be reached.")
