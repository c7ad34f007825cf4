"""The portal's services as the sign-up and request pages call them (FACTS §1 to §4)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Literal

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from automation import limits
from automation.endpoints import OTP_VERIFY_PATH, PROFILE_PATH, REGISTER_PATH, SEARCH_PATH
from automation.rehearsal import organisation_search
from automation.rehearsal.answers import answered, failed, inner_request, refused, state_of
from automation.rehearsal.otp_rules import Kind, Refusal
from automation.rehearsal.people import SERVER_GROUPS, email_problem
from automation.rehearsal.state import LATE_FORM_SECONDS, SLOW_SEARCH_SECONDS, SLOW_START_SECONDS, State

if TYPE_CHECKING:
    from starlette.requests import Request

SESSION_COOKIE = "connect.sid"
_REQUEST_KINDS = {"org": "organisation", "domain": "domain", "position": "position"}
_POSITIONS = ("Assistant", "Junior Assistant", "Section Officer", "Stenographer")


async def groups(request: Request) -> Response:
    """The list of groups, `Others` included: the page removes it."""
    switches = state_of(request).switches
    if "portal-slow-start" in switches:
        await asyncio.sleep(SLOW_START_SECONDS)
    if "late-form" in switches:
        await asyncio.sleep(LATE_FORM_SECONDS)
    if "group-list-empty" in switches:
        return failed()
    offered = [each for each in SERVER_GROUPS if each != "GROUP C" or "group-c-missing" not in switches]
    if "groups-renamed" in switches:
        offered = [f"GROUP {number}" for number in range(1, len(offered) + 1)]
    if "groups-doubled" in switches:
        offered = [each for each in offered for _ in range(2)]
    return answered({"response": offered})


async def positions(_request: Request) -> Response:
    """The list of positions, which the page asks for and does not show."""
    return answered({"response": [{"name": each} for each in _POSITIONS]})


async def search(request: Request) -> Response:
    """The search for an organisation."""
    switches = state_of(request).switches
    if "search-slow" in switches:
        await asyncio.sleep(SLOW_SEARCH_SECONDS)
    if "search-500" in switches:
        return failed()
    asked = await inner_request(request)
    filters = asked.get("filters")
    filters = filters if isinstance(filters, dict) else {}
    complaint = organisation_search.complaint(filters)
    if complaint:
        return refused(complaint)
    limit = asked.get("limit")
    limit = limit if isinstance(limit, int) and limit > 0 else organisation_search.DEFAULT_LIMIT
    answer = answered(organisation_search.search(filters, limit, switches))
    if "search-truncated-json" in switches:
        body = bytes(answer.body)
        return Response(body[: len(body) // 2], media_type="application/json")
    return answer


async def chained_list(request: Request) -> Response:
    """The older lists of organisations: the top ones, or those below one (FACTS §1.4)."""
    parent = request.path_params.get("map_id") or request.path_params["parent"]
    rows = [
        {"orgname": each["orgName"], "mapid": each["mapId"], **each}
        for each in organisation_search.children(parent, state_of(request).switches)
    ]
    return answered({"response": {"content": rows, "count": len(rows)}})


async def send_checked(request: Request) -> Response:
    """Send an OTP after a look at the mail domain, whose refusal comes with HTTP 200, later 400 (FACTS §2.4)."""
    asked = await inner_request(request)
    if asked.get("type") == "email":
        problem = email_problem(str(asked.get("key", "")), state_of(request).switches)
        if problem:
            return refused(problem, 400 if state_of(request).options.generation.startswith("g4") else 200)
    return await send_plain(request)


async def send_plain(request: Request) -> Response:
    """Send an OTP to any address."""
    state, asked = state_of(request), await inner_request(request)
    kind: Kind = "email" if asked.get("type") == "email" else "phone"
    key = str(asked.get("key", ""))
    if ("email-send-fails" if kind == "email" else "mobile-send-fails") in state.switches:
        return failed()
    code = state.otps.send(kind, key)
    if isinstance(code, Refusal):
        return refused(code.text, code.status, f"UOS_OTPCRT{code.suffix}")
    deliver(state, kind, key, code)
    return answered({"response": "SUCCESS"})


def deliver(state: State, kind: Kind, key: str, code: str, *, login: bool = False) -> None:
    """Put the OTP into the outbox, unless a defect loses it."""
    lost = "email-otp-not-delivered" if kind == "email" else "mobile-otp-not-delivered"
    if lost in state.switches:
        return
    channel: Literal["email", "sms"] = "email" if kind == "email" else "sms"
    word = "email address" if kind == "email" else "mobile number"
    purpose = "log in to" if login else f"verify your {word} on"
    minutes = limits.IN_TEXTS["login_minutes" if login else "otp_minutes"]
    text = f"{code} is your OTP to {purpose} iGOT Karmayogi. It is valid for {minutes} minutes."
    state.outbox.send(channel, key, "OTP for iGOT Karmayogi", text, code=code)


async def verify(request: Request) -> Response:
    """Check an OTP."""
    state, asked = state_of(request), await inner_request(request)
    if "verify-fails" in state.switches:
        return failed()
    kind: Kind = "email" if asked.get("type") == "email" else "phone"
    refusal = state.otps.verify(kind, str(asked.get("key", "")), str(asked.get("otp", "")))
    if refusal:
        return refused(refusal.text, refusal.status, f"UOS_OTPVERFY{refusal.suffix}", dict(refusal.result))
    return answered({"response": "SUCCESS"})


_CLOSED = {
    "link-closed": "Registration link is not active",
    "link-replaced": "Registration link is not active",
    "link-of-another": "Invalid Organisation is Provided in the Registration Link",
}
_POSTS_OF_LINK = (*_POSITIONS, "Deputy Secretary", "Under Secretary", "Upper Division Clerk")


async def link(request: Request) -> Response:
    """Whether a department's link is active, and what it fixes (FACTS §12.4)."""
    switches, asked = state_of(request).switches, await inner_request(request)
    if text := next((text for name, text in _CLOSED.items() if name in switches), ""):
        return refused(text)
    rows = {each["sbOrgId"]: each for each in organisation_search.organisations(switches.documents)}
    row = rows.get(str(asked.get("orgId")))
    if row is None:
        return refused("Invalid Organisation is Provided in the Registration Link")
    if "link-other-organisation" in switches:
        row = row | {"orgName": "Office of the Rehearsal Registrar"}
    posts = () if "link-without-designations" in switches else _POSTS_OF_LINK
    return answered({"response": row | {"designations": posts}})


