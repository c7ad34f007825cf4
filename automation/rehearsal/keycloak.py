"""The login and set-password pages as the portal's login theme shows them (FACTS §3.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from automation.rehearsal.answers import state_of
from automation.rehearsal.api import SESSION_COOKIE, deliver
from automation.rehearsal.otp import Kind, Refusal
from automation.rehearsal.pages import LOGIN_PATH
from automation.rehearsal.people import Account, password_problem
from automation.rehearsal.templates import not_found, notice, page

if TYPE_CHECKING:
    from starlette.requests import Request

REALM = "/auth/realms/sunbird"
SEE_OTHER = 303


def _entered(request: Request, account: Account) -> Response:
    """Open a session and lead on: to the profile page, or home if the profile is complete."""
    target = "/page/home" if account.complete else "/public/welcome"
    answer = RedirectResponse(target, SEE_OTHER)
    token = state_of(request).people.open_session(account)
    answer.set_cookie(SESSION_COOKIE, token, httponly=True, samesite="lax")
    return answer


async def _form(request: Request) -> dict[str, str]:
    """The fields of a posted form."""
    return dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True))


async def to_login(request: Request) -> Response:
    """The start of a login: on to the login page, or home with an open session."""
    person = state_of(request).people.of_session(request.cookies.get(SESSION_COOKIE))
    if person:
        return RedirectResponse("/page/home", 302)
    asked = {
        "client_id": "portal",
        "redirect_uri": f"{request.base_url}page/home",
        "scope": "openid",
        "response_type": "code",
    }
    return RedirectResponse(f"{REALM}/protocol/openid-connect/auth?{urlencode(asked)}", 302)


async def login_page(request: Request) -> Response:
    """The login page."""
    if "login-page-dead" in state_of(request).switches:
        return not_found(request)
    return page(request, "login.html", message="", otp_for="")


async def authenticate(request: Request) -> Response:
    """Log in with a password, or ask for an OTP and then log in with it."""
    form = await _form(request)
    if "emailOrPhone" in form:
        return _with_otp(request, form["emailOrPhone"].strip(), form.get("otp", ""))
    found = state_of(request).people.login(form.get("username", ""), form.get("password", ""))
    if isinstance(found, Account):
        return _entered(request, found)
    return page(request, "login.html", message=found, otp_for="")


def _with_otp(request: Request, key: str, code: str) -> Response:
    state = state_of(request)
    account = state.people.named(key)
    if account is None:
        return page(request, "login.html", message="Email or mobile number is not registered.", otp_for="")
    kind: Kind = "email" if "@" in key else "phone"
    if not code:
        sent = state.otps.send(kind, key)
        if isinstance(sent, Refusal):
            return page(request, "login.html", message=sent.text, otp_for="")
        deliver(state, kind, key, sent)
        return page(request, "login.html", message="", otp_for=key)
    refusal = state.otps.verify(kind, key, code)
    if refusal:
        return page(request, "login.html", message=refusal.text, otp_for=key)
    return _entered(request, account)


async def action_token(request: Request) -> Response:
    """The link in the mail, which leads on to the set-password page."""
    if "mail-link-dead" in state_of(request).switches:
        return not_found(request)
    query = urlencode({"execution": "UPDATE_PASSWORD", "key": request.query_params.get("key", "")})
    return RedirectResponse(f"{REALM}/login-actions/required-action?{query}", 302)


async def set_password(request: Request) -> Response:
    """The set-password page and its answer."""
    state, key = state_of(request), request.query_params.get("key", "")
    account = state.people.accounts.get(state.people.links.get(key, ""))
    if account is None:
        return notice(request, 400, "We're sorry...", "Action expired. Please start again.")
    if request.method == "GET":
        return page(request, "set-password.html", key=key, message="")
    form = await _form(request)
    password = form.get("password-new", "")
    problem = password_problem(password, form.get("password-confirm", ""), state.switches)
    if problem:
        return page(request, "set-password.html", key=key, message=problem)
    account.set_password(password)
    del state.people.links[key]
    return _entered(request, account)


async def parichay(request: Request) -> Response:
    """The other way to log in, which a rehearsal does not have."""
    return notice(request, 404, "Not rehearsed", "Login with Parichay leads to another site, so it ends here.")


ROUTES = (
    Route(LOGIN_PATH, to_login),
    Route(f"{REALM}/protocol/openid-connect/auth", login_page),
    Route(f"{REALM}/login-actions/authenticate", authenticate, methods=["POST"]),
    Route(f"{REALM}/login-actions/action-token", action_token),
    Route(f"{REALM}/login-actions/required-action", set_password, methods=["GET", "POST"]),
    Route("/apis/public/v8/parichay/auth", parichay),
)
