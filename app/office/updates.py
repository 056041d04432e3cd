"""Looking for a newer version of the program: only when somebody has asked for it, and never more than one question."""

import os
from pathlib import Path
from typing import Final

from app import __version__
from app.base.progress import CancelToken
from app.base.releases import Release
from app.lookups.addresses import UPDATES_VARIABLE, service_url

_BUILT_IN: Final = Path(__file__).parents[2] / "aktualizacje.txt"
"""Put there by build.spec: the address that a released program asks. A program run from source has none."""


def updates_url(built_in: Path = _BUILT_IN) -> str:
    """The address to ask; empty where this copy of the program knows none. Raises `UnusableArgument` for one that cannot be meant."""
    known = built_in.read_text(encoding="utf-8").strip() if built_in.is_file() else ""
    return service_url(UPDATES_VARIABLE, {UPDATES_VARIABLE: known, **os.environ})


def newer_release(url: str, cancel: CancelToken, *, version: str = __version__) -> Release | None:
    """The release at `url` where it is newer than `version`. Raises what `app.lookups.updates.latest_release` raises."""
    from app.lookups.updates import latest_release  # noqa: PLC0415 - brings the network

    release = latest_release(url, cancel)
    return release if release is not None and release.is_newer_than(version) else None
