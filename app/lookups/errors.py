"""What can go wrong with a public service, as branches of the tree in `app.base.errors`.

::

    WorldError    ── ServiceUnreachable   no whole answer came: network, DNS, TLS, proxy, a cut body
                  ── ServiceUnavailable   an answer that is none: 5xx, a redirect, an HTML page, something that cannot be understood
                  ── DailyLimit           the service answers no more questions of this kind today
    ProgramError  ── QuestionRefused      the service calls our question wrong
"""

from app.base.errors import ProgramError, WorldError


class ServiceUnreachable(WorldError):
    """No whole answer came."""


class ServiceUnavailable(WorldError):
    """The service answered, but not what was asked."""


class DailyLimit(WorldError):
    """No more questions of this kind today; tomorrow again."""


class QuestionRefused(ProgramError):
    """The service calls our question wrong (4xx)."""
