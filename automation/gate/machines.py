"""Tells whether a machine, such as a build server, has started this run, or a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MARKS = (
    *("CI", "CONTINUOUS_INTEGRATION", "BUILD_ID", "BUILD_NUMBER"),
    *("GITHUB_ACTIONS", "GITLAB_CI", "JENKINS_URL", "JENKINS_HOME", "HUDSON_URL", "TF_BUILD", "TEAMCITY_VERSION"),
    *("BUILDKITE", "CIRCLECI", "TRAVIS", "APPVEYOR", "DRONE", "BITBUCKET_BUILD_NUMBER", "CODEBUILD_BUILD_ID"),
)
"""Variables that build servers set; one of them is enough, whatever it holds."""


def started_by(environ: Mapping[str, str]) -> str:
    """Why nobody can be present, because a machine runs this program; blank where nothing says so."""
    mark = next((name for name in MARKS if name in environ), "")
    return f"{mark} is set, so a machine runs this program" if mark else ""
