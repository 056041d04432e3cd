"""Makes the portable variant of a built program: ``python resources/portable.py dist/KonwerterKSeF WYNIK.zip``.

A marker beside the program tells it to keep its data there too (`app.base.paths.PORTABLE_MARKER`).
"""

import sys
import zipfile
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.base.paths import PORTABLE_MARKER

_FOLDER: Final = "Konwerter KSeF"
_MARKER_TEXT: Final = (
    "Ten plik mówi programowi, żeby trzymał swoje dane obok siebie, w folderze „dane”.\r\n"
    "Tokeny i certyfikaty są mimo to w pęku kluczy (Menedżerze poświadczeń) komputera, na którym je podano.\r\n"
    "Nowsza wersja: rozpakuj ją do nowego folderu i przenieś do niego folder „dane”.\r\n"
)


def make_portable(program: Path, out: Path) -> None:
    """Pack the folder of a built program with the marker into a ZIP."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        packed.writestr(f"{_FOLDER}/{PORTABLE_MARKER}", "\ufeff" + _MARKER_TEXT)
        for file in sorted(program.rglob("*")):
            if file.is_file():
                packed.write(file, f"{_FOLDER}/{file.relative_to(program).as_posix()}")


if __name__ == "__main__":
    make_portable(Path(sys.argv[1]), Path(sys.argv[2]))
