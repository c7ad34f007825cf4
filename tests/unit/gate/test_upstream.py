"""The gate's own way to the portal: the office proxy where one is set, with credentials that are never shown."""

from __future__ import annotations

import pytest

from automation.gate.upstream import OfficeProxy, UnreachableError, office_proxy

HOST = "portal.example.gov.in"


def test_the_office_proxy_is_used_with_its_credentials_apart() -> None:
    proxy = office_proxy({"HTTPS_PROXY": "http://anita%40it:p%3Aw@proxy.example:8080"}, HOST)
    assert proxy == OfficeProxy("http", "proxy.example", 8080, "Basic YW5pdGFAaXQ6cDp3")
    assert "YW5pdGF" not in repr(proxy)


@pytest.mark.parametrize("address", ["", "http://", "://"])
def test_no_proxy_is_no_proxy(address: str) -> None:
    assert office_proxy({"https_proxy": address}, HOST) is None


def test_a_proxy_without_a_scheme_is_understood() -> None:
    assert office_proxy({"https_proxy": "proxy.example:3128"}, HOST) == OfficeProxy("http", "proxy.example", 3128)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.8.9.1"])
def test_this_machine_is_reached_without_a_proxy(host: str) -> None:
    assert office_proxy({"HTTPS_PROXY": "http://proxy.example:8080"}, host) is None


@pytest.mark.parametrize("rule", [HOST, "gov.in", ".gov.in", "*.example.gov.in", "*", "x.example, .example.gov.in"])
def test_what_no_proxy_names_is_reached_without_one(rule: str) -> None:
    assert office_proxy({"HTTPS_PROXY": "http://proxy.example:8080", "NO_PROXY": rule}, HOST) is None


@pytest.mark.parametrize("rule", ["", "portal", "ov.in", "other.example"])
def test_what_no_proxy_does_not_name_goes_through_the_proxy(rule: str) -> None:
    assert office_proxy({"HTTPS_PROXY": "http://proxy.example:8080", "no_proxy": rule}, HOST) is not None


def test_a_kind_of_proxy_that_is_not_known_is_said_and_not_gone_round() -> None:
    with pytest.raises(UnreachableError, match="not known here"):
        office_proxy({"HTTPS_PROXY": "socks5://proxy.example:1080"}, HOST)
