"""Codes of tax offices that the schemas admit (KodyUrzedowSkarbowych): the two first digits are the voivodeship."""

from typing import Final

_RANGES: Final = (
    "0202-0234 0271 0402-0423 0471 0602-0622 0671 0802-0814 0871 1002-1029 1071 1202-1228 1271 1402-1449 1471-1473 1602-1613 1671 "
    "1802-1823 1871 2002-2015 2071 2202-2221 2271 2402-2436 2471-2472 2602-2615 2671 2802-2816 2871 3002-3023 3025-3039 3071-3072 "
    "3202-3220 3271"
)


def _codes() -> frozenset[str]:
    codes: set[str] = set()
    for part in _RANGES.split():
        first, _, last = part.partition("-")
        codes.update(f"{number:04}" for number in range(int(first), int(last or first) + 1))
    return frozenset(codes)


TAX_OFFICES: Final = _codes()
