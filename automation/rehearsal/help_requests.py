"""Requests to add an organisation, a domain or a position, answered as the portal does (FACTS §4.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from automation.rehearsal.organisation_search import known_rows
from automation.rehearsal.people import People, approved

if TYPE_CHECKING:
    from automation.rehearsal.switches import Switches

REJECTED_DOMAINS = frozenset({"rejected.example.in"})
_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)?\.[a-z]{2,10}")


@dataclass
class HelpRequests:
    """What was asked for so far."""

    switches: Switches
    people: People
    raised: list[dict[str, Any]] = field(default_factory=list)

    def create(self, kind: str, request: dict[str, Any]) -> dict[str, Any]:
        """The `result` of a request; even a refusal is answered with HTTP 200."""
        values = (request.get("updateFieldValues") or [{}])[0]
        wanted = str(values.get("toValue", {}).get(kind, ""))
        email = str(values.get("email", ""))
        if kind == "domain":
            return self._domain(wanted, email)
        refusal = self._refused(wanted, email) if kind == "organisation" else None
        if refusal:
            return {"errmsg": refusal, "status": "BAD_REQUEST"}
        self._keep(kind, wanted, email)
        return {"status": "OK", "data": {"status": "INITIATE"}}

    def _keep(self, kind: str, wanted: str, email: str) -> None:
        self.raised.append({"kind": kind, "wanted": wanted, "email": email})

    def _refused(self, name: str, email: str) -> str | None:
        if email.lower() in self.people.accounts:
            return "Email id already registered"
        if any(each["orgName"].lower() == name.lower() for each in known_rows(self.switches)):
            return "Organization is already registered."
        return None

    def _domain(self, domain: str, email: str) -> dict[str, Any]:
        if not _DOMAIN.fullmatch(domain):
            return {}
        if domain in approved(self.switches):
            return {"msgCode": "DOMAIN_APPROVED"}
        if domain in REJECTED_DOMAINS:
            return {"msgCode": "DOMAIN_REQUEST_REJECTED"}
        asked = [each["email"] for each in self.raised if each["kind"] == "domain" and each["wanted"] == domain]
        if email in asked:
            return {"msgCode": "DOMAIN_REQUEST_ALREADY_RAISED"}
        self._keep("domain", domain, email)
        return {"msgCode": "DOMAIN_REQUEST_ALREADY_PRESENT" if asked else "DOMAIN_REQUEST_CREATED"}
