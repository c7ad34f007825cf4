"""The covering letter as a Word file, in English and in Hindi, for offices that edit it before they send it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from automation import spelling
from automation.escaping import clean
from automation.reports.letter import BLANK, ENGLISH, Words, warning

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

    from automation.config import Letter

LATIN, DEVANAGARI = "Calibri", "Mangal"
"""Fonts of Windows. Word takes the second one for Hindi; LibreOffice uses its own instead."""
_WIDTHS_CM = (1.2, 7.9, 7.9)

HINDI = Words(
    number="संख्या",
    day="दिनांक",
    to="सेवा में",
    subject="विषय",
    about=lambda count: f"iGOT कर्मयोगी पोर्टल की सूची में {count} संगठन{'ों' * (count != 1)} को जोड़ने के संबंध में",
    greeting="महोदय/महोदया,",
    body=(
        "नीचे दिए गए संगठनों के अधिकारी पंजीकरण नहीं कर पा रहे हैं, क्योंकि उनका संगठन State के अंतर्गत सूची में नहीं है। "
        "कृपया इन्हें जोड़ें; प्रत्येक के लिए “Request for help” से अनुरोध भेजा जा रहा है।"
    ),
    head=("क्र.सं.", "संगठन", "अनुरोध में नाम"),
    end="भवदीय,",
)


def docx(names: Sequence[tuple[str, str]], head: Letter, day: date, stand_in: str = "") -> bytes:
    """The letter as the bytes of a DOCX; `names` and `stand_in` as `letter.markdown` has them.

    A page in English, then one in Hindi. What is written for Hindi says so (a run of complex script, in hi-IN), so that
    Word shapes it, and checks its spelling.
    """
    import docx as word

    document = word.Document()
    _style(document)
    document.core_properties.title = "Covering letter"
    document.core_properties.author = clean(head.office.split("|")[0].strip())
    for words in (ENGLISH, HINDI):
        _Letter(document, words).write(names, head, day, stand_in)
        if words is ENGLISH:
            document.add_page_break()  # type: ignore[no-untyped-call]
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _style(document: Document) -> None:
    """One font for each script in every style that is used, the size of both, and an A4 page."""
    from docx.shared import Cm, Pt

    for name, points in (("Normal", 11), ("Heading 1", 14), ("Heading 2", 12)):
        _fonts(document.styles[name], points)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    document.styles["Normal"].paragraph_format.space_after = Pt(6)


def _fonts(style: ParagraphStyle, points: int) -> None:
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size, style.font.color.rgb = LATIN, Pt(points), RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:hAnsi"), LATIN)
    fonts.set(qn("w:cs"), DEVANAGARI)
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    size = OxmlElement("w:szCs")
    size.set(qn("w:val"), str(points * 2))  # in half points
    properties.find(qn("w:sz")).addnext(size)  # the order of the schema


@dataclass(frozen=True, slots=True)
class _Letter:
    """One letter in a document, in one language."""

    document: Document
    words: Words

    def write(self, names: Sequence[tuple[str, str]], head: Letter, day: date, stand_in: str) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        if stand_in:
            self.line(warning(stand_in), bold=True)
        self.head(head.office)
        self.line(f"{self.words.number}: {head.number or BLANK}")
        self.line(f"{self.words.day}: {day:%d/%m/%Y}")
        self.line(f"{self.words.to}: {head.to or BLANK}")
        self.put(self.document.add_heading(level=2), f"{self.words.subject}: {self.words.about(len(names))}", bold=True)
        self.line(self.words.greeting)
        self.line(self.words.body)
        self.table(names)
        for text in (self.words.end, "", head.signatory or BLANK, head.designation or BLANK):
            self.line(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def head(self, office: str) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        paragraph = self.document.add_heading(level=1)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for number, part in enumerate((office or BLANK).split("|")):
            if number:
                paragraph.runs[-1].add_break()
            self.put(paragraph, part.strip(), bold=True)

    def table(self, names: Sequence[tuple[str, str]]) -> None:
        from docx.oxml.parser import OxmlElement

        table = self.document.add_table(rows=1, cols=len(self.words.head), style="Table Grid")
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 (again on each page)
        self.row(table.rows[0].cells, self.words.head, bold=True)
        for number, (name, taken) in enumerate(names, start=1):
            self.row(table.add_row().cells, (str(number), name, taken))
        self.document.add_paragraph()

    def row(self, cells: Sequence[object], texts: Sequence[str], *, bold: bool = False) -> None:
        from docx.shared import Cm

        for cell, text, width in zip(cells, texts, _WIDTHS_CM, strict=True):
            cell.width = Cm(width)  # type: ignore[attr-defined]
            self.put(cell.paragraphs[0], text, bold=bold)  # type: ignore[attr-defined]

    def line(self, text: str, *, bold: bool = False) -> Paragraph:
        paragraph = self.document.add_paragraph()
        self.put(paragraph, text, bold=bold)
        return paragraph

    @staticmethod
    def put(paragraph: Paragraph, text: str, *, bold: bool = False) -> None:
        """Add a text; one with Hindi in it is marked as of a complex script, and as Hindi."""
        from docx.oxml.ns import qn
        from docx.oxml.parser import OxmlElement

        run = paragraph.add_run(clean(text))
        run.bold = bold
        if spelling.DEVANAGARI.search(text):
            run.font.complex_script = True
            run.font.cs_bold = bold
            language = OxmlElement("w:lang")
            language.set(qn("w:bidi"), "hi-IN")
            run._r.get_or_add_rPr().append(language)  # noqa: SLF001 (the library knows no languages)
