"""What table models give Qt again and again while it paints: made once."""

from typing import Final

from PySide6.QtCore import Qt

TO_THE_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
TO_THE_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def role_numbers(*roles: int) -> frozenset[int]:
    """The roles a model knows, as the plain numbers that Qt gives.

    A table asks for seven roles of every cell each time it is painted: members of an enumeration would take longer to compare than most
    answers take to find.
    """
    return frozenset(map(int, roles))
