"""How a sign-in ends (§2.6): the statuses of KSeF as our errors, with what to tell the user."""

from typing import Final

from app.base.folding import fold
from app.base.texts import Later, _
from app.ksef.contexts import Context
from app.ksef.errors import Cause, SignInRefused, Unavailable

# Within 450 only the text tells the causes apart; it was English before API 2.6.1.
_TOKEN_CAUSES: Final = (
    (("wyzwanie", "challenge"), Cause.CHALLENGE),
    (("czas tokena", "token time", "timestamp"), Cause.TIMESTAMP),
    (("uniewazniony", "revoked"), Cause.REVOKED_TOKEN),
    (("nieaktywny", "inactive", "not active"), Cause.INACTIVE_TOKEN),
    (("szyfrowanie", "encryption"), Cause.ENCRYPTION),
    (("kodowanie", "encoding"), Cause.MALFORMED_TOKEN),
    (("kontek", "context"), Cause.OTHER_CONTEXT),
    (("nieprawidlowy token", "invalid token"), Cause.UNKNOWN_TOKEN),
)
_CAUSES: Final = {
    415: Cause.NO_PERMISSIONS,
    425: Cause.CANCELLED_SESSION,
    460: Cause.CERTIFICATE,
    470: Cause.DECEASED,
    480: Cause.INCIDENT,
}
_TOKEN_STATUS: Final = 450
_PASSING: Final = (500, 550)

_TITLES: Final[dict[Cause, tuple[Later, Later]]] = {
    Cause.NO_PERMISSIONS: (
        "Brak uprawnień w kontekście {context}.",
        "Wygeneruj token z uprawnieniem „przeglądanie faktur” albo nadaj to prawo.",
    ),
    Cause.CANCELLED_SESSION: ("Sesja logowania została unieważniona.", "Zaloguj ponownie."),
    Cause.CHALLENGE: ("Logowanie nie powiodło się (wygasłe wyzwanie).", "Spróbuj ponownie."),
    Cause.TIMESTAMP: (
        "Logowanie nie powiodło się (znacznik czasu).",
        "Spróbuj ponownie; jeżeli się powtarza, prześlij nam szczegóły.",
    ),
    Cause.UNKNOWN_TOKEN: (
        "KSeF nie rozpoznaje tokena.",
        "Sprawdź, czy wklejono go w całości i czy pochodzi z wybranego środowiska. Token mógł też utracić ważność.",
    ),
    Cause.REVOKED_TOKEN: ("Token został unieważniony.", "Poproś klienta o nowy token."),
    Cause.INACTIVE_TOKEN: (
        "Token nie jest jeszcze aktywny albo wygasł.",
        "Jeżeli wygenerowano go przed chwilą, odczekaj minutę; jeżeli dawno, wygeneruj nowy.",
    ),
    Cause.ENCRYPTION: (
        "Nie udało się zaszyfrować tokena aktualnym kluczem Ministerstwa.",
        "Spróbuj ponownie; jeżeli się powtarza, prześlij nam szczegóły.",
    ),
    Cause.MALFORMED_TOKEN: ("Token ma nieprawidłowy format.", "Wklej go ponownie, w całości."),
    Cause.OTHER_CONTEXT: (
        "Token należy do innego podmiotu niż wybrany: {context}.",
        "Wybierz właściwego klienta albo wklej jego token.",
    ),
    Cause.CERTIFICATE: (
        "Certyfikat użyty do logowania jest nieprawidłowy: {text}.",
        "Sprawdź, czy to certyfikat KSeF do uwierzytelniania (nie „Offline”), ważny, z wybranego środowiska.",
    ),
    Cause.SIGNATURE: (
        "KSeF nie przyjął podpisu elektronicznego logowania.",
        "Sprawdź, czy to certyfikat KSeF do uwierzytelniania, i spróbuj ponownie; jeżeli się powtarza, prześlij nam szczegóły.",
    ),
    Cause.DECEASED: ("Dane uwierzytelniające należą do osoby zmarłej.", "Potrzebny jest nowy token albo certyfikat innej osoby."),
    Cause.INCIDENT: (
        "Ministerstwo Finansów zablokowało logowanie (podejrzenie incydentu).",
        "Skontaktuj się z MF: https://ksef.podatki.gov.pl/formularz/",
    ),
    Cause.OTHER: ("KSeF odmówił logowania: {text}.", "Sprawdź token lub certyfikat i wybrane środowisko."),
}


def refusal(code: int, description: str, details: tuple[str, ...], context: Context) -> SignInRefused | Unavailable:
    """The error that a final status of a sign-in other than 200 stands for; unknown codes are failures."""
    text = ", ".join(filter(None, details)) or description or f"status {code}"
    detail = f"status {code}: {description}; {', '.join(details)}"
    if code in _PASSING:
        return Unavailable(_("KSeF przerwał logowanie."), advice=_("Spróbuj ponownie za kilka minut."), detail=detail)
    cause = _token_cause(text) if code == _TOKEN_STATUS else _CAUSES.get(code, Cause.OTHER)
    return refused(cause, context, text=text, detail=detail)


def refused(cause: Cause, context: Context, *, text: str = "", detail: str = "") -> SignInRefused:
    """The error of a known cause; `text` is what KSeF said."""
    title, advice = _TITLES[cause]
    said = text.strip().rstrip(".")
    return SignInRefused(_(title).format(context=context.value, text=said), cause=cause, advice=_(advice), detail=detail)


def _token_cause(text: str) -> Cause:
    plain = fold(text)
    return next((cause for words, cause in _TOKEN_CAUSES if any(word in plain for word in words)), Cause.OTHER)
