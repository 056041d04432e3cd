"""*Ustawienia* (Ctrl+,)."""

from typing import Final

DATA: Final = 2
"""The place of the page *Dane* among the pages."""
