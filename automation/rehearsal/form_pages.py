"""The landing page, the documents in which the browser builds the form, and the files they load (FACTS §1.2, §5)."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from automation import bundling
from automation.rehearsal.answers import state_of
from automation.rehearsal.api import SESSION_COOKIE
from automation.rehearsal.state import LATE_FORM_SECONDS, SLOW_ANSWER_SECONDS, SLOW_START_SECONDS
from automation.rehearsal.written_pages import data, not_found, notice, page

if TYPE_CHECKING:
    from starlette.requests import Request

LOGIN_PATH = "/protected/v8/resource"
_HERE = Path(__file__).parent
SCRIPTS = _HERE / "web" / "js"
_LANGUAGES = [
    {"key": "en", "value": "English", "isEnabled": True},
    {"key": "hi", "value": "हिंदी", "isEnabled": True},
]


async def script(request: Request) -> Response:
    """A page's script with the modules that it imports."""
    name = request.path_params["name"]
    module = SCRIPTS / f"{name}.js"
    if not module.is_file() or (name == "main" and "script-missing" in state_of(request).switches):
        return not_found(request)
    return Response(bundling.bundled(module), media_type="text/javascript")


async def landing(request: Request) -> Response:
    """The static-looking start page with Register and Login."""
    if "landing-dead" in state_of(request).switches:
        return notice(request, 500, "500 Internal Server Error", "The server could not answer.")
    if "landing-empty" in state_of(request).switches:
        return Response("<!doctype html><title>iGOT Karmayogi</title>", media_type="text/html")
    return page(request, "landing.html")


async def to_landing(_request: Request) -> Response:
    """Paths that lead the whole window to the landing page."""
    return RedirectResponse("/", 302)


async def portal(request: Request) -> Response:
    """The one document of the sign-up, request and privacy pages."""
    if "signup-slow" in state_of(request).switches:
        await asyncio.sleep(SLOW_START_SECONDS)
    return page(request, "portal.html")


async def welcome(request: Request) -> Response:
    """The page that completes a profile."""
    if "profile-page-dead" in state_of(request).switches:
        return not_found(request)
    return await home(request)


async def home(request: Request) -> Response:
    """The page behind the login; only for a person who is logged in."""
    person = state_of(request).people.of_session(request.cookies.get(SESSION_COOKIE))
    if person is None:
        return RedirectResponse(LOGIN_PATH, 302)
    shown = {
        "firstname": person.name,
        "email": person.email,
        "group": person.group,
        "mobile": person.phone,
        "designation": person.designation,
    }
    return page(request, "portal.html", person=shown)


async def env(request: Request) -> Response:
    """The front end's environment."""
    wait = state_of(request).options.resend_seconds
    return JSONResponse({"name": "rehearsal", "production": True, "resendOTPTIme": wait, "recaptchaKey": "rehearsal"})


async def host_config(_request: Request) -> Response:
    """The front end's host configuration."""
    return JSONResponse({"telemetryConfig": {"pdata": {"id": "igot.portal", "ver": "4.8.18"}, "batchsize": 10}})


async def site_config(request: Request) -> Response:
    """The front end's site configuration: which languages there are."""
    switches = state_of(request).switches
    only = "english-only" in switches  # of several that are listed (FACTS §12.2)
    languages = [each | {"isEnabled": each["key"] == "en" or not only} for each in _LANGUAGES]
    several = "language-control-missing" not in switches
    return JSONResponse({"isMultilingualEnabled": several, "websiteLanguages": languages})


async def labels(request: Request) -> Response:
    """The texts of the pages in one language."""
    language, switches = request.path_params["language"], state_of(request).switches
    if language not in {"en", "hi"} or (language == "en" and "texts-missing" in switches):
        return not_found(request)
    if language == "hi" and "hindi-labels-missing" in switches:
        return JSONResponse({})
    if "late-texts" in switches:
        await asyncio.sleep(LATE_FORM_SECONDS)
    if language == "hi" and "hindi-late" in switches:
        await asyncio.sleep(SLOW_ANSWER_SECONDS)
    mistaken = {"hindi-english": "en", "english-hindi": "hi"}
    spoken = next((other for name, other in mistaken.items() if name in switches), language)
    texts: dict[str, dict[str, str]] = data(f"i18n/{spoken}.json")
    if language == "hi" and "hindi-incomplete" in switches:
        left = {key: data("i18n/en.json")["publicsignup"][key] for key in ("fullName", "sendOTP", "confirmInfo")}
        texts = texts | {"publicsignup": texts["publicsignup"] | left}
    if language == "en" and "other-texts" in switches:
        other = data("i18n/en-other.json")
        texts = {group: entries | other.get(group, {}) for group, entries in texts.items()}
    gone = {"signup-text-missing": "signup", "help-text-missing": "requestForHelp"}
    lost = [key for name, key in gone.items() if name in switches] if language == "en" else []
    if language == "en" and "texts-blank" in switches:
        texts = {group: dict.fromkeys(entries, "") for group, entries in texts.items()}
    if lost:
        texts = texts | {"publicsignup": {key: each for key, each in texts["publicsignup"].items() if key not in lost}}
    return JSONResponse(texts)


async def help_form(_request: Request) -> Response:
    """What the Need Help icon opens; the portal loads it with the form."""
    return Response("<p>Write to the helpdesk of your department.</p>", media_type="text/html")


ROUTES = (
    Route("/", landing),
    Route("/static-home", to_landing),
    Route("/public/home", to_landing),
    Route("/public/signup", portal),
    Route("/crp/{link}/{organisation}", portal),
    Route("//crp/{link}/{organisation}", portal),
    Route("/public/request", portal),
    Route("/public/privacy-policy", portal),
    Route("/public/welcome", welcome),
    Route("/page/home", home),
    Route("/assets/env.json", env),
    Route("/assets/configurations/host.config.json", host_config),
    Route("/assets/configurations/site.config.json", site_config),
    Route("/assets/i18n/{language}.json", labels),
    Route("/assets/static-data/zoho-code.html", help_form),
    Route("/assets/rehearsal/js/{name}.js", script),
    Mount("/assets/rehearsal", StaticFiles(directory=_HERE / "web")),
    Mount("/recaptcha", StaticFiles(directory=_HERE / "web" / "recaptcha")),
)
