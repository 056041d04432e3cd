"""Files given to the program without a command reach the window; nothing else is mistaken for them."""

from pathlib import Path

import pytest

from app.cli.main import main
from app.cli.parser_program import spelled_out


@pytest.fixture
def invoice(tmp_path: Path) -> Path:
    file = tmp_path / "Faktura Żółć.xml"
    file.write_text("<Faktura/>", encoding="utf-8")
    return file


@pytest.mark.parametrize("option", [["--open"], []])
def test_files_reach_the_window(invoice: Path, option: list[str]):
    seen: list[tuple[object, ...]] = []

    def open_window(data_dir: Path | None, *files: Path) -> int:
        seen.append((data_dir, *files))
        return 0

    assert main([*option, str(invoice)], open_window) == 0
    assert seen == [(None, invoice)]


@pytest.mark.parametrize("arguments", [[], ["targets"], ["--version"], ["brak.xml"], ["inspect", "a.xml"]])
def test_everything_else_stays_as_it_was(arguments: list[str]):
    assert spelled_out(arguments) == arguments


def test_a_file_after_a_command_belongs_to_the_command(invoice: Path):
    assert spelled_out(["inspect", str(invoice)]) == ["inspect", str(invoice)]


def test_a_file_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    assert main([str(tmp_path / "nie ma.xml")], lambda *_given: 0) == 2
    assert "nie ma.xml" in capsys.readouterr().err


@pytest.mark.parametrize(("open_now", "said"), [(True, "Program został zamknięty."), (False, "Program nie jest otwarty.")])
def test_quit_ends_the_program_that_is_open_and_opens_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *, open_now: bool, said: str
):
    asked: list[Path | None] = []

    def close_window(data_dir: Path | None) -> bool:
        asked.append(data_dir)
        return open_now

    def open_window(*_given: object) -> int:
        pytest.fail("nothing is to be opened")

    assert main(["--data-dir", str(tmp_path), "--quit"], open_window, close_window=close_window) == 0
    assert asked == [tmp_path]
    assert capsys.readouterr().err.strip() == said
