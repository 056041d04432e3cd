"""A release of the program, as whoever publishes it tells of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Release:
    """`version` is numbers with dots, `changes` Markdown (may be empty), `page` an https address (may be empty)."""

    version: str
    changes: str = ""
    page: str = ""

    def is_newer_than(self, version: str) -> bool:
        """Whether this release comes after `version`, number by number: 1.10 after 1.9, 1.2.0 not after 1.2."""
        return _numbers(self.version) > _numbers(version)


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in version.split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)
