"""Signing in by token: the flow, every row of the guide's §2.6, renewal, and what is never shown."""

import pytest

from app.base.environments import Environment
from app.base.errors import ProgramError, UnusableArgument
from app.ksef.addresses import addresses_of
from app.ksef.client import Ksef
from app.ksef.contexts import Context
from app.ksef.endpoints import RATE_LIMITS, Endpoint, Group
from app.ksef.errors import Cause, SessionEnded, SignInRefused, Unavailable, Unreachable
from app.ksef.tokens import TokenCredential
from app.sandbox.signins import Lifetimes


def test_a_token_signs_in_reads_the_limits_and_signs_out(world):
    session = world.session()
    assert session.access(world.errand)
    assert world.calls("/auth/token/redeem") == 1
    assert world.calls("/rate-limits") == 1
    session.close(world.errand)
    assert world.calls("/auth/sessions/current", "DELETE") == 1


def test_the_limits_of_a_context_are_asked_for_once_a_day(world):
    world.session()
    world.session()
    assert world.calls("/rate-limits") == 1
    world.clock.sleep(25 * 3600, world.errand.cancel)
    world.session()
    assert world.calls("/rate-limits") == 2


def test_an_internal_unit_signs_in_by_its_own_token(world):
    unit = f"{world.nip}-00001"
    session = world.session(unit)
    assert session.context == Context("InternalId", unit)
    assert session.context.nip == world.nip


# Guide §2.6: status, KSeF's detail, and what becomes of it; "again": a second attempt is made by itself and works.
ROWS = [
    (415, "Brak przypisanych uprawnień", Cause.NO_PERMISSIONS),
    (425, "Uwierzytelnienie i powiązane refresh tokeny zostały unieważnione przez użytkownika", "again"),
    (450, "Nieprawidłowe wyzwanie autoryzacyjne", "again"),
    (450, "Nieprawidłowy token", Cause.UNKNOWN_TOKEN),
    (450, "Nieprawidłowy czas tokena", "again"),
    (450, "Token unieważniony", Cause.REVOKED_TOKEN),
    (450, "Token nieaktywny", Cause.INACTIVE_TOKEN),
    (450, "Nieprawidłowe szyfrowanie tokena", "again"),
    (450, "Nieprawidłowe kodowanie tokena", Cause.MALFORMED_TOKEN),
    (450, "Token nie może być użyty w kontekście 9992254701", Cause.OTHER_CONTEXT),
    (450, "Invalid token", Cause.UNKNOWN_TOKEN),
    (450, "Token revoked", Cause.REVOKED_TOKEN),
    (450, "Invalid challenge", "again"),
    (450, "coś zupełnie nowego", Cause.OTHER),
    (460, "Certyfikat odwołany", Cause.CERTIFICATE),
    (470, "Próba wykorzystania metod autoryzacyjnych osoby zmarłej", Cause.DECEASED),
    (480, "Podejrzenie incydentu bezpieczeństwa.", Cause.INCIDENT),
    (500, "", "again"),
    (550, "Przetwarzanie zostało przerwane", "again"),
    (400, "stary status", Cause.OTHER),
    (999, "nowy status", Cause.OTHER),
]


@pytest.mark.parametrize(("code", "detail", "becomes"), ROWS)
def test_each_end_of_a_sign_in_is_told_apart(world, code, detail, becomes):
    world.inject("auth-status", value=(code, detail))
    if becomes == "again":
        assert world.session().access(world.errand)
        assert world.calls("/auth/challenge") == 2
        return
    with pytest.raises(SignInRefused) as refused:
        world.session()
    assert refused.value.cause is becomes
    assert world.calls("/auth/challenge") == 1
    assert str(refused.value).endswith((".", "/"))


@pytest.mark.parametrize(
    ("code", "detail", "cause"),
    [
        (425, "unieważnione przez użytkownika", Cause.CANCELLED_SESSION),
        (450, "Nieprawidłowe wyzwanie autoryzacyjne", Cause.CHALLENGE),
        (450, "Nieprawidłowy czas tokena", Cause.TIMESTAMP),
        (450, "Nieprawidłowe szyfrowanie tokena", Cause.ENCRYPTION),
    ],
)
def test_what_may_be_cured_is_tried_again_once_only(world, code, detail, cause):
    world.inject("auth-status", value=(code, detail), count=None)
    with pytest.raises(SignInRefused) as refused:
        world.session()
    assert refused.value.cause is cause
    assert world.calls("/auth/challenge") == 2


def test_a_failing_ksef_is_asked_four_times_at_most(world):
    world.inject("auth-status", value=(550, ""), count=None)
    with pytest.raises(Unavailable):
        world.session()
    assert world.calls("/auth/challenge") == 4


def test_a_sign_in_that_never_ends_is_given_up_after_a_minute(make_world):
    world = make_world(auth_polls=10_000)
    with pytest.raises(Unavailable, match="minuty"):
        world.session()
    assert 55 < sum(world.clock.slept) < 65