async def register(request: Request) -> Response:
    """Take a registration; neither the OTPs nor the captcha are looked at (FACTS §3.2)."""
    state = state_of(request)
    if "register-fails" in state.switches:
        return failed()
    if "register-link-ended" in state.switches:
        return answered({"result": "Registration link is not active"})
    if "register-duplicate" in state.switches:
        return refused("Duplicate request, please try again after some time.")
    if "register-refuses" in state.switches:
        return refused("Failed to process message. Exception: the service is not available.")
    record, problem = state.people.register(await inner_request(request), str(request.base_url))
    if problem:
        return refused(problem)
    return answered({"result": record}, 202)


async def help_request(request: Request) -> Response:
    """Take a request to add an organisation, a domain or a position."""
    if not (request.headers.get("rootOrg") and request.headers.get("org")):
        return refused("Required request header rootOrg or org is not present")
    kind = _REQUEST_KINDS.get(request.path_params["kind"])
    if kind is None:
        return refused("no Route matched with those values", 404)
    return answered(state_of(request).help_requests.create(kind, await inner_request(request)))


async def profile(request: Request) -> Response:
    """Complete the profile of the person who is logged in."""
    people = state_of(request).people
    account = people.of_session(request.cookies.get(SESSION_COOKIE))
    if account is None:
        return refused("Not logged in", 419)
    asked = await inner_request(request)
    details = asked.get("profileDetails") or {}
    account.name = str(details.get("firstname") or account.name)
    account.group = str(details.get("group") or account.group)
    account.phone = str(details.get("mobile") or account.phone)
    account.designation = str(details.get("designation") or "")
    account.complete = bool(account.designation)
    return answered({"response": "SUCCESS"})


async def telemetry(_request: Request) -> Response:
    """Swallow what the page reports about itself."""
    return JSONResponse({"id": "api.telemetry", "params": {"status": "successful"}, "responseCode": "SUCCESS"})


ROUTES = (
    Route("/api/user/v1/groups", groups),
    Route("/api/user/v1/positions", positions),
    Route(SEARCH_PATH, search, methods=["POST"]),
    Route("/apis/public/v8/org/v1/list/{parent}", chained_list),
    Route("/apis/public/v8/org/v1/list/{parent}/{map_id}", chained_list),
    Route("/api/otp/ext/v1/generate", send_checked, methods=["POST"]),
    Route("/api/otp/v1/generate", send_plain, methods=["POST"]),
    Route(OTP_VERIFY_PATH, verify, methods=["POST"]),
    Route("/api/customselfregistration/isregistrationqractive", link, methods=["POST"]),
    Route(REGISTER_PATH, register, methods=["POST"]),
    Route("/api/workflow/{kind}/create", help_request, methods=["POST"]),
    Route(PROFILE_PATH, profile, methods=["POST"]),
    Route("/api/data/v1/public/telemetry", telemetry, methods=["POST"]),
    Route("/apis/protected/v8/user/telemetry", telemetry, methods=["POST"]),
)
