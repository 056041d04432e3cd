"""The question for a newer version: what is asked, what is understood, what is not."""

import pytest

from app.base.progress import CancelToken
from app.base.releases import Release
from app.lookups.errors import ServiceUnavailable, ServiceUnreachable
from app.lookups.updates import latest_release
from tests.ksef.scripted import Scripted
from tests.lookups.servers import answer

RELEASE = {
    "tag_name": "v1.4.0",
    "body": "- Nowe.",
    "html_url": "https://example.org/1.4.0",
    "draft": False,
    "assets": [{"size": 1}],
}


def _asked(content: object, status: int = 200) -> Release | None:
    with Scripted(lambda *_request: answer(content, status)) as server:
        return latest_release(f"{server.url}/latest", CancelToken())


def test_one_question_with_nothing_in_it_but_the_question():
    with Scripted(lambda *_request: answer(RELEASE)) as server:
        assert latest_release(f"{server.url}/repos/x/releases/latest", CancelToken()) == Release(
            "1.4.0", "- Nowe.", "https://example.org/1.4.0"
        )
    ((method, path, headers, body),) = server.seen
    assert (method, path, body) == ("GET", "/repos/x/releases/latest", b"")
    assert set(headers) <= {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert headers["user-agent"] == "konwerter-ksef", "not even the version is told"


def test_before_the_first_release_there_is_none():
    assert _asked({"message": "Not Found"}, 404) is None


@pytest.mark.parametrize("page", ["http://example.org", "javascript:alert(1)", "file:///etc/passwd", "", None])
def test_only_a_safe_address_may_be_opened(page: str | None):
    release = _asked({**RELEASE, "html_url": page})
    assert release is not None
    assert release.page == ""


@pytest.mark.parametrize(
    "content", [[], {}, {"tag_name": 3}, {"tag_name": "najnowsza"}, {"tag_name": "1.2.3.4.5"}, {"tag_name": "9" * 50}]
)
def test_what_is_no_release_is_not_understood(content: object):
    with pytest.raises(ServiceUnavailable):
        _asked(content)


@pytest.mark.parametrize("status", [301, 403, 500])
def test_a_refusal_is_no_release(status: int):
    with pytest.raises(ServiceUnavailable):
        _asked(RELEASE, status)


def test_long_notes_are_cut():
    release = _asked({**RELEASE, "body": "x" * 100_000})
    assert release is not None
    assert len(release.changes) <= 20_000


def test_without_a_server_it_says_so():
    with Scripted(lambda *_request: answer(RELEASE)) as server:
        url = server.url
    with pytest.raises(ServiceUnreachable):
        latest_release(url, CancelToken())
