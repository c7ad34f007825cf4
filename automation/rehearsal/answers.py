"""The JSON object around every answer of the portal's services; knows no service."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from starlette.requests import Request

    from automation.rehearsal.state import State


def state_of(request: Request) -> State:
    """The state of the portal that got this request."""
    state: State = request.app.state.portal
    return state


async def inner_request(request: Request) -> dict[str, Any]:
    """The `request` object of a JSON body, or the body itself; empty where there is none."""
    try:
        body = json.loads(await request.body())
    except ValueError:
        return {}
    if not isinstance(body, dict):
        return {}
    inner = body.get("request", body)
    return inner if isinstance(inner, dict) else {}


def answered(result: dict[str, Any], status: int = 200) -> JSONResponse:
    """A success."""
    return JSONResponse(_envelope(result, "successful", "", "", "OK"), status)


def refused(text: str, status: int = 400, error: str = "", result: dict[str, Any] | None = None) -> JSONResponse:
    """A refusal with its message; some of them come with HTTP 200."""
    return JSONResponse(_envelope(result or {}, "failed", error, text, "CLIENT_ERROR"), status)


def failed() -> JSONResponse:
    """An error of the portal itself, without a message."""
    return JSONResponse(_envelope({}, "failed", "SERVER_ERROR", "", "SERVER_ERROR"), 500)


def _envelope(result: dict[str, Any], status: str, error: str, text: str, code: str) -> dict[str, Any]:
    return {
        "id": "api.rehearsal",
        "ver": "v1",
        "params": {"status": status, "err": error or None, "errmsg": text or None},
        "responseCode": code,
        "result": result,
    }
