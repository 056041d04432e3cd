"""What a finding means, said at more length than the finding itself has room for: the entries of the help, in one shape for every room."""

import msgspec


class Explanation(msgspec.Struct, frozen=True):
    """The help's entry for the code of a finding, in Polish.

    `title` says in one sentence what was noticed, `meaning` why it matters, `advice` what to do about it.
    """

    title: str
    meaning: str
    advice: str
