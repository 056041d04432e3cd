"""Every error of the program, in one tree.

::

    KonwerterError                title, advice, detail; all for a person, in Polish
    ├── InputError                what the user gave: a file, an argument, a decision   (exit status 2)
    │   ├── UnreadableDocument    not an invoice, broken, hostile, not schema-valid; has `code` and `line`
    │   └── UnusableArgument      an option or a decision that cannot be meant
    ├── AccessRefused             somebody who may decide said no: KSeF, the keyring        (3)
    ├── WorldError                the world's fault: network, disk, a locked archive        (3)
    │   ├── StorageError          archive or disk cannot be read or written
    │   └── NewerArchive          the archive was made by a newer version of the program
    ├── Cancelled                 the user asked to stop; nothing half-done remains
    └── ProgramError              our bug: shown with an offer to copy the details

A foreign exception (lxml, sqlalchemy, zipfile…) passes exactly one gate per room, which turns it into one of these.
No text may carry a secret.
"""

from app.base.texts import _


class KonwerterError(Exception):
    """Base of the tree.

    `title` says what happened, `advice` what to do now, `detail` helps support. Polish sentences.
    """

    def __init__(self, title: str, *, advice: str = "", detail: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.advice = advice
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.title} {self.advice}".strip()


class InputError(KonwerterError):
    """What the user gave cannot be used."""


class UnreadableDocument(InputError):
    """Bytes which are not an invoice the program can read.

    `code` is stable snake_case (see `app.invoice.read`), `source` the file's name as given, `line` the line in
    it where one is known, `field` the element concerned (may be empty).
    """

    def __init__(
        self,
        title: str,
        *,
        code: str,
        source: str = "",
        line: int | None = None,
        field: str = "",
        advice: str = "",
        detail: str = "",
    ) -> None:
        super().__init__(title, advice=advice, detail=detail)
        self.code = code
        self.source = source
        self.line = line
        self.field = field

    def __str__(self) -> str:
        place = self.source if self.line is None else f"{self.source}, wiersz {self.line}"
        return f"{place}: {super().__str__()}" if self.source else super().__str__()


class UnusableArgument(InputError):
    """An option, path or decision that cannot be meant."""


class AccessRefused(KonwerterError):
    """Somebody who may decide said no."""


class WorldError(KonwerterError):
    """The world is at fault: network, disk, another process."""


class StorageError(WorldError):
    """The archive or the disk cannot be read or written."""


class NewerArchive(WorldError):
    """The archive was made by a newer version of the program and is left untouched."""


class Cancelled(KonwerterError):
    """The user asked to stop; what was committed stays, nothing half-done remains."""

    def __init__(self) -> None:
        super().__init__(_("Przerwano na życzenie użytkownika."))


class ProgramError(KonwerterError):
    """Our bug."""
