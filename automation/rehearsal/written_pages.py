"""The pages that the server writes itself; the form's pages are written by the browser."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader
from starlette.responses import HTMLResponse

from automation.rehearsal.answers import state_of

if TYPE_CHECKING:
    from starlette.requests import Request

_HERE = Path(__file__).parent


@cache
def data(name: str) -> Any:  # noqa: ANN401 (whatever the file holds)
    """What a file of the rehearsal's own data holds, such as the texts of its pages."""
    return json.loads((_HERE / "data" / name).read_text(encoding="utf-8"))


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(_HERE / "templates"), autoescape=True)


def page(request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """One page; every template gets `switches`, and `rehearsal` for the scripts."""
    state = state_of(request)
    values.setdefault("rehearsal", {})
    told = {
        "on": state.switches.names(),
        "retrySeconds": state.options.retry_seconds,
        "generation": state.options.generation,
    }
    rendered = _environment().get_template(template).render(switches=state.switches, told=told, **values)
    return HTMLResponse(rendered, status, {"Cache-Control": "no-store"})


def notice(request: Request, status: int, title: str, text: str, **values: object) -> HTMLResponse:
    """A page with a heading and a sentence: not found, maintenance, a browser check."""
    return page(request, "notice.html", status, title=title, text=text, **values)


def not_found(request: Request) -> HTMLResponse:
    """The page for a path that does not exist."""
    return notice(request, 404, "404 Not Found", "The page you asked for does not exist.")
