"""Every screenshot of the gallery can be made and shows something: off-screen here, in a real window under Xvfb in the heavy run."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.ui.theme import ThemeChoice
from tests.ui.gallery import SCREENS, make_gallery

_FEWEST_COLOURS = 20


def _is_drawn(path: Path) -> bool:
    image = QImage(str(path))
    colours = {image.pixel(x, y) for x in range(0, image.width(), 5) for y in range(0, image.height(), 5)}
    return len(colours) >= _FEWEST_COLOURS


@pytest.mark.usefixtures("hurry")
def test_the_gallery_shows_every_screen(tmp_path: Path, filled_data: Path, qapp: QApplication):
    data = Path(shutil.copytree(filled_data, tmp_path / "data"))
    made = make_gallery(qapp, tmp_path / "gallery", data, ThemeChoice.DARK, rest=0.02)
    assert {path.stem for path in made} == set(SCREENS)
    assert [path.stem for path in made if not _is_drawn(path)] == []


@pytest.mark.heavy
@pytest.mark.parametrize(("theme", "scale"), [("light", "1"), ("dark", "1"), ("light", "1.5"), ("dark", "1.5"), ("light", "2")])
def test_the_gallery_in_a_real_window(tmp_path: Path, filled_data: Path, theme: str, scale: str):
    if shutil.which("xvfb-run") is None:
        pytest.skip("xvfb-run is absent")
    data = Path(shutil.copytree(filled_data, tmp_path / "data"))
    kept = os.environ.get("KONWERTER_GALLERY")  # where somebody wants to look at them
    folder = (Path(kept) if kept else tmp_path) / f"{theme}-{round(float(scale) * 100)}"
    command = [
        "xvfb-run",
        "-a",
        "-s",
        "-screen 0 3200x2000x24",
        sys.executable,
        "-m",
        "tests.ui.gallery",
        str(folder),
        str(data),
        theme,
    ]
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "QT_SCALE_FACTOR": scale}
    done = subprocess.run(  # noqa: S603 - our own program
        command, check=False, cwd=root, env=environment, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr
    assert {Path(line).stem for line in done.stdout.splitlines()} >= set(SCREENS)
    assert [name for name in SCREENS if not _is_drawn(folder / f"{name}.png")] == []