def test_the_texts_name_the_context_and_the_certificate_problem(world):
    world.inject("auth-status", value=(415, "Brak przypisanych uprawnień"))
    with pytest.raises(SignInRefused, match=f"kontekście {world.nip}"):
        world.session()
    world.inject("auth-status", value=(460, "Certyfikat zawieszony"))
    with pytest.raises(SignInRefused, match="Certyfikat zawieszony"):
        world.session()


def test_only_a_dead_token_is_called_dead(world):
    for detail, dead in (("Token unieważniony", True), ("Nieprawidłowy token", True), ("Token nieaktywny", False)):
        world.inject("auth-status", value=(450, detail))
        with pytest.raises(SignInRefused) as refused:
            world.session()
        assert refused.value.is_final is dead


def test_the_key_is_asked_for_anew_when_ksef_does_not_know_it(world):
    world.session()
    world.sandbox.rotate_keys(emergency=True)
    world.session()
    assert world.calls("/security/public-key-certificates") == 2


def test_a_lost_answer_to_redeeming_leads_to_a_new_sign_in(world):
    world.inject("lost", path="/auth/token/redeem")
    assert world.session().access(world.errand)
    assert world.calls("/auth/token/redeem") == 3  # lost, refused as already collected, and once more after the new sign-in
    assert world.calls("/auth/challenge") == 2


def test_a_lost_start_begins_with_a_new_challenge(world):
    world.inject("lost", path="/auth/ksef-token")
    assert world.session().access(world.errand)
    assert world.calls("/auth/challenge") == 2


def test_without_a_network_the_failure_is_that_of_the_network(world):
    world.sandbox.pause()
    with pytest.raises(Unreachable):
        world.session()
    assert [round(seconds) for seconds in world.clock.slept] != []
    assert len(world.clock.slept) == 5


def test_the_access_token_is_renewed_before_it_ends(make_world):
    world = make_world(lifetimes=Lifetimes(access=900))
    session = world.session()
    first = session.access(world.errand)
    world.clock.sleep(700, world.errand.cancel)
    assert session.access(world.errand) == first
    world.clock.sleep(100, world.errand.cancel)
    assert session.access(world.errand) != first
    assert world.calls("/auth/token/refresh") == 1
    assert world.calls("/auth/challenge") == 1


def test_a_short_lived_access_token_is_not_renewed_at_every_call(make_world):
    world = make_world(lifetimes=Lifetimes(access=9))
    session = world.session()
    session.access(world.errand)
    session.access(world.errand)
    assert world.calls("/auth/token/refresh") == 0


def test_when_the_session_has_ended_one_signs_in_again(world):
    session = world.session()
    world.sandbox.end_sessions()
    world.clock.sleep(1000, world.errand.cancel)
    assert session.access(world.errand)
    assert world.calls("/auth/challenge") == 2


def test_an_unexpected_401_renews_then_signs_in_then_stops(world):
    session = world.session()
    world.inject("unauthorized", path="/rate-limits")
    session.call(RATE_LIMITS, world.errand)
    assert world.calls("/auth/token/refresh") == 1
    world.inject("unauthorized", path="/rate-limits", count=2)
    session.call(RATE_LIMITS, world.errand)
    assert world.calls("/auth/challenge") == 2
    world.inject("unauthorized", path="/rate-limits", count=None)
    before = world.calls("/rate-limits")
    with pytest.raises(SessionEnded):
        session.call(RATE_LIMITS, world.errand)
    assert world.calls("/rate-limits") == before + 3


def test_a_token_revoked_in_the_middle_is_noticed_at_the_next_renewal(world):
    session = world.session()
    world.sandbox.revoke_token(world.nip)
    session.call(RATE_LIMITS, world.errand)  # the access token still works (§2.7)
    world.clock.sleep(1000, world.errand.cancel)
    with pytest.raises(SignInRefused) as refused:
        session.access(world.errand)
    assert refused.value.cause is Cause.REVOKED_TOKEN


def test_signing_out_never_fails(world):
    session = world.session()
    world.sandbox.pause()
    session.close(world.errand)
    session.close(world.errand)


def test_the_training_must_run_before_it_is_asked():
    with pytest.raises(UnusableArgument, match="szkoleniowe"):
        Ksef(addresses_of(Environment.TRAINING))


def test_nothing_but_the_listed_calls_can_be_made(world):
    session = world.session()
    with pytest.raises(ProgramError):
        session.call(Endpoint("POST", "/sessions/online", Group.OTHER), world.errand)


def test_a_token_of_another_client_is_refused(world):
    other = world.sandbox.companies[1].nip
    with pytest.raises(SignInRefused) as refused:
        world.ksef.sign_in(Context.parse(other), TokenCredential(world.sandbox.training_token(world.nip)), world.errand)
    assert refused.value.cause is Cause.OTHER_CONTEXT
