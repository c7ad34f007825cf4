"""With what letters a page is drawn."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page


def hindi_with_own_letters(page: Page) -> list[str]:
    """The Hindi that shows on the page; each letter of it is drawn with the letters that the page brings along."""
    page.evaluate("() => document.fonts.ready.then(() => 0)")
    page.screenshot()
    devtools = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        devtools.send(f"{domain}.enable")
    root = devtools.send("DOM.getDocument")["root"]["nodeId"]
    seen = []
    for node in devtools.send("DOM.querySelectorAll", {"nodeId": root, "selector": "[lang=hi]"})["nodeIds"]:
        fonts = devtools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        text = re.sub(r"<[^>]+>", "", devtools.send("DOM.getOuterHTML", {"nodeId": node})["outerHTML"])
        others = sum(each["glyphCount"] for each in fonts if not each["isCustomFont"])
        assert others <= len(re.findall(r"[^\u0900-\u097f]", text)), (text, fonts)
        seen += [text] if fonts else []
    return seen
