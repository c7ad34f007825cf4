"""The office's own copy of the portal: whose host may be one, and that nothing takes it for the portal."""

from __future__ import annotations

from datetime import date

import pytest

from automation import checks
from automation.config import Letter, Portal, Settings, load
from automation.endpoints import effect_of
from automation.evidence import bundle
from automation.model import Effect, RefusedError, UsageError, Yes
from automation.portal.facts import Opened
from automation.reports import letter
from automation.runs.options import Options
from automation.runs.target import Target, target_of
from automation.symptoms.summary import not_of_the_portal

OWN = "it.example.gov.in"


def target(url: str, *, landing: str = "", staging: bool = True, domain: str = OWN, permission: str = "") -> Target:
    portal = Portal(url=url, landing_url=landing, staging=staging, office_domain=domain, authorisation=permission)
    with target_of(Settings(portal=portal), Options()) as found:
        return found()


@pytest.mark.parametrize(
    "host",
    [
        "10.0.0.7",
        "172.16.4.1:8080",
        "192.168.1.20",
        "[fd00::7]",
        "[::ffff:10.0.0.7]",
        "it.example.gov.in",
        "copy.it.example.gov.in:8443",
    ],
)
def test_a_copy_of_the_offices_own_needs_no_permission_and_is_named(host: str) -> None:
    found = target(f"http://{host}/public/signup")
    assert found.live
    assert found.info().head == f"STAGING COPY, not the portal: http://{host}/public/signup"
    assert found.flags == f" --portal http://{host}/public/signup --staging"


@pytest.mark.parametrize(
    "host",
    [
        "igotkarmayogi.gov.in",
        "portal.igotkarmayogi.gov.in",
        "8.8.8.8",
        "[2001:4860:4860::8888]",
        "[::ffff:8.8.8.8]",
        "it.example.gov.in.example.com",
        "otherit.example.gov.in",
        "it.example.gov.in.",
        "134744072",
    ],
)
def test_any_other_host_is_no_copy_of_the_offices_own(host: str) -> None:
    with pytest.raises(UsageError, match="no staging copy"):
        target(f"https://{host}/public/signup")
    with pytest.raises(UsageError, match="no staging copy"):
        target("http://10.0.0.7/public/signup", landing=f"https://{host}/")


def test_the_portal_itself_is_never_a_copy_whatever_the_domain() -> None:
    with pytest.raises(UsageError, match="no staging copy"):
        target("https://portal.igotkarmayogi.gov.in/public/signup", domain="igotkarmayogi.gov.in")


@pytest.mark.parametrize("domain", ["in", "gov.in", "nic.in", "co.uk", "com", "localdomain", ".gov.in", "a b.in"])
def test_a_domain_that_many_share_is_no_offices(domain: str) -> None:
    with pytest.raises(UsageError, match=r"portal\.office_domain: should be empty or the domain of one office"):
        load(None, {"IGOT_PORTAL_OFFICE_DOMAIN": "x.example"}, {"portal.office_domain": domain})


def test_without_the_word_staging_a_private_address_needs_permission_and_so_does_a_first_page_elsewhere() -> None:
    for url, landing in (("http://10.0.0.7/", ""), ("http://127.0.0.1:1/", "https://portal.example.gov.in/")):
        with pytest.raises(RefusedError, match="written permission"):
            target(url, landing=landing, staging=False)
        assert not target(url, landing=landing, staging=False, permission="Letter 1").info().stand_in


def test_staging_without_a_portal_is_told() -> None:
    with pytest.raises(UsageError, match="A staging copy is named and no portal"):
        target("")


@pytest.mark.parametrize("path", ["/crp/12/34", "//crp/12/34", "//crp/1764500000000/0138549998568944692/"])
def test_a_departments_link_leads_to_its_own_form(path: str) -> None:
    found = target(f"http://127.0.0.1:1{path}", staging=False)
    assert (found.addresses.root, found.addresses.link) == ("http://127.0.0.1:1/", path.rstrip("/"))
    assert effect_of("GET", found.addresses.link) is Effect.READ  # the gate lets out what is taken for a link


@pytest.mark.parametrize(
    "path", ["/crp", "/crp/12", "//crp/12/", "/crp/12/34/56", "/crp/ab/34", f"/crp/{9**30}/a", "/crp/१२/34"]
)
def test_an_incomplete_link_is_not_judged_as_the_form_of_all(path: str) -> None:
    with pytest.raises(UsageError, match="link is incomplete"):
        target(f"http://127.0.0.1:1{path}", staging=False)
    assert target("http://127.0.0.1:1/crpf/signup", staging=False).addresses.link == ""


def test_nothing_of_a_copy_reads_as_if_it_were_of_the_portal() -> None:
    assert letter.markdown([("A", "B")], Letter(), date(2026, 1, 2), "STAGING COPY").startswith(
        "**STAGING COPY: this says nothing of the portal and is not to be sent.**"
    )
    assert "<b>STAGING COPY: " in letter.page([("A", "B")], Letter(), date(2026, 1, 2), "STAGING COPY")
    for said in not_of_the_portal("STAGING COPY", "./igot x"):
        assert "./igot x" in said
    assert bundle._NAME.fullmatch("staging-2026-01-02T03-04-05-ab12.zip")


def test_the_address_of_a_copy_is_no_difference() -> None:
    there = Opened("https://copy.it.example.gov.in/")
    assert isinstance(checks.address(there, staging=True), Yes)
    assert not isinstance(checks.address(there), Yes)
