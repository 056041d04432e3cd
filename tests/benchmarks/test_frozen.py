"""Sizes of what people download and how long the frozen program takes to start, against the same program from source.

``FROZEN`` names the folder of a built program (default: dist/KonwerterKSeF), ``PACKAGES`` a folder of packages (default: dist).
Aims: setup ≤ 45 MB, start ≤ 1.5×.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.benchmark

ROOT = Path(__file__).resolve().parents[2]
_ROUNDS = 5
_PROGRAM = "konwerter-ksef.exe" if sys.platform == "win32" else "konwerter-ksef"
_MB = 1024 * 1024
_KEPT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Source that is compiled anew at each start would flatter the frozen program."""


@pytest.fixture
def frozen() -> Path:
    folder = Path(os.environ.get("FROZEN", ROOT / "dist" / "KonwerterKSeF"))
    if not (folder / _PROGRAM).is_file():
        pytest.skip(f"no built program in {folder}: run pyinstaller build.spec, or set FROZEN")
    return folder


def _until_ready(command: list[str]) -> float:
    """Seconds from the start until the self-test has seen the furnished window: its first step."""
    environment = {**_KEPT, "QT_QPA_PLATFORM": "offscreen"}
    began = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own program
        [*command, "--self-test"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    ) as running:
        assert running.stdout is not None
        line = next(line for line in running.stdout if "okno:" in line)
        took = time.perf_counter() - began
        running.kill()
    assert line.startswith("dobrze")
    return took


def _version(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run([*command, "--version"], cwd=ROOT, env=_KEPT, check=True, capture_output=True)  # noqa: S603 - our own program
    return time.perf_counter() - began


def test_start_of_the_frozen_program(frozen: Path):
    programs = {"frozen": [str(frozen / _PROGRAM)], "source": [sys.executable, "-P", "-m", "app"]}
    for what, measure in (("window ready", _until_ready), ("--version", _version)):
        best = dict.fromkeys(programs, float("inf"))
        for _round in range(_ROUNDS):  # in turns, so that a busy machine is unfair to both
            for name, command in programs.items():
                best[name] = min(best[name], measure(command))
        ratio = best["frozen"] / best["source"]
        sys.stdout.write(f"\n{what}: frozen {best['frozen']:.2f} s, source {best['source']:.2f} s, ratio {ratio:.2f} (aim 1.5)\n")


def test_sizes(frozen: Path):
    files = [file for file in frozen.rglob("*") if file.is_file() and not file.is_symlink()]
    sys.stdout.write(f"\nprogram: {sum(file.stat().st_size for file in files) / _MB:.0f} MB in {len(files)} files\n")
    for file in sorted(files, key=lambda file: -file.stat().st_size)[:8]:
        sys.stdout.write(f"  {file.stat().st_size / _MB:6.1f} MB  {file.relative_to(frozen)}\n")
    packages = Path(os.environ.get("PACKAGES", ROOT / "dist"))
    for file in sorted(packages.glob("*onwerter*")):
        if file.is_file():
            aim = " (aim 45 MB)" if "setup" in file.name else ""
            sys.stdout.write(f"{file.name}: {file.stat().st_size / _MB:.1f} MB{aim}\n")
