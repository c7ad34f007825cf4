"""Where a run looks: the portal of the settings or a rehearsal of its own; and who can be asked there."""

from __future__ import annotations

import ipaddress
import re
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from automation import checks
from automation.browser import Pair, launched
from automation.endpoints import LINK_PATH
from automation.gate.policy import Nobody, Presence, Scripted
from automation.model import RefusedError, UsageError
from automation.portal.site import Addresses
from automation.rehearsal import Rehearsal, home
from automation.result import PortalInfo
from automation.runs.options import USUAL, Options
from automation.runs.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from automation.config import Portal, Settings

RESEND_SECONDS = 3.0
"""The rehearsal's countdown in a smoke run; the rules around it stay (180 s on the portal)."""
_ONE_ORGANISATIONS = re.compile(r"/crp(/|$)")
"""The link of an organisation (FACTS §1.8): another form, and not judged as the one that everybody meets."""
_TELLING = 6
RETRY_SECONDS = 1.0
"""How soon the rehearsal's page repeats a failed request in a smoke run (5 s on the portal)."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to look; `secret` is blank on a portal that this run did not start.

    `authority` is the certificate (PEM) behind a rehearsal portal on https. For a rehearsal of
    this run, `forget` clears its accounts and messages, and `sent` gives the codes and links that it has sent: no
    evidence may hold one of them.
    """

    addresses: Addresses
    secret: str = ""
    live: bool = False
    authority: str = ""
    forget: Callable[[], None] = lambda: None
    sent: Callable[[], Sequence[str]] = tuple

    @property
    def flags(self) -> str:
        """What names it on the command line."""
        where = "" if self.secret else f" --portal {self.addresses.root}"
        return f"{where} --staging" if self.addresses.staging else where

    def info(self, generation: str | None = None, authorisation: str = "") -> PortalInfo:
        """What the result says of it; the permission only of a live portal."""
        return PortalInfo(
            url=self.addresses.root,
            rehearsal=bool(self.secret),
            staging=self.addresses.staging,
            generation=generation,
            authorisation=authorisation or None if self.live else None,
        )


@contextmanager
def looking(settings: Settings, options: Options) -> Iterator[tuple[Target, Pair, Progress]]:
    """All that a run looks with: the portal, a browser behind its gate, and the progress on stderr.

    Raises what `target_of` and `launched` raise, before anything is looked at.
    """
    browser = settings.browser
    with (
        target_of(settings, options, attended=options.attended) as target,
        Progress.on(sys.stderr) as progress,
        launched(browser, headed=browser.headed or options.attended, slow_mo_ms=browser.slow_mo_ms) as pair,
    ):
        yield target(), pair, progress


@contextmanager
def target_of(settings: Settings, options: Options, *, attended: bool = False) -> Iterator[Callable[[], Target]]:
    """The portal of the settings, or a rehearsal portal of our own for the time of the run.

    Gives a function that waits until the rehearsal is up: a browser can be started meanwhile. Raises RefusedError for a
    live portal that is not `attended` without a written permission in the settings (FACTS §10.6), but for a staging
    copy of the office's own; UsageError for switches of the rehearsal on another portal.
    """
    url = settings.portal.url
    if url and (options.defects or options.variants or options.shape != USUAL or options.list_latency_ms):
        raise UsageError("--defect, --variant and --generation are of the rehearsal portal; leave out --portal.")
    link = urlsplit(url).path.rstrip("/") if _ONE_ORGANISATIONS.search(urlsplit(url).path) else ""
    if link and not LINK_PATH.fullmatch(link):
        raise UsageError("The department's link is incomplete; copy it whole, as in https://portal.example/crp/12/34.")
    if not url and (settings.portal.landing_url or settings.portal.staging):
        what = "A first page" if settings.portal.landing_url else "A staging copy"
        raise UsageError(f"{what} is named and no portal; name that too, with --portal or in portal.url.")
    if not url:
        with Rehearsal.start(
            defects=options.defects,
            variants=options.variants,
            resend_seconds=RESEND_SECONDS,
            retry_seconds=RETRY_SECONDS,
            generation=options.shape,
            list_latency=options.list_latency_ms / 1000,
            documents=options.documents or (settings.document.name,),
        ) as rehearsal:
            link = home(settings.document.name).link if options.shape == "crp" else ""
            yield lambda: Target(
                Addresses(rehearsal.url, rehearsal.url, link=link),
                rehearsal.secret,
                authority=rehearsal.authority,
                forget=rehearsal.reset,
                sent=partial(secrets_of, rehearsal),
            )
        return
    # On the official hosts the first page stands at the bare host (FACTS §5.1); elsewhere the root is a guess.
    official = checks.host_of(url).endswith(f".{checks.OFFICIAL_HOST}")
    landing = settings.portal.landing_url or (f"https://{checks.OFFICIAL_HOST}/" if official else urljoin(url, "/"))
    guessed, staging = not (settings.portal.landing_url or official), settings.portal.staging
    addresses = Addresses(urljoin(url, "/") if link else url, landing, guessed=guessed, staging=staging, link=link)
    hosts = {checks.host_of(each) for each in (url, landing)}
    if staging and (strange := sorted(each for each in hosts if not _of_the_office(each, settings.portal))):
        raise UsageError(
            f"{strange[0]} is no staging copy of the office's own: neither a private address nor a host under "
            "portal.office_domain; leave out --staging and portal.staging, or set that domain."
        )
    live = bool(hosts - checks.LOOPBACK)
    if live and not (attended or staging or settings.portal.authorisation.strip()):
        raise RefusedError(
            "The portal's terms forbid automatic access without written permission; "
            "name the permission in portal.authorisation in config.toml, or leave out --portal to use the rehearsal."
        )
    target = Target(addresses, live=live)
    yield lambda: target


def secrets_of(rehearsal: Rehearsal) -> tuple[str, ...]:
    """The codes and the keys of the links that a rehearsal has sent; a code of fewer than six digits is anywhere."""
    messages = rehearsal.outbox()
    codes = tuple(str(each["code"]) for each in messages if len(str(each["code"] or "")) >= _TELLING)
    return codes + tuple(str(each["link"]).rpartition("=")[2] for each in messages if each["link"])


def presence_for(target: Target) -> Presence:
    """Who is asked where nobody is at a companion window: the scripted person on a rehearsal of this run, or nobody."""
    return Scripted(target.addresses.root, target.secret) if target.secret else Nobody()


def _of_the_office(host: str, portal: Portal) -> bool:
    """Whether a host can only be the office's own: this machine, a private address, or under the office's domain."""
    if host in checks.LOOPBACK:
        return True
    if host == checks.OFFICIAL_HOST or host.endswith(f".{checks.OFFICIAL_HOST}"):
        return False
    try:
        address = ipaddress.ip_address(host)
        return (getattr(address, "ipv4_mapped", None) or address).is_private
    except ValueError:
        domain = portal.office_domain
        return bool(domain) and (host == domain or host.endswith(f".{domain}"))
