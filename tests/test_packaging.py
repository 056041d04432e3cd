"""What is installed is what is imported and what lies beside the modules."""

import ast
import importlib.metadata
import re
import sys
import tomllib
from pathlib import Path, PurePath

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(requirements: list[str]) -> set[str]:
    return {normalised(re.split(r"[<>=!~;\[ ]", requirement, maxsplit=1)[0]) for requirement in requirements}


def elsewhere(requirements: list[str]) -> set[str]:
    """The requirements whose marker leaves them out on this system: what is not installed cannot be looked up."""
    parsed = map(Requirement, requirements)
    return {normalised(one.name) for one in parsed if one.marker is not None and not one.marker.evaluate()}


def imported(file: Path) -> set[str]:
    """First names of every import of a module which are neither ours nor Python's own."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names - {"app", "_typeshed", "__future__"} - sys.stdlib_module_names


def test_every_library_imported_is_declared():
    distributions = importlib.metadata.packages_distributions()
    project = PROJECT["project"]
    runtime = declared(project["dependencies"])
    everything = runtime | declared(project["optional-dependencies"]["dev"])
    not_here = elsewhere(project["dependencies"])
    undeclared = [
        f"{file.relative_to(ROOT)}: {name}"
        for folder, known in (("app", runtime), ("tests", everything))
        for file in (ROOT / folder).rglob("*.py")
        for name in imported(file)
        if name != "tests" and normalised(name) not in not_here
        if not known & {normalised(distribution) for distribution in distributions.get(name, [])}
    ]
    assert undeclared == []


def test_every_library_declared_has_a_pinned_version():
    lines = (ROOT / "resources" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {normalised(line.partition("==")[0]) for line in lines if "==" in line}
    project = PROJECT["project"]
    assert (
        declared([*project["dependencies"], *(name for extra in project["optional-dependencies"].values() for name in extra)])
        <= pinned
    )


def test_every_library_installed_runs_on_the_oldest_python_promised():
    oldest = PROJECT["project"]["requires-python"].removeprefix(">=")  # Debian 12 has 3.11.2, developers something newer
    too_new = [
        f"{distribution.name} {distribution.version}: {distribution.metadata['Requires-Python']}"
        for distribution in importlib.metadata.distributions()
        if not SpecifierSet(distribution.metadata.get("Requires-Python", "")).contains(oldest)
    ]
    assert too_new == []


def test_every_file_beside_the_modules_is_installed():
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["app"]
    suffixes = {PurePath(pattern).suffix for pattern in patterns}
    left_out = [
        str(file.relative_to(ROOT))
        for file in (ROOT / "app").rglob("*")
        if file.is_file()
        and file.suffix not in {".py", ".pyc", ".po"} | suffixes
        and file.name not in patterns  # of a .po, the .mo
    ]
    assert left_out == []
