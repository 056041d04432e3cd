"""Numbered steps from an empty file to the current schema. A step that has been released is never changed."""

from collections.abc import Callable
from typing import Final

from alembic.operations import Operations

from app.archive.migrations import m0001_first, m0002_ksef, m0003_books

Step = Callable[[Operations], None]

STEPS: Final[tuple[Step, ...]] = (m0001_first.upgrade, m0002_ksef.upgrade, m0003_books.upgrade)
"""The step at index n brings a file of version n to version n + 1."""
