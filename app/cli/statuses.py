"""The exit statuses that scripts rely on."""

from typing import Final

DONE: Final = 0
PARTLY: Final = 1
"""Done, but some documents were refused or await a decision."""
UNUSABLE: Final = 2
"""Unusable arguments or input."""
WORLD: Final = 3
"""The world is at fault: disk, a locked archive, a bug of ours."""
