"""No verdict, cause or exit code hangs on words in a sentence: reasons that decide anything are enums or variants."""

from __future__ import annotations

import ast

import pytest

from tests.source import mentioning

SENTENCES = {"why", "observed", "sentence", "headline", "refusal", "note", "ended", "proof", "told"}
"""Names that hold a sentence for people, wherever they stand; `.seen` does, while a plain `seen` is a set."""
LOOKS_INTO = {"startswith", "endswith", "find", "index", "count", "removeprefix", "removesuffix", "partition"}


def is_a_sentence(node: ast.expr) -> bool:
    """Whether an expression is a sentence by its name, or a text made of one (`str(why).lower()`)."""
    match node:
        case ast.Name(id=name):
            return name in SENTENCES
        case ast.Attribute(attr=name):
            return name in {*SENTENCES, "seen"}
        case ast.Call(func=ast.Name(id="str"), args=[inner]):
            return is_a_sentence(inner)
        case ast.Call(func=ast.Attribute(value=inner, attr="lower" | "casefold" | "strip")):
            return is_a_sentence(inner)
        case ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Constant(value=str(name)), *_]):
            return name in SENTENCES
        case _:
            return False


def decided_by_words(tree: ast.AST) -> list[int]:
    """The lines that look into a sentence for a word."""
    lines = []
    for node in ast.walk(tree):
        match node:
            case ast.Compare(
                left=ast.Constant() | ast.Name() | ast.JoinedStr() | ast.Call(), ops=[ast.In() | ast.NotIn()]
            ):
                looks = is_a_sentence(node.comparators[0])
            case ast.Call(func=ast.Attribute(value=inner, attr=name)) if name in LOOKS_INTO:
                looks = is_a_sentence(inner)
            case ast.Call(func=ast.Attribute(attr="search" | "match" | "fullmatch" | "findall"), args=[*_, last]):
                looks = is_a_sentence(last)
            case _:
                continue
        if looks:
            lines.append(node.lineno)
    return lines


def test_no_sentence_is_searched_for_a_word() -> None:
    found = {path: decided_by_words(tree) for path, tree in mentioning("automation", {*SENTENCES, ".seen"})}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "source",
    [
        'x = "person" in why',
        'x = "HTTP 5" in answer.why',
        'x = word in getattr(mails, "why", "")',
        'x = "blank" in answer.seen',
        'x = why.startswith("a captcha")',
        'x = "gone" not in str(why).lower()',
        'import re; x = re.search("captcha", found.why)',
    ],
)
def test_the_search_finds_what_it_is_for(source: str) -> None:
    assert decided_by_words(ast.parse(source)) == [1]
