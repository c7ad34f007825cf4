"""What one window may do behind the gate, and who may be asked: plain data that the program hands to the gate."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from automation.endpoints import effect_of
from automation.gate.receipts import Receipts
from automation.model import Effect

DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, order=True)
class Origin:
    """Scheme, host (lower case, without brackets) and port."""

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> Origin:
        """The origin of an address, with the default port written out. Raises ValueError for another scheme."""
        parts = urlsplit(url)
        if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
            raise ValueError("an origin is an http or https address with a host")
        return cls(parts.scheme, parts.hostname, parts.port or DEFAULT_PORTS[parts.scheme])

    @cached_property
    def authority(self) -> str:
        """Host and port as a Host header has them: the default port is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @cached_property
    def url(self) -> str:
        """The address without a path."""
        return f"{self.scheme}://{self.authority}"


@dataclass(frozen=True, slots=True)
class Read:
    """One more request that only reads: a method, an origin, and a path, exact or a beginning that ends in `*`.

    Raises ValueError for a request that the list of endpoints knows to do more than read.
    """

    method: str
    origin: str
    path: str

    def __post_init__(self) -> None:
        """Refuse what is known to do more than read."""
        Origin.of(self.origin)
        if effect_of(self.method, self.path.rstrip("*")) not in {Effect.READ, Effect.UNKNOWN}:
            raise ValueError(f"{self.method} {self.path} does more than read")

    def fits(self, method: str, origin: Origin, path: str) -> bool:
        """Whether a request is meant."""
        if method != self.method or origin != Origin.of(self.origin):
            return False
        return path.startswith(self.path[:-1]) if self.path.endswith("*") else path == self.path


@dataclass(frozen=True, slots=True)
class Nobody:
    """An unattended run: every request that is more than a read is refused."""


@dataclass(frozen=True, slots=True)
class AtTerminal:
    """The person at the terminal, which the gate opens itself; on a rehearsal only, as for `Scripted`."""

    url: str = ""
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Scripted:
    """The rehearsal's scripted person: the portal at `url` must prove that it knows the `secret` of this run."""

    url: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AtCompanion:
    """The person in the companion window, which the gate serves itself.

    `visible`: the portal's window can be seen. On a rehearsal portal of this run, which proves that with `url` and
    `secret` as for `Scripted`, a machine may take the person's part in the companion window, and nobody need see it.
    """

    visible: bool = False
    url: str = ""
    secret: str = field(default="", repr=False)


Presence = Nobody | AtTerminal | AtCompanion | Scripted
_PRESENCE = {kind.__name__: kind for kind in (Nobody, AtTerminal, AtCompanion, Scripted)}


@dataclass(frozen=True)
class Policy:
    """What a window may reach.

    `portal` holds addresses of the portal: on their origins the list of endpoints decides (endpoints.py), and
    a GET of a page or an asset reads. `reads` holds further requests that only read, on any origin. `presence` says
    who is asked before anything else leaves. `budget` is the most requests that may pass, `suffix` is added to the
    browser's User-Agent, `authority` is a certificate in PEM that is trusted on this machine's own addresses only
    (the rehearsal portal's). `receipts` is where a person's yes is written down before it counts.
    """

    portal: tuple[str, ...] = ()
    reads: tuple[Read, ...] = ()
    presence: Presence = Nobody()
    budget: int = 2000
    suffix: str = ""
    authority: str = ""
    receipts: Receipts | None = None

    @cached_property
    def portal_origins(self) -> frozenset[Origin]:
        """The origins on which the list of endpoints decides."""
        return frozenset(Origin.of(url) for url in self.portal)

    @cached_property
    def origins(self) -> frozenset[Origin]:
        """Every origin that may be talked to at all."""
        return self.portal_origins | {Origin.of(each.origin) for each in self.reads}

    def as_json(self) -> dict[str, Any]:
        """What goes over the control channel."""
        return asdict(self) | {"presence": {"kind": type(self.presence).__name__, **asdict(self.presence)}}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Policy:
        """The other end of `as_json`."""
        presence = dict(data["presence"])
        kind = _PRESENCE[presence.pop("kind")]
        portal, reads = tuple(data["portal"]), tuple(Read(**each) for each in data["reads"])
        receipts = Receipts(**data["receipts"]) if data["receipts"] else None
        return cls(**data | {"portal": portal, "reads": reads, "presence": kind(**presence), "receipts": receipts})
