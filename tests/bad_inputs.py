"""210 bad inputs and what is said of them; `python -m tests.bad_inputs` writes the page docs/bad-inputs.md."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from automation import cli
from automation.config import ROOT
from tests import books

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PAGE = ROOT / "docs" / "bad-inputs.md"
GOOD = ("name,kind,parent\nHealth,department,\n", "name,email,mobile,department\n")
ASHA = "Asha Verma,asha@example.gov.in,9000000042,Health\n"
COMMANDS = {
    "list of departments": ("departments", "--offline", "portal.json", "--departments"),
    "exported list": ("departments", "--offline"),
    "list of officials": ("roster", "import"),
    "pairs of names": ("names",),
    "raised.csv": ("departments", "--offline", "portal.json"),
    "settings": ("config", "--config"),
    "scenario": ("reproduce",),
}
"""What a file is, and the command that reads it."""


@dataclass(frozen=True)
class Bad:
    """One input: which file or word it is, what is bad about it, a part of what is said, and how it comes about."""

    where: str
    what: str
    said: str
    name: str = ""
    data: bytes | None = None
    words: Sequence[str] = ()
    environ: Mapping[str, str] = field(default_factory=dict)


def encoded(data: str | bytes) -> bytes:
    return data if isinstance(data, bytes) else data.encode()


def table(where: str, *cases: tuple[str, str, str, str | bytes]) -> Iterator[Bad]:
    for what, said, name, data in cases:
        more = {"IGOT_DEPARTMENTS_RAISED": name} if where == "raised.csv" else {}
        yield Bad(where, what, said, name, encoded(data), environ=more)


def toml(where: str, *cases: tuple[str, str, str]) -> Iterator[Bad]:
    name = "config.toml" if where == "settings" else "hd-1.toml"
    for what, said, text in cases:
        yield Bad(where, what, said, name, encoded(text))


def typed(*cases: tuple[str, str, str]) -> Iterator[Bad]:
    for what, said, words in cases:
        yield Bad("command line", what, said, words=words.split())


def variables(*cases: tuple[str, str, str]) -> Iterator[Bad]:
    for what, said, assigned in cases:
        name, _, value = assigned.partition("=")
        yield Bad("environment", what, said, words=["config"], environ={name: value})


def bomb() -> bytes:
    """A workbook that says of itself that it is very large when unpacked."""
    data = books.xlsx([["name", "kind"]])
    place = data.rindex(b"PK\x01\x02")
    return data[: place + 24] + (3_000_000_000).to_bytes(4, "little") + data[place + 28 :]


def locked_zip() -> bytes:
    data = books.zipped({"xl/workbook.xml": "x"})
    place = data.rindex(b"PK\x01\x02")
    return data[: place + 8] + b"\x01" + data[place + 9 :]


def flawed(cell: object, column: int = 0) -> list[list[object]]:
    row: list[object] = ["Health", "department", ""]
    row[column] = cell
    return [["name", "kind", "parent"], row]


BOOK = books.xlsx(flawed("Health"))
FILES = (
    ("a PDF", "is a PDF", "list.pdf", b"%PDF-1.7\n%\xe2\xe3"),
    ("a PDF that is called CSV", "is a PDF", "list.csv", b"%PDF-1.4\n1 0 obj"),
    ("a picture: a photograph of the list", "is a picture (JPEG)", "list.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF"),
    ("a picture: a screenshot", "is a picture (PNG)", "list.png", b"\x89PNG\r\n\x1a\n\0\0"),
    ("a picture (GIF)", "is a picture (GIF)", "list.gif", b"GIF89a\1\0"),
    ("a picture (BMP)", "is a picture (BMP)", "list.bmp", b"BM6\0\0\0"),
    ("a scan (TIFF)", "is a picture (TIFF)", "list.tif", b"II*\0\x08\0"),
    ("a scan of another scanner (TIFF)", "is a picture (TIFF)", "list.tif", b"MM\0*\0\0"),
    ("a text document (RTF)", "is a text document (RTF)", "list.rtf", b"{\\rtf1\\ansi name,kind}"),
    ("a text document of Word", "is a text document (Word)", "list.docx", books.zipped({"word/document.xml": "x"})),
    ("slides of PowerPoint", "slides (PowerPoint)", "list.pptx", books.zipped({"ppt/presentation.xml": "x"})),
    (
        "a text of LibreOffice",
        "OpenDocument",
        "list.odt",
        books.zipped({"mimetype": books.ODS.replace("spreadsheet", "text")}),
    ),
    ("a table of Apple Numbers", "Numbers", "list.numbers", books.zipped({"Index/Document.iwa": "x"})),
    ("a ZIP with a table in it", "is a ZIP archive", "list.zip", books.zipped({"list.csv": GOOD[0]})),
    ("a ZIP that is called XLSX", "is a ZIP archive", "list.xlsx", books.zipped({"list.xlsx": BOOK})),
    ("a packed file (GZIP)", "is a packed file (GZIP)", "list.csv.gz", b"\x1f\x8b\x08\0"),
    ("a packed file (7-Zip)", "is a packed file (7-Zip)", "list.7z", b"7z\xbc\xaf\x27\x1c\0"),
    ("a packed file (RAR)", "is a packed file (RAR)", "list.rar", b"Rar!\x1a\x07"),
    ("a text document of an old Word", "is a text document (Word)", "list.doc", books.ole("WordDocument")),
    ("slides of an old PowerPoint", "slides", "list.ppt", books.ole("PowerPoint Document")),
    ("a mail of Outlook", "is an old Office file", "list.msg", books.ole("__properties_version1.0")),
    ("a workbook with a password (XLSX)", "behind a password", "list.xlsx", books.ole("EncryptedPackage")),
    ("a workbook with a password (ODS)", "behind a password", "list.ods", books.ods([], "<manifest:encryption-data/>")),
    ("a ZIP with a password", "behind a password", "list.xlsx", locked_zip()),
    (
        "a web page that is saved as XLS",
        "is a web page",
        "list.xls",
        "<html><body><table><tr><td>name</td></tr></table>",
    ),
    ("a web page with its document type", "is a web page", "list.xls", "\n<!DOCTYPE html>\n<html></html>"),
    ("a part of a web page", "is a web page", "list.xls", "<table border=1><tr><th>name</th></tr></table>"),
    ("a web page in UTF-16", "is a web page", "list.xls", "<html><head></head></html>".encode("utf-16")),
    (
        "an XML table of Excel 2003",
        "Excel 2003",
        "list.xls",
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
    ),
    ("another XML file", "is an XML file", "list.xml", '<?xml version="1.0"?><departments/>'),
    ("a file of contacts", "is a file of contacts", "list.vcf", "BEGIN:VCARD\nVERSION:3.0\n"),
    ("a JSON file", "is a JSON file", "list.json", '[{"name": "Health"}]'),
    ("a database", "is a database", "list.db", b"SQLite format 3\0"),
    ("a program of Windows", "is a program", "list.exe", b"MZ\x90\0"),
    ("an empty file", "is empty", "list.csv", b""),
    ("a file of blank lines", "is empty", "list.csv", " \n\n\t\n"),
    ("a byte order mark alone", "is empty", "list.csv", b"\xef\xbb\xbf"),
    ("a workbook whose download broke off (XLSX)", "is a damaged workbook", "list.xlsx", BOOK[:2000]),
    ("a workbook whose download broke off (ODS)", "is a damaged workbook", "list.ods", books.ods(flawed("A"))[:400]),
    ("a workbook whose download broke off (XLS)", "damaged", "list.xls", books.xls(flawed("A"))[:1500]),
    ("a workbook without its sheets", "is a damaged workbook", "list.xlsx", books.zipped({"xl/workbook.xml": "<"})),
    ("a workbook that would fill the memory", "when unpacked", "list.xlsx", bomb()),
    ("a workbook without a cell", "is empty", "list.xlsx", books.xlsx([])),
)

CASES: tuple[Bad, ...] = (
    *table("list of departments", *FILES),
    Bad("list of departments", "a file that is not there", "cannot be read", "none.csv"),
    Bad(
        "list of departments",
        "a sheet that is not there",
        "has no sheet Old; --sheet can be Sheet1",
        "list.xlsx",
        BOOK,
        ("--sheet", "Old"),
    ),
    *table(
        "list of departments",
        (
            "UTF-8 that is broken in one place",
            "line 3: is damaged",
            "list.csv",
            b"name,kind\n\xe0\xa4\xb6,board\nA\xe0\xa4,board\n",
        ),
        ("UTF-8 that breaks off within a letter", "line 2: is damaged", "list.csv", "name,kind\nशिक्षा".encode()[:-1]),
        ("bytes of no encoding", "line 2: is damaged", "list.csv", b"name,kind\nA\x81\x8d,board\n"),
        ("UTF-16 that breaks off", "is damaged", "list.csv", GOOD[0].encode("utf-16")[:-1]),
        ("a NUL character in a cell", "line 2: the name holds a NUL", "list.csv", "name,kind\nHea\0lth,board\n"),
        (
            "a bell character in a cell",
            "line 2: the name holds a character that cannot be read (U+0007)",
            "list.csv",
            "name,kind\nHea\7lth,board\n",
        ),
        ("the end mark of DOS in a cell", "(U+001A)", "list.csv", "name,kind\nHealth,board\x1a\n"),
        ("a letter that was lost before", "(U+FFFD)", "list.csv", "name,kind\nशिक\ufffdषा,board\n"),
        (
            "no column for the name",
            "line 1: the column name is missing; found: “title”, “kind”",
            "list.csv",
            "title,kind\nA,board\n",
        ),
        ("no column for the kind", "line 1: the column kind is missing", "list.csv", "name,parent\nA,\n"),
        (
            "no header at all",
            "line 1: the columns name, kind are missing",
            "list.csv",
            "Health,directorate\nWater,board\n",
        ),
        ("a misspelt column", "“nmae” is perhaps name", "list.csv", "nmae,kind\nA,board\n"),
        ("a misspelt Hindi column", "“प्रकर” is perhaps kind", "list.csv", "नाम,प्रकर\nA,board\n"),
        (
            "no known column in a workbook",
            "sheet Sheet1, line 2",
            "list.xlsx",
            books.xlsx([["Title"], ["Office", "Place"]]),
        ),
        (
            "the table below thirty lines of titles",
            "the columns name, kind are missing",
            "list.csv",
            "Title\n" * 30 + GOOD[0],
        ),
        ("a second column of the same name", "line 1: two columns are name", "list.csv", "name,kind,name\nA,board,B\n"),
        (
            "a column in English and again in Hindi",
            "line 1: two columns are name",
            "list.csv",
            "name,kind,नाम\nA,board,ए\n",
        ),
        (
            "two further columns of the same name",
            "two columns are serial",
            "list.csv",
            "name,kind,Serial,Serial\nA,board,1,2\n",
        ),
        (
            "the list on a hidden sheet alone",
            "the columns name, kind are missing",
            "list.xlsx",
            books.xlsx([["Read me"]], flawed("A"), names=["Note", "List"], hidden=["List"]),
        ),
        ("a header and no row", "holds no row", "list.csv", "name,kind\n"),
        (
            "a header and blank rows",
            "holds no row",
            "list.xlsx",
            books.xlsx([["name", "kind"], [" ", ""], ["", "\xa0"]]),
        ),
        (
            "a quotation mark that is never closed",
            "line 2: a quotation mark is not closed",
            "list.csv",
            'name,kind\n"Health,board\nWater,board\n',
        ),
        ("a quotation mark inside a cell", "line 2: a quotation mark", "list.csv", 'name,kind\n"Dr" Ambedkar,board\n'),
        (
            "a name with a comma and no quotation marks",
            "line 2: has more cells than columns",
            "list.csv",
            "name,kind\nHealth, Delhi,board\n",
        ),
        ("a line that breaks off", "line 3: ends before the column kind", "list.csv", "name,kind\nA,board\nHea"),
        ("a wrong line sep=", "the columns name, kind are missing", "list.csv", "sep=|\nname,kind\nA,board\n"),
        (
            "60,000 rows",
            "holds 60,000 rows",
            "list.csv",
            "name,kind\n" + "".join(f"Office {n},board\n" for n in range(60_000)),
        ),
        (
            "200,000 rows",
            "holds 200,000 rows",
            "list.csv",
            "name,kind\n" + "".join(f"Office {n},board\n" for n in range(200_000)),
        ),
        (
            "a formula without a value (XLSX)",
            "line 2: the name is a formula without a value",
            "list.xlsx",
            books.xlsx(flawed("=A9&B9")),
        ),
        (
            "a formula without a value (ODS)",
            "line 2: the name is a formula without a value",
            "list.ods",
            books.ods(flawed("=A9")),
        ),
        ("a formula as text in CSV", "line 2: the name is a formula", "list.csv", "name,kind\n=A9,board\n"),
        ("a formula for the kind", "line 2: the kind is a formula", "list.xlsx", books.xlsx(flawed("=A9", 1))),
        (
            "an error of a formula (XLSX)",
            "line 2: the name is an error",
            "list.xlsx",
            books.xlsx(flawed("#N/A"), errors=["A2"]),
        ),
        ("an error of a formula (ODS)", "line 2: the parent is an error", "list.ods", books.ods(flawed("#REF!", 2))),
        (
            "an error of a formula (CSV)",
            "line 2: the parent is an error",
            "list.csv",
            "name,kind,parent\nA,board,#NAME?\n",
        ),
        ("a date as a name (XLSX)", "line 2: the name is a date", "list.xlsx", books.xlsx(flawed(date(2025, 3, 12)))),
        ("a date as a name (XLS)", "line 2: the name is a date", "list.xls", books.xls(flawed(date(2025, 3, 12)))),
        ("a date as a name (ODS)", "line 2: the name is a date", "list.ods", books.ods(flawed(date(2025, 3, 12)))),
        ("a date as a name (CSV)", "line 2: the name is a date", "list.csv", "name,kind\n12-03-2025,board\n"),
        (
            "a short name that Excel took for a date",
            "line 2: the short_name is a date",
            "list.csv",
            "name,kind,short_name\nA,board,2-Mar\n",
        ),
        ("a date as a parent", "line 2: the parent is a date", "list.xlsx", books.xlsx(flawed(date(2025, 3, 12), 2))),
        ("a blank name", "line 3: the name is blank", "list.csv", "name,kind\nA,board\n,board\n"),
        ("a blank kind", "line 2: the kind is not one of", "list.csv", "name,kind\nA,\n"),
        ("an unknown kind", "line 2: the kind is not one of", "list.csv", "name,kind\nA,ministry\n"),
        ("a misspelt kind", "perhaps department", "list.csv", "name,kind\nA,departmant\n"),
        (
            "a name that stands there twice",
            "line 3: the name already stands in line 2",
            "list.csv",
            "name,kind\nA,board\na ,board\n",
        ),
        (
            "an unknown branch",
            "line 2: the branch is neither state nor centre",
            "list.csv",
            "name,kind,branch\nA,board,union\n",
        ),
        (
            "an unknown parent",
            "line 2: the parent Water is not in the list; add its row",
            "list.csv",
            "name,kind,parent\nA,board,Water\n",
        ),
        ("a misspelt parent", "write Health", "list.csv", GOOD[0] + "A,hospital,Heallth\n"),
        (
            "a department that is its own parent",
            "line 2: the parents go round in a circle (A under A)",
            "list.csv",
            "name,kind,parent\nA,board,A\n",
        ),
        ("two parents in a circle", "(A under B under A)", "list.csv", "name,kind,parent\nA,board,B\nB,board,A\n"),
        (
            "three parents in a circle",
            "(A under B under C under A)",
            "list.csv",
            "name,kind,parent\nA,board,B\nB,board,C\nC,board,A\n",
        ),
    ),
    *table(
        "list of officials",
        ("a PDF", "is a PDF", "o.pdf", b"%PDF-1.7"),
        ("a web page that is saved as XLS", "is a web page", "o.xls", "<html><table><tr><td>name"),
        ("a workbook with a password", "behind a password", "o.xlsx", books.ole("EncryptedPackage")),
        ("an empty file", "is empty", "o.csv", b""),
        ("a header and no official", "holds no row", "o.csv", GOOD[1]),
        (
            "no column for the mobile",
            "the column mobile is missing",
            "o.csv",
            "name,email,department\nA,a@example.gov.in,Health\n",
        ),
        ("no header at all, so that names stand in its place", "found: 4 of other names", "o.csv", ASHA),
        ("a misspelt column", "“Depatment” is perhaps department", "o.csv", "name,email,mobile,Depatment\n" + ASHA),
        (
            "a second column of the same name",
            "two columns are mobile",
            "o.csv",
            "name,email,mobile,Phone No.,department\n",
        ),
        ("a blank e-mail address", "line 2: the email is blank", "o.csv", GOOD[1] + "A,,9000000042,Health\n"),
        (
            "an e-mail address that stands there twice",
            "line 3: the email already stands in line 2",
            "o.csv",
            GOOD[1] + ASHA + ASHA,
        ),
        (
            "a mobile number that Excel has shortened",
            "line 2: the mobile was shortened by Excel",
            "o.csv",
            GOOD[1] + "A,a@example.gov.in,9E+09,Health\n",
        ),
        (
            "a date as a name",
            "line 2: the name is a date",
            "o.xlsx",
            books.xlsx(
                [
                    ["name", "email", "mobile", "department"],
                    [date(2025, 3, 12), "a@example.gov.in", 9000000042, "Health"],
                ]
            ),
        ),
        (
            "a formula without a value",
            "line 2: the email is a formula",
            "o.xlsx",
            books.xlsx([["name", "email", "mobile", "department"], ["A", "=A9", 9000000042, "Health"]]),
        ),
        (
            "an error of a formula",
            "line 2: the department is an error",
            "o.csv",
            GOOD[1] + "A,a@example.gov.in,9000000042,#N/A\n",
        ),
        (
            "a NUL character",
            "line 2: the name holds a NUL",
            "o.csv",
            GOOD[1] + "A\0sha,a@example.gov.in,9000000042,Health\n",
        ),
        (
            "a line that breaks off",
            "line 2: ends before the column department",
            "o.csv",
            GOOD[1] + "A,a@example.gov.in\n",
        ),
    ),
    *table(
        "exported list",
        ("a picture", "is a picture", "drop.png", b"\x89PNG\r\n"),
        ("a table without orgName", "the column orgName is missing", "drop.csv", "mapId\n1\n"),
        ("a header and no organisation", "holds no row", "drop.csv", "orgName,mapId\n"),
        ("JSON that breaks off", "line 2: is not JSON", "drop.json", '[{"orgName": "A"},\n{"orgNa'),
        ("JSON with a note below", "is not JSON", "drop.json", '[{"orgName": "A"}] end'),
        ("a JSON object", "holds no array", "drop.json", '{"orgName": "A"}'),
        ("an empty array", "holds no array", "drop.json", "[]"),
        ("an array of texts", "row 1: is no organisation", "drop.json", '["Health"]'),
        (
            "an organisation without orgName",
            "row 2: is no organisation",
            "drop.json",
            '[{"orgName": "A"}, {"name": "B"}]',
        ),
        (
            "a formula without a value",
            "line 2: the orgName is a formula",
            "drop.xlsx",
            books.xlsx([["orgName"], ["=A9"]]),
        ),
    ),
    *table(
        "pairs of names",
        ("a ZIP", "is a ZIP archive", "pairs.zip", books.zipped({"pairs.csv": "x"})),
        ("other columns", "the columns expected_name, candidate are missing", "pairs.csv", "a,b\n1,2\n"),
        ("a header and no pair", "holds no row", "pairs.csv", "expected_name,candidate\n"),
        (
            "a second column of the same name",
            "two columns are candidate",
            "pairs.csv",
            "expected_name,candidate,portal name\nA,B,C\n",
        ),
        ("a line that breaks off", "ends before the column candidate", "pairs.csv", "expected_name,candidate\nA\n"),
        ("a date as a name", "line 2: the candidate is a date", "pairs.csv", "expected_name,candidate\nA,1/2/2025\n"),
    ),
    *table(
        "raised.csv",
        ("a text document", "is a text document", "raised.csv", b"{\\rtf1 x}"),
        ("no column for the date", "the column date is missing", "raised.csv", "department,by\nA,IT\n"),
        ("a blank department", "line 2: the department is blank", "raised.csv", "department,date\n,2025-06-30\n"),
        (
            "a date as it is written in India",
            "line 2: the date is not of the form",
            "raised.csv",
            "department,date\nA,30/06/2025\n",
        ),
        (
            "a day that does not exist",
            "line 3: the date is not of the form",
            "raised.csv",
            "department,date\nA,2025-06-30\nB,2025-06-31\n",
        ),
        ("no date", "line 2: the date is not of the form", "raised.csv", "department,date\nA,\n"),
    ),
    *toml(
        "settings",
        (
            "a path of Windows in double quotation marks",
            "line 2: is not TOML; a path with",
            '[departments]\nfile = "C:\\Users\\it\\list.csv"\n',
        ),
        (
            "another, in which \\t is a tab",
            "departments.file: should be on one line",
            '[departments]\nfile = "C:\\temp.csv"\n',
        ),
        (
            "another, in which \\n is a new line",
            "report.evidence: should be on one line",
            '[report]\nevidence = "D:\\new"\n',
        ),
        ("True for true", "write true or false", "[browser]\nheaded = True\n"),
        ("yes for true", "write true or false", "[browser]\nheaded = yes\n"),
        ("quotation marks of a text document", "straight quotation marks", "[portal]\nlanguage = “hi”\n"),
        ("a text without quotation marks", "texts stand in quotation marks", "[portal]\nlanguage = hi\n"),
        ("a text that is not closed", "line 2: is not TOML", "[portal]\nlanguage = 'hi\n"),
        ("a colon for =", "parted by =", "[portal]\nlanguage: 'hi'\n"),
        ("a comma in a number", "write a point", "[waits]\nseconds = 1,5\n"),
        ("a table whose name is not closed", "between [ and ]", "[portal\nlanguage = 'hi'\n"),
        (
            "a key that stands there twice",
            "line 3: is not TOML; that key or table stands there twice",
            "[portal]\nlanguage = 'hi'\nlanguage = 'en'\n",
        ),
        ("a table that stands there twice", "stands there twice", "[portal]\n[waits]\n[portal]\n"),
        ("a NUL character", "cannot be seen", "[portal]\nlanguage = 'h\0i'\n"),
        ("an unknown key", "did you mean portal.url?", "[portal]\nurll = 'https://portal.example/'\n"),
        ("an unknown table", "zzz.qqq is not a setting", "[zzz]\nqqq = 1\n"),
        ("a key outside its table", "language is not a setting", "language = 'hi'\n"),
        ("a password", "no setting for a secret", "[portal]\npassword = 'x'\n"),
        ("an OTP", "no setting for a secret", "[portal]\notp = 1\n"),
        ("a text for a number", "waits.seconds: should be a number", "[waits]\nseconds = '15'\n"),
        (
            "a text for a whole number",
            "politeness.requests: should be a whole number",
            "[politeness]\nrequests = 'many'\n",
        ),
        (
            "a fraction for a whole number",
            "politeness.requests: should be a whole number",
            "[politeness]\nrequests = 1.5\n",
        ),
        ("a text for true", "browser.headed: should be true or false", "[browser]\nheaded = 'true'\n"),
        ("a number for a text", "departments.state: should be a text", "[departments]\nstate = 7\n"),
        ("a list for a text", "departments.file: should be a text", "[departments]\nfile = ['a.csv', 'b.csv']\n"),
        ("no patience", "waits.seconds: should be greater than 0", "[waits]\nseconds = 0\n"),
        ("too much patience", "waits.seconds: should be less than or equal to 600", "[waits]\nseconds = 6000\n"),
        (
            "not a single request",
            "politeness.requests: should be greater than or equal to 1",
            "[politeness]\nrequests = 0\n",
        ),
        (
            "a negative pause",
            "browser.slow_mo_ms: should be greater than or equal to 0",
            "[browser]\nslow_mo_ms = -1\n",
        ),
        ("a blank ledger", "departments.raised: should not be empty", "[departments]\nraised = ''\n"),
        ("another kind of browser", "should be chromium: the gate", "[browser]\nname = 'firefox'\n"),
        (
            "an unknown word",
            "notify.when: should be 'on-change', 'on-findings' or 'always'",
            "[notify]\nwhen = 'sometimes'\n",
        ),
        ("an unknown language", "portal.language: should be a language", "[portal]\nlanguage = 'Hindi (India)'\n"),
        ("signs in the name of a place", "run.place: should be of letters", "[run]\nplace = '<b>'\n"),
        ("a long name of a place", "run.place: should have at most 40 characters", f"[run]\nplace = '{'x' * 41}'\n"),
        ("Hindi in the browser's name", "should be of English letters", "[politeness]\nuser_agent_suffix = 'जाँच'\n"),
        (
            "an address without https",
            "portal.url: should be empty or an address",
            "[portal]\nurl = 'portal.example/signup'\n",
        ),
        ("an address with a password", "must not hold a user name", "[portal]\nurl = 'https://me:x@portal.example/'\n"),
        (
            "a domain that many share",
            "should be empty or the domain of one office",
            "[portal]\noffice_domain = 'gov.in'\n",
        ),
        ("an address that tells nobody", "notify.to: should hold addresses", "[notify]\nto = 'it@example.gov.in'\n"),
        ("a ping that is no address", "notify.ping: should be empty or an address", "[notify]\nping = 'monitor'\n"),
        (
            "a maintenance without times",
            "maintenance.windows: should hold times",
            "[maintenance]\nwindows = 'Sunday'\n",
        ),
    ),
    Bad("settings", "a file that is not there", "there is no such config file", "none.toml"),
    Bad("settings", "UTF-16, as an old editor saves it", "is not UTF-8", "config.toml", "[portal]\n".encode("utf-16")),
    *toml(
        "scenario",
        ("a path of Windows in double quotation marks", "line 1: is not TOML; a path with", 'title = "C:\\Users"\n'),
        ("an unknown symptom", "line 2: symptom should be one of", "title = 'x'\nsymptom = 'sms-otp'\n"),
        ("no symptom", "symptom is missing", "title = 'x'\n"),
        ("an unknown key", "perhaps browser is meant", "title = 'x'\nsymptom = 'captcha'\nbrowzer = 'firefox'\n"),
        (
            "an unknown browser",
            "line 3: browser should be 'chromium', 'chrome' or 'msedge'; perhaps chrome",
            "title = 'x'\nsymptom = 'captcha'\nbrowser = 'chrom'\n",
        ),
        (
            "a number for a mobile",
            "line 4: person.mobile should be a text",
            "title = 'x'\nsymptom = 'captcha'\n[person]\nmobile = 9000000042\n",
        ),
        (
            "letters in a mobile",
            "line 4: person.mobile should be of digits",
            "title = 'x'\nsymptom = 'captcha'\n[person]\nmobile = 'none'\n",
        ),
        (
            "an e-mail address without @",
            "line 4: person.email should be an address",
            "title = 'x'\nsymptom = 'captcha'\n[person]\nemail = 'asha'\n",
        ),
        ("a person who is a text", "person should be a table", "title = 'x'\nsymptom = 'captcha'\nperson = 'Asha'\n"),
        (
            "a long title",
            "line 1: title should have at most 120 characters",
            f"title = '{'x' * 121}'\nsymptom = 'captcha'\n",
        ),
        ("an OTP", "would be a secret", "title = 'x'\nsymptom = 'captcha'\notp = '1'\n"),
    ),
    *variables(
        ("an unknown variable", "did you mean IGOT_PORTAL_URL?", "IGOT_PORTAL_URI=x"),
        ("a password", "no setting for a secret", "IGOT_PASSWORD=x"),
        ("a word for a number", "IGOT_WAITS_SECONDS: should be a number", "IGOT_WAITS_SECONDS=soon"),
        ("a word for true", "IGOT_BROWSER_HEADED: should be true or false", "IGOT_BROWSER_HEADED=perhaps"),
        ("a sheet on two lines", "IGOT_DEPARTMENTS_SHEET: should be on one line", "IGOT_DEPARTMENTS_SHEET=a\nb"),
        ("another kind of browser", "should be chromium: the gate", "IGOT_BROWSER_NAME=webkit"),
    ),
    *typed(
        ("a misspelt command", "did you mean departments?", "departmnts"),
        ("no command", "required", ""),
        ("a misspelt shape of the form", "did you mean g3?", "smoke --generation g33"),
        ("a shape of the form in words", "there is no newest (known", "rehearse --generation newest"),
        ("a misspelt defect", "did you mean signup-slow?", "rehearse --defect signup-slwo"),
        ("an unknown defect", "no defect called everything", "rehearse --defect everything"),
        ("a misspelt variant", "did you mean late-form?", "rehearse --variant late-from"),
        ("a misspelt symptom", "perhaps sms-otp-missing", "explain sms-otp-mising"),
        ("a misspelt symptom of a run", "perhaps captcha", "reproduce captha"),
        ("a misspelt symptom of a new scenario", "perhaps name-refused", "new name-refusd"),
        ("another kind of browser", "should be chromium: the gate", "smoke --browser chrome"),
        ("a word for a number", "--slowmo: should be a number", "smoke --slowmo soon"),
        ("a flag that does not exist", "unrecognized arguments: --fast", "smoke --fast"),
    ),
)


def asked(bad: Bad) -> list[str]:
    """The words of the command line that meet this input in this folder."""
    if not bad.where or bad.where in {"command line", "environment"}:
        return list(bad.words)
    words = list(COMMANDS[bad.where])
    return words if bad.where == "raised.csv" else [*words, f"./{bad.name}", *bad.words]


def met(bad: Bad, folder: Path) -> tuple[int, str]:
    """The exit code and what is said on stderr when the program meets this input, with `folder` for its files."""
    if bad.data is not None:
        (folder / bad.name).write_bytes(bad.data)
    (folder / "portal.json").write_text('[{"orgName": "Health", "l1OrgName": "Delhi", "mapId": "1"}]', "utf-8")
    said, here = io.StringIO(), Path.cwd()
    environ = {name: value for name, value in os.environ.items() if not name.startswith("IGOT_")}
    with patch.dict(os.environ, {**environ, "IGOT_REPORT_FOLDER": str(folder / "runs"), **bad.environ}, clear=True):
        os.chdir(folder)
        try:
            with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
                code = cli.main(asked(bad))
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            os.chdir(here)
    return code, said.getvalue()


def row(number: int, bad: Bad, said: str) -> str:
    """The line of the page for this input."""
    cells = (str(number), bad.where, bad.what, said.strip())
    return f"| {' | '.join(cell.replace('|', chr(92) + '|').replace('<', '&lt;') for cell in cells)} |"


def main() -> None:
    """Write the page."""
    lines = [
        "# Bad inputs",
        "",
        f"What is said of {len(CASES)} inputs that cannot be used: one sentence each, with the file or flag, the place",
        "and what mends it, and exit code 2. `tests/bad_inputs.py` makes the inputs and this page; a test meets each",
        "of them and compares.",
        "",
        "| | where | what | what is said |",
        "|---|---|---|---|",
    ]
    for number, bad in enumerate(CASES, 1):
        with tempfile.TemporaryDirectory() as folder:
            code, said = met(bad, Path(folder))
        flag = "" if code == 2 and said.count("\n") == 1 and bad.said in said else f"  <- {code}, {bad.said}\n"
        sys.stderr.write(flag and f"{number} {bad.what}: {said}{flag}")
        lines.append(row(number, bad, said))
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
