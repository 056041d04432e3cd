"""The log: a rotating file, and a filter that lets no secret through."""

import contextlib
import logging
import re
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from app.base.errors import StorageError
from app.base.texts import _

_LOGGER: Final = "app"
_BYTES: Final = 2 * 1024 * 1024
_OLDER_PARTS: Final = 5
_FORMAT: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_ERASED: Final = "[usunięto]"
_GAP: Final = "[ \u00a0-]"

# Words after which a secret stands, as in ``"refreshToken": "…"`` or ``hasło: …``.
_ANNOUNCING: Final = (
    r"authorization|x-api-key|[\w-]*(?:token|password|passwd|passphrase|haslo|hasło|secret|sekret)"
    r"|(?:api|private|encryption|cipher)[_-]?key|encryptedSymmetricKey|initializationVector"
)
# In the order of erasing: what has a shape of its own first, then whatever stands behind a word that announces a secret.
_PATTERNS: Final = (
    (re.compile(r"-----BEGIN [A-Z0-9 ]*(?:KEY|CERTIFICATE)[A-Z ]*-----.*?(?:-----END [^-]*-----|\Z)", re.DOTALL), _ERASED),
    # JWT, also cut; each part is base64url and the first begins with '{"'.
    (re.compile(r"\beyJ[\w-]{8,}(?:\.[\w-]*){0,4}"), _ERASED),
    # A token of KSeF: its reference number, whose it is, the secret. A reference number alone opens nothing and helps support.
    (re.compile(r"\b20\d{6}-[A-Z]{2}-[0-9A-F]{10}-[0-9A-F]{10}-[0-9A-F]{2}\|[^\s\"']+"), _ERASED),
    # IBAN, and 26 digits in any grouping.
    (
        re.compile(
            rf"(?<![0-9A-Za-z])[A-Z]{{2}}\d{{2}}(?:{_GAP}?[0-9A-Z]{{4}}){{2,7}}(?:{_GAP}?[0-9A-Z]{{1,3}})?(?![0-9A-Za-z])"
        ),
        _ERASED,
    ),
    (re.compile(rf"(?<!\d)\d(?:{_GAP}?\d){{25}}(?!\d)"), _ERASED),
    # Keys of unknown make: base64 with its padding or a plus, and long pieces of hexadecimal or base64url. A path is neither.
    (re.compile(r"(?<![\w+/=])[A-Za-z0-9+/]{22,}={1,2}(?![\w=])"), _ERASED),
    (re.compile(r"(?<![\w+/=])(?=[\w/]*\+)[A-Za-z0-9+/]{40,}(?![\w+/])"), _ERASED),
    (re.compile(r"(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[A-Za-z0-9_-]{40,}(?![\w-])"), _ERASED),
    (re.compile(r"\b(Bearer|Basic)\s+[\w.~+/=-]+", re.IGNORECASE), rf"\1 {_ERASED}"),
    # name:password@ in an address.
    (re.compile(r"(?<=://)[^/\s:@]+:[^/\s@]+@"), f"{_ERASED}@"),
    (re.compile(rf"((?:{_ANNOUNCING})[\"']?\s*[:=]\s*)(?:\"[^\"]*\"?|'[^']*'?|[^\s,;&}}\])]+)", re.IGNORECASE), rf"\1{_ERASED}"),
)


def redact(text: str) -> str:
    """`text` without tokens, JWTs, keys, passwords and bank accounts. Erases rather too much than too little."""
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text


class RedactingFormatter(logging.Formatter):
    """Erases secrets from the finished line, so that arguments and tracebacks are covered too."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one redacted text."""
        return redact(super().format(record))


@contextlib.contextmanager
def logging_to(path: Path, level: int = logging.INFO) -> Iterator[None]:
    """Write the program's log to `path` (in an existing folder) for the time of the block; raises `StorageError`.

    Six files of 2 MB at most. Only the program's own loggers (``logging.getLogger(__name__)``) and warnings of others are written.
    """
    try:
        handler = RotatingFileHandler(path, maxBytes=_BYTES, backupCount=_OLDER_PARTS, encoding="utf-8", delay=False)
    except OSError as error:
        raise StorageError(
            _("Nie można pisać dziennika „{path}”.").format(path=path),
            advice=_("Sprawdź uprawnienia i wolne miejsce na dysku."),
            detail=str(error),
        ) from error
    handler.setFormatter(RedactingFormatter(_FORMAT))
    own, others = logging.getLogger(_LOGGER), logging.getLogger()
    before = own.level
    own.setLevel(level)
    others.addHandler(handler)
    try:
        yield
    finally:
        others.removeHandler(handler)
        own.setLevel(before)
        handler.close()
