"""The services behind the paged lists of the two-step form (FACTS §1.5), and how long they take."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from automation.rehearsal import hierarchy
from automation.rehearsal.answers import answered, inner_request, refused, state_of
from automation.rehearsal.offices import home

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

_FAILED = "Failed due to unknown reason"
_SHORTEST, _LONGEST, _LARGEST_PAGE = 2, 50, 100
_ALLOWED = re.compile(r"[\w .,&'/()-]*")


async def _late(request: Request) -> Response | None:
    """Wait as long as the portal takes for a list; the error that takes its place, or None."""
    state = state_of(request)
    await asyncio.sleep(state.options.list_latency)
    if "list-500" in state.switches:
        return PlainTextResponse(_FAILED, 500)
    if "list-html" in state.switches:
        return HTMLResponse("<!doctype html><title>Welcome</title><p>Welcome</p>")
    return None


def _number(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) and value >= 0 else otherwise


def _page(request: Request, rows: Iterable[hierarchy.Row], asked: dict[str, Any]) -> Response:
    offset, limit = _number(asked.get("offset"), 0), _number(asked.get("limit"), hierarchy.PAGE)
    switches = state_of(request).switches
    return answered({"response": hierarchy.page(rows, str(asked.get("query") or ""), offset, limit, switches)})


async def ministries(request: Request) -> Response:
    """The list of ministries."""
    switches = state_of(request).switches
    rows = hierarchy.states() if "centre-crossed" in switches else hierarchy.ministries(switches.documents)
    rows = () if switches.any("centre-empty", "ministries-empty") else rows
    return await _late(request) or _page(request, rows, await inner_request(request))


async def states(request: Request) -> Response:
    """The list of states."""
    switches = state_of(request).switches
    gone = {home(name).state for name in switches.documents} if "state-absent" in switches else set()
    rows = [each for each in hierarchy.states() if each["orgName"] not in gone]
    return await _late(request) or _page(request, rows, await inner_request(request))


async def below(request: Request) -> Response:
    """The departments of a state, or the organisations under a ministry, a state or a department."""
    late = await _late(request)
    asked = await inner_request(request)
    filters, switches = asked.get("filters") or {}, state_of(request).switches
    top = str(filters.get("levelZeroOrgId") or "")
    if "hierarchyRequestType" in filters:
        rows = hierarchy.below(top, filters.get("levelOneOrgId"), switches)
    else:
        rows = hierarchy.departments(top, switches)
        late = late or (PlainTextResponse(_FAILED, 500) if "departments-500" in switches else None)
    return late or _page(request, rows, asked)


async def designations(request: Request) -> Response:
    """The list of designations; odd search texts and page sizes are refused."""
    late = await _late(request)
    asked = await inner_request(request)
    text, size = str(asked.get("searchString") or ""), _number(asked.get("pageSize"), hierarchy.PAGE)
    odd = text and not (_SHORTEST <= len(text) <= _LONGEST and _ALLOWED.fullmatch(text))
    if odd or not 1 <= size <= _LARGEST_PAGE:
        return late or refused("Invalid search request")
    found = hierarchy.designations(text, _number(asked.get("pageNumber"), 0), size, state_of(request).switches)
    return late or answered({"result": found})


_LISTS = "/apis/public/v8"
ROUTES = (
    Route(f"{_LISTS}/org/hierarchy/ministry/search", ministries, methods=["POST"]),
    Route(f"{_LISTS}/org/hierarchy/state/search", states, methods=["POST"]),
    Route(f"{_LISTS}/org/hierarchy/search", below, methods=["POST"]),
    Route(f"{_LISTS}/designation/search", designations, methods=["POST"]),
)
