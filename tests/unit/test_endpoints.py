"""Every request of the portal has one effect; what is not known is unknown."""

from __future__ import annotations

import pytest

from automation.endpoints import effect_of
from automation.model import Effect

HOST = "https://portal.example.gov.in"
KNOWN = [
    ("POST", "/api/org/ext/v2/signup/search", Effect.READ),
    ("POST", "/apis/public/v8/org/hierarchy/search", Effect.READ),
    ("POST", "/apis/public/v8/org/hierarchy/ministry/search", Effect.READ),
    ("POST", "/apis/public/v8/org/hierarchy/state/search", Effect.READ),
    ("POST", "/api/org/hierarchy/search", Effect.READ),
    ("POST", "/apis/public/v8/designation/search", Effect.READ),
    ("POST", "/api/org/v1/read", Effect.READ),
    ("POST", "/apis/public/v8/org/v1/read", Effect.READ),
    ("POST", "/api/customselfregistration/isregistrationqractive", Effect.READ),
    ("POST", "/api/data/v1/public/telemetry", Effect.TELEMETRY),
    ("POST", "/apis/protected/v8/user/telemetry", Effect.TELEMETRY),
    ("POST", "/v1/telemetry", Effect.TELEMETRY),
    ("POST", "/api/otp/ext/v1/generate", Effect.SENDS_MESSAGE),
    ("POST", "/api/otp/v1/generate", Effect.SENDS_MESSAGE),
    ("POST", "/api/otp/v1/verify", Effect.CREDENTIAL),
    ("POST", "/api/user/registration/v1/register", Effect.COMMITS_RECORD),
    ("POST", "/api/workflow/org/create", Effect.COMMITS_RECORD),
    ("POST", "/api/workflow/domain/create", Effect.COMMITS_RECORD),
    ("POST", "/api/workflow/position/create", Effect.COMMITS_RECORD),
    ("POST", "/apis/proxies/v8/user/basicProfileUpdate", Effect.COMMITS_RECORD),
    ("POST", "/auth/realms/sunbird/login-actions/authenticate", Effect.CREDENTIAL),
    ("GET", "/auth/realms/sunbird/login-actions/action-token", Effect.CREDENTIAL),
    ("GET", "/api/user/v1/groups", Effect.READ),
    ("GET", "/api/user/v1/positions", Effect.READ),
    ("GET", "/apis/public/v8/org/v1/list/state", Effect.READ),
    ("GET", "/assets/i18n/hi.json", Effect.READ),
    ("GET", "/assets/banners/9/Sticky%20Notes%20(1).png".replace("(", "%28").replace(")", "%29"), Effect.READ),
    ("GET", "/assets/%E0%A4%AA%E0%A4%A4%E0%A5%8D%E0%A4%B0.svg", Effect.READ),
    ("GET", "/public/signup", Effect.READ),
    ("GET", "/", Effect.READ),
    ("GET", "/api/user/registration/v1/getRegisterDetails", Effect.UNKNOWN),
    ("POST", "/public/signup", Effect.UNKNOWN),
    ("PUT", "/assets/env.json", Effect.UNKNOWN),
    ("DELETE", "/", Effect.UNKNOWN),
    ("GET", "/api/anything/new", Effect.UNKNOWN),
]


@pytest.mark.parametrize(("method", "path", "effect"), KNOWN)
def test_each_endpoint_of_the_portal_has_its_effect(method, path, effect):
    assert effect_of(method, f"{HOST}{path}?q=1") is effect


@pytest.mark.parametrize(
    "path",
    [
        "/API/otp/v1/generate",
        "//api/otp/v1/generate",
        "/%61pi/otp/v1/generate",
        "/x/../api/otp/v1/generate",
        "/api/otp/v1/generate/",
        "/api/org/ext/v2/signup/search/../../../../otp/v1/generate",
        "/api/org/ext/v2/signup/search;x=/api/otp",
        "/api%20/otp/v1/generate",
        "/assets/%2e%2e/api/otp/v1/generate",
        "/assets/..%2fapi/otp/v1/generate",
        "/assets/.%2e/api/otp/v1/generate",
        "/assets/%20../api/otp/v1/generate%2f",
        "/assets/%C0%AE%C0%AE/api/otp/v1/generate",
        "/assets/%EF%BC%8E%EF%BC%8E/api/otp/v1/generate",
        "/assets/x%61",
        "/assets/x%5C..%5Capi",
        "/assets/x%3Fy",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_spelling_of_a_denied_endpoint_reads(method, path):
    assert effect_of(method, HOST + path) is not Effect.READ
