"""Puts config.toml and scenarios/ into the wheel, inside the package; all else of the build is in pyproject.toml."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).parent


def shipped() -> list[str]:
    """What stands at the root of a checkout and is needed without one, as paths from there."""
    every = (path for path in (HERE / "scenarios").rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc"})
    return ["config.toml", *sorted(path.relative_to(HERE).as_posix() for path in every)]


class BuildWithScenarios(build_py):
    """Builds afresh, so that nothing of an earlier build is shipped, and adds what is shipped."""

    def run(self) -> None:
        """Build; an editable install reads the checkout and needs no copy."""
        if self.editable_mode:
            super().run()
            return
        shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()
        for name in shipped():
            target = Path(self.build_lib, "automation", "_shipped", name)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(HERE / name, target)

    def get_source_files(self) -> list[str]:
        """What an archive of the sources holds."""
        return [*super().get_source_files(), *shipped()]


setup(cmdclass={"build_py": BuildWithScenarios})
