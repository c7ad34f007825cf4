"""The department audit against doing it naively: accuracy, searches, time and memory, both sides in one run.

`python -m benchmarks.departments [--portal] [--pairs FILE] [--truth FILE] [--dropdown FILE]` from the project's folder.
What is known of single departments (other names, short names, parents) is withheld for the cross-validated figures.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from automation.config import ROOT
from automation.departments import expected, exported
from automation.model import Listing
from automation.names.department import Department
from automation.names.index import Index
from automation.names.judging import Kinship
from automation.names.matcher import Matcher
from automation.portal.facts import Organisation
from automation.rehearsal.organisation_search import organisations
from benchmarks import walk

if TYPE_CHECKING:
    from collections.abc import Sequence


DATA = Path(__file__).parent / "data"
LIST = ROOT / "scenarios" / "delhi-2025" / "departments.csv"
FOLDS = 5
EXPECTED, CANDIDATES, SAMPLE = 1_000, 100_000, 1_000
SCORERS = (fuzz.ratio, fuzz.token_sort_ratio, fuzz.token_set_ratio, fuzz.WRatio)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
Pair = dict[str, str]


def precision_recall(pairs: Sequence[Pair], same: Sequence[bool]) -> tuple[float, float]:
    """How many of the pairs called the same are, and how many of those that are were called so."""
    right = sum(said and pair["same"] == "1" for pair, said in zip(pairs, same, strict=True))
    return right / max(1, sum(same)), right / max(1, sum(pair["same"] == "1" for pair in pairs))


def f1(pairs: Sequence[Pair], same: Sequence[bool]) -> float:
    """The harmonic mean of precision and recall."""
    precision, recall = precision_recall(pairs, same)
    return 2 * precision * recall / max(1e-9, precision + recall)


def folds(pairs: Sequence[Pair], matcher: Matcher) -> list[set[int]]:
    """The pairs in FOLDS parts, all pairs of one organisation in the same part."""
    names = sorted({matcher.expected(pair["expected_name"]).name for pair in pairs})
    random.Random(1).shuffle(names)  # noqa: S311 (a benchmark's fixed shuffle)
    place = {name: number % FOLDS for number, name in enumerate(names)}
    parts: list[set[int]] = [set() for _ in range(FOLDS)]
    for number, pair in enumerate(pairs):
        parts[place[matcher.expected(pair["expected_name"]).name]].add(number)
    return parts


def naive(pairs: Sequence[Pair], parts: Sequence[set[int]]) -> list[bool]:
    """The best single scorer and threshold on the other parts, applied to each part."""
    scores = {
        scorer: [scorer(pair["expected_name"].lower(), pair["candidate"].lower()) for pair in pairs]
        for scorer in SCORERS
    }
    said = [False] * len(pairs)
    for part in parts:
        others = [number for number in range(len(pairs)) if number not in part]
        some = [pairs[number] for number in others]
        _best, scorer, least = max(
            ((f1(some, [scores[each][number] >= limit for number in others]), place, limit)
             for place, each in enumerate(SCORERS) for limit in range(50, 100)),
        )  # fmt: skip
        for number in part:
            said[number] = scores[SCORERS[scorer]][number] >= least
    return said


def ours(pairs: Sequence[Pair], matcher: Matcher) -> list[Kinship]:
    """What the matcher says of each pair."""
    return [
        matcher.compare(
            matcher.expected(each["expected_name"]), each["candidate"], each.get("candidate_parent", "")
        ).kinship
        for each in pairs
    ]


def tell_pairs(pairs: Sequence[Pair]) -> None:
    """Print precision and recall on the pairs."""
    whole = Matcher(expected.load(LIST))
    parts = folds(pairs, whole)
    print(f"Pairs ({len(pairs)}, {FOLDS} folds by organisation)      precision  recall   near")
    print(
        "  RapidFuzz, best scorer and threshold   "
        + "{:9.3f}{:8.3f}".format(*precision_recall(pairs, naive(pairs, parts)))
    )
    for label, matcher in (("cross-validated", Matcher(())), ("with the list's other names", whole)):
        said = ours(pairs, matcher)
        figures = precision_recall(pairs, [each is Kinship.SAME for each in said])
        near = said.count(Kinship.NEAR) / len(said)
        print(f"  ours, {label:33}" + "{:9.3f}{:8.3f}{:7.3f}".format(*figures, near))


def tell_dropdown(rows: Sequence[Organisation], truth: Sequence[Pair]) -> None:
    """Print what becomes of present and absent departments in an exported list."""
    departments = expected.load(LIST)
    bare = tuple(replace(each, aliases=()) for each in departments)
    print(f"Dropdown ({len(rows)} rows, {len(truth)} departments)   absent listed  present missing  near_name")
    for label, some in (("without other names", bare), ("with the list's other names", departments)):
        found = {each.name: each.listing for each in exported.audit(some, rows, "Delhi").results}
        count = Counter((each["present"], found[each["name"]]) for each in truth)
        absent = sum(each["present"] == "0" for each in truth) or 1
        present = len(truth) - absent
        print(
            f"  ours, {label:30}{count['0', Listing.LISTED] / absent:13.1%}"
            f"{count['1', Listing.MISSING] / present:17.1%}{count['1', Listing.NEAR_NAME] / present:11.1%}"
        )


PAGES = {
    "g1": ("g1", ()),
    "g3, regular expressions": ("g3", ()),
    "g3, substrings": ("g3", ("plain-search",)),
    "g4a, split departments": ("g4a", ("split-departments",)),
    "g4b, split departments": ("g4b", ("split-departments",)),
}


def tell_page(departments: tuple[Department, ...], truth: Sequence[Pair]) -> None:
    """Print what becomes of present and absent departments through the page, on every form and kind of server.

    A parent of others is in the lists below one another, though the search knows no row of its name. On the newer
    two-step form nobody can pick what stands below no department: there it is `cannot judge`.
    """
    from benchmarks.portal import audited

    parents = {row["l2OrgName"] for row in organisations() if row["l1OrgName"] == "Delhi"}
    print(
        f"Through the page ({len(truth)} departments)  present missing  cannot judge  absent listed  seconds  searches"
    )
    for label, (generation, variants) in PAGES.items():
        audit, seconds = audited(departments, "Delhi", generation, variants)
        found = {each.name: each.listing for each in audit.results}
        there = parents if generation.startswith("g4") else set()
        count = Counter((each["present"] == "1" or each["name"] in there, found[each["name"]]) for each in truth)
        present = sum(number for (is_there, _listing), number in count.items() if is_there)
        wrong, open_ = count[True, Listing.MISSING], count[True, Listing.CANNOT_JUDGE]
        lied = count[False, Listing.LISTED]
        print(f"  {label:30}{wrong:8} of {present:3}{open_:14}{lied:15}{seconds:9.0f}{audit.searches:10}")


def many() -> tuple[list[Department], list[str]]:
    """Expected departments and candidates in numbers: names of the rehearsal portal, varied as clerks vary them."""
    chance = random.Random(1)  # noqa: S311 (a benchmark's fixed choice)
    names = [" ".join(row["orgName"].split()) for row in organisations()]
    departments = {each.name: each for each in expected.load(LIST)}
    for name in names:
        if len(departments) < EXPECTED:
            departments.setdefault(name, Department(name, "other"))
    return list(departments.values()), [_varied(chance.choice(names), chance) for _ in range(CANDIDATES)]


def _varied(name: str, chance: random.Random) -> str:
    place = chance.randrange(len(name))
    return chance.choice(
        (
            name,
            name.upper(),
            name.replace("Department", "Deptt.").replace("Directorate", "Dte.").replace(" and ", " & "),
            f"{name}, {chance.choice(('Rohini', 'Dwarka', 'GNCTD', 'Zone 3', 'Karol Bagh', 'Unit II'))}",
            name[:place] + chance.choice(_LETTERS) + name[place + chance.randrange(2) :],
        )
    )


def tell_speed() -> None:
    """Print the time for many departments against many candidates, and RapidFuzz's for every pair (from a sample)."""
    departments, candidates = many()
    clock = time.monotonic()
    index = Index(Matcher(departments))
    found = sum(1 for _ in index.matches((name, "") for name in candidates))
    mine = time.monotonic() - clock
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    clock = time.monotonic()
    some = [name.lower() for name in candidates[:SAMPLE]]
    for each in departments:
        process.extract(each.name.lower(), some, scorer=fuzz.WRatio, limit=1)
    theirs = (time.monotonic() - clock) * CANDIDATES / SAMPLE
    print(
        f"{len(departments)} expected x {len(candidates)} candidates: {mine:.1f} s, peak {peak:.0f} MB, {found} matches"
    )
    print(
        f"  RapidFuzz, WRatio for every pair: {theirs:.1f} s (from {SAMPLE} candidates); {theirs / mine:.1f} times ours"
    )


