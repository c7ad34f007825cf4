"""The result as JUnit XML, for the IT cell's build server: a suite a step, a case a check or department."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from automation.model import Listing, Verdict

if TYPE_CHECKING:
    from automation.result import CheckResult, DepartmentResult, Result


def render(result: Result) -> str:
    """The XML text. A finding is a failure; what needs a person is skipped; what cannot be judged is an error."""
    root = ET.Element("testsuites", name=f"igot smoke, {result.portal.head}", time=f"{result.run.seconds:.3f}")
    for step in result.steps:
        suite = ET.SubElement(root, "testsuite", name=f"{step.id} {step.title}", time=f"{step.seconds:.3f}")
        for check in step.checks:
            _check(suite, step.id, check)
        _count(suite)
    if result.departments.results:
        suite = ET.SubElement(root, "testsuite", name="departments")
        for department in result.departments.results:
            _department(suite, department)
        _count(suite)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _check(suite: ET.Element, step: str, check: CheckResult) -> None:
    case = ET.SubElement(suite, "testcase", classname=step, name=check.id)
    match check.verdict:
        case Verdict.BROKEN | Verdict.CHANGED:
            ET.SubElement(case, "failure", type=check.verdict, message=check.observed).text = check.documented
        case Verdict.CANNOT_JUDGE:
            ET.SubElement(case, "error", type=check.verdict, message=check.why)
        case Verdict.NEEDS_PERSON:
            ET.SubElement(case, "skipped", message=check.why)
        case Verdict.AS_DOCUMENTED:
            pass


def _department(suite: ET.Element, department: DepartmentResult) -> None:
    case = ET.SubElement(suite, "testcase", classname="departments", name=department.name)
    match department.listing:
        case Listing.MISSING | Listing.HIDDEN | Listing.MISPLACED:
            ET.SubElement(case, "failure", type=department.listing, message=department.why)
        case Listing.CANNOT_JUDGE:
            ET.SubElement(case, "error", type=department.listing, message=department.why)
        case Listing.LISTED | Listing.NEAR_NAME:
            pass


def _count(suite: ET.Element) -> None:
    suite.set("tests", str(len(suite)))
    for kind, plural in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        suite.set(plural, str(len(suite.findall(f"testcase/{kind}"))))
