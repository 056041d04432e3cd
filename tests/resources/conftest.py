"""The scripts of ``resources`` as modules, and a folder that looks like a built program."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def script() -> Callable[[str], ModuleType]:
    """Loads ``resources/NAME.py``."""

    def load(name: str) -> ModuleType:
        spec = importlib.util.spec_from_file_location(f"resources_{name}", ROOT / "resources" / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder such as PyInstaller makes; its path has a space and Polish letters."""
    folder = tmp_path / "Zbudowany program żółw" / "KonwerterKSeF"
    (folder / "_internal" / "app").mkdir(parents=True)
    program = folder / "konwerter-ksef"
    program.write_text("#!/bin/sh\necho konwerter-ksef\n", encoding="utf-8")
    program.chmod(0o755)
    (folder / "_internal" / "app" / "dane.txt").write_text("dane", encoding="utf-8")
    return folder
