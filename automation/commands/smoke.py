"""`igot smoke`: walks the flowchart, audits the departments, writes the report; with a person, `--attended`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation import flags

if TYPE_CHECKING:
    from automation.config import Loaded
    from automation.runs.options import Options


def run(loaded: Loaded, options: Options) -> int:
    """One look; the exit code. Raises as `smoke_run.run` does."""
    from automation.runs import smoke_run  # not before it is asked for: it brings the browser along

    return smoke_run.run(loaded, options)


SMOKE = flags.Command(
    lambda loaded, given: run(loaded, flags.options(given)),
    flags=(
        flags.flag("--no-departments", action="store_false", dest="audit", help="walk the flowchart only"),
        flags.switch("--register", "with --attended: register this official, up to step 7"),
        flags.flag("--confirm", type=int, metavar="N", help="look at a finding N times more (1, on a rehearsal 0)"),
        flags.text("--junit", "FILE", "the result as JUnit XML"),
        flags.flag("--video", choices=flags.FILMS, default=None, help="films of the pages; only with --portal (off)"),
        *(flags.PICTURES, flags.TRACING),
        *flags.PERSON,
        *flags.LOOK,
        *flags.ALARM,
        *flags.MONITORING,
        flags.OUTPUT,
        flags.GENERATION_OR_LOGIN,
        flags.SHARD,
    ),
    examples=(
        "",
        "--no-departments --headed",
        "--portal https://staging.example.gov.in/public/signup --staging --nagios",
        "--portal https://portal.igotkarmayogi.gov.in/public/signup --attended --register",
    ),
)
