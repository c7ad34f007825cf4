"""The login and set-password pages as the portal's login theme shows them (FACTS §3.5, §12.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from automation.rehearsal.answers import state_of
from automation.rehearsal.api import SESSION_COOKIE, deliver
from automation.rehearsal.form_pages import LOGIN_PATH
from automation.rehearsal.people import Account, password_problem
from automation.rehearsal.written_pages import data, not_found, notice, page

if TYPE_CHECKING:
    from starlette.requests import Request

    from automation.rehearsal.otp_rules import Kind

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
    if "login-page-down" in state_of(request).switches:
        return notice(request, 503, "503", "The server could not answer.")
    if "login-of-another-kind" in state_of(request).switches:
        return notice(request, 200, "One identity", "Continue with the identity of your office.")
    return _login(request)


def _login(request: Request, message: str = "") -> Response:
    """The login page with what it says against a login."""
    switches, asked = state_of(request).switches, request.query_params.get("kc_locale")
    offered = switches.any("login-hindi", "login-hindi-english")
    spoken = "hi" if offered and asked == "hi" and "login-hindi-english" not in switches else "en"
    texts: dict[str, str] = data("login.json")[spoken]
    if "login-texts-missing" in switches:
        texts = dict(zip(texts, texts, strict=True))
    languages = [("en", "English"), ("hi", "हिन्दी")] if offered else []
    return page(request, "login.html", message=message, t=texts, languages=languages)


async def forgot(request: Request) -> Response:
    """Where somebody goes who has forgotten the password; what is typed there leads nowhere."""
    if "forgot-dead" in state_of(request).switches:
        return not_found(request)
    return page(request, "forgot.html")


async def authenticate(request: Request) -> Response:
    """Log in with a password, or ask for an OTP and then log in with it."""
    form = await _form(request)
    if "emailOrPhone" in form:
        return _with_otp(request, form["emailOrPhone"].strip(), form.get("smsCode"))
    found = state_of(request).people.login(form.get("username", ""), form.get("password", ""))
    if isinstance(found, Account):
        return _entered(request, found)
    return _login(request, found)


def _with_otp(request: Request, key: str, code: str | None) -> Response:
    """Ask for an OTP, or for another one, and log in with it; a resend makes the older code worthless."""
    state = state_of(request)
    account = None if "login-knows-nobody" in state.switches else state.people.named(key)
    if account is None:
        return _login(request, "Oops, Member not found.")
    kind: Kind = "email" if "@" in key else "phone"
    if code is None:
        if "login-otp-fails" in state.switches:
            return _login(request, "Failed to send out SMS. Please contact Administrator.")
        deliver(state, kind, key, state.login_otps.send(key), login=True)
        return page(request, "login-otp.html", message="", key=key)
    problem = state.login_otps.verify(key, code)
    if problem:
        return page(request, "login-otp.html", message=problem, key=key)
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


_PARICHAY = {
    "parichay-no-mail": "iGOT login failed. You must allow Email id on the consent form to log in.",
    "parichay-no-mobile": (
        "Parichay user registration failed. You must allow Email id and Mobile number on the consent form to register."
    ),
}


async def parichay(request: Request) -> Response:
    """The other way to log in, which leads to another site; a defect has it come back with its error (FACTS §12.3)."""
    text = next((text for name, text in _PARICHAY.items() if name in state_of(request).switches), "")
    if text:
        return RedirectResponse(f"/public/logout?{urlencode({'error': text})}", 302)
    return notice(request, 404, "Not rehearsed", "Login with Parichay leads to another site, so it ends here.")


async def logged_out(request: Request) -> Response:
    """Where single sign-on comes back to, with its error."""
    return notice(request, 200, "Logged out", request.query_params.get("error", "You are logged out."))


ROUTES = (
    Route(LOGIN_PATH, to_login),
    Route(f"{REALM}/protocol/openid-connect/auth", login_page),
    Route(f"{REALM}/login-actions/authenticate", authenticate, methods=["POST"]),
    Route(f"{REALM}/login-actions/action-token", action_token),
    Route(f"{REALM}/login-actions/required-action", set_password, methods=["GET", "POST"]),
    Route(f"{REALM}/login-actions/reset-credentials", forgot),
    Route("/recover/identify/account", forgot),
    Route("/apis/public/v8/parichay/auth", parichay),
    Route("/public/logout", logged_out),
)
