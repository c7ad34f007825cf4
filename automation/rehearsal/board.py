"""The pages about the rehearsal itself, for people and tests: outbox, received requests, fault board."""

from __future__ import annotations

import hmac
import json
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from automation.model import UsageError
from automation.rehearsal.answers import state_of
from automation.rehearsal.defects import DEFECTS
from automation.rehearsal.variants import VARIANTS
from automation.rehearsal.written_pages import page

if TYPE_CHECKING:
    from starlette.requests import Request

PREFIX = "/rehearsal"


async def proof(request: Request) -> Response:
    """Prove that this is the portal that its parent started: the HMAC-SHA256 of the challenge under their secret."""
    secret, challenge = state_of(request).options.secret, request.query_params.get("challenge", "")
    if not secret:
        return Response(status_code=404)
    digest = hmac.digest(secret.encode(), challenge.encode(), "sha256")
    return JSONResponse({"proof": digest.hex()})


async def outbox(request: Request) -> Response:
    """The messages that were sent, for people as a page and for programs as JSON."""
    messages = state_of(request).outbox.messages()
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse(messages)
    return page(request, "outbox.html", messages=messages[::-1])


async def received(request: Request) -> Response:
    """The requests that reached the portal, never with their bodies."""
    effect = request.query_params.get("effect")
    return JSONResponse([each for each in state_of(request).received if effect in {None, each["effect"]}])


async def reset(request: Request) -> Response:
    """Forget everything but the switches."""
    state_of(request).reset()
    return JSONResponse({"reset": True})


async def fault_board(request: Request) -> Response:
    """A page on which a trainer switches defects."""
    return page(request, "board.html", defects=DEFECTS, variants=VARIANTS)


async def switch(request: Request) -> Response:
    """Switch defects while the portal runs."""
    try:
        body: dict[str, Any] = json.loads(await request.body())
        state_of(request).switches.switch(body.get("on", ()), body.get("off", ()))
    except (ValueError, AttributeError, TypeError):
        return JSONResponse({"error": 'Send {"on": [names], "off": [names]}.'}, 400)
    except UsageError as error:
        return JSONResponse({"error": str(error)}, 400)
    return JSONResponse({"on": sorted(state_of(request).switches.defects)})


ROUTES = (
    Route(f"{PREFIX}/", fault_board),
    Route(f"{PREFIX}/proof", proof),
    Route(f"{PREFIX}/outbox", outbox),
    Route(f"{PREFIX}/received", received),
    Route(f"{PREFIX}/reset", reset, methods=["POST"]),
    Route(f"{PREFIX}/defects", switch, methods=["POST"]),
)