def tell_searches(departments: Sequence[Department]) -> None:
    """Print how many searches the audit needs on a healthy rehearsal portal."""
    asked = walk.searches()
    print(f"Searches for {len(departments)} departments: {len(asked)} (naively {len(departments)})")


def tell_portal(departments: Sequence[Department]) -> None:
    """Print the time of the audit on the rehearsal portal, and of typing each name in turn with the same waits."""
    from benchmarks.portal import seconds

    asked = walk.searches()
    in_turn = [(each.name, "state") for each in departments]
    mine, theirs = seconds(asked), seconds(in_turn)
    print(f"Audit on the rehearsal portal: {mine:.1f} s; each name in turn: {theirs:.1f} s; {mine / theirs:.2f} of it")


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, default=DATA / "matching_pairs.csv")
    parser.add_argument("--truth", type=Path, default=DATA / "dropdown_truth.csv")
    parser.add_argument("--dropdown", type=Path, help="the exported list that goes with the truth")
    parser.add_argument("--portal", action="store_true", help="measure on the rehearsal portal too (minutes)")
    arguments = parser.parse_args()
    departments = expected.load(LIST)
    tell_pairs(_rows(arguments.pairs))
    tell_dropdown(exported.load(arguments.dropdown) if arguments.dropdown else _rehearsed(), _rows(arguments.truth))
    tell_searches(departments)
    tell_speed()
    if arguments.portal:
        tell_portal(departments)
        tell_page(departments, _rows(arguments.truth))


def _rows(path: Path) -> list[Pair]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _rehearsed() -> tuple[Organisation, ...]:
    return tuple(map(Organisation.of, organisations()))


if __name__ == "__main__":
    main()
