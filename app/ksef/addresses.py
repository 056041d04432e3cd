"""The addresses of the environments and what a person must know of each (§1). Data; nothing is asked here."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from app.base.environments import Environment
from app.base.errors import UnusableArgument
from app.base.texts import Later, _


@dataclass(frozen=True, slots=True)
class Addresses:
    """One environment: where it is and what it is for. Empty addresses mean that there is none.

    `application` is Aplikacja Podatnika, `latarnia` the status service. `purpose`, `signing_in` and `warning` are Polish texts.
    """

    environment: Environment
    api: str
    application: str
    latarnia: str
    purpose: Later
    signing_in: Later
    warning: Later

    @property
    def qr(self) -> str:
        """Base of the verification links."""
        return self.environment.qr_base


_KNOWN: Final[Mapping[Environment, Addresses]] = {
    Environment.PRODUCTION: Addresses(
        environment=Environment.PRODUCTION,
        api="https://api.ksef.mf.gov.pl/v2",
        application="https://ap.ksef.mf.gov.pl/web/",
        latarnia="https://api-latarnia.ksef.mf.gov.pl",
        purpose="Prawdziwe faktury. To środowisko wybiera biuro w codziennej pracy.",
        signing_in="Tokenem KSeF klienta albo certyfikatem KSeF biura, któremu klient nadał prawo przeglądania faktur.",
        warning="Środowisko PRODUKCYJNE. Dokumenty są wiążące prawnie i podatkowo.",
    ),
    Environment.DEMO: Addresses(
        environment=Environment.DEMO,
        api="https://api-demo.ksef.mf.gov.pl/v2",
        application="https://ap-demo.ksef.mf.gov.pl/web/",
        latarnia="",
        purpose="Przedprodukcja Ministerstwa: próba przed pracą na prawdziwych fakturach, z prawdziwymi danymi logowania.",
        signing_in="Tokenem albo certyfikatem uzyskanym w Aplikacji Podatnika środowiska DEMO, prawdziwymi danymi logowania.",
        warning=(
            "Środowisko DEMO (przedprodukcyjne). Logujesz się prawdziwymi danymi, ale faktury nie mają mocy prawnej. "
            "Nie wysyłaj danych rzeczywistych kontrahentów."
        ),
    ),
    Environment.TEST: Addresses(
        environment=Environment.TEST,
        api="https://api-test.ksef.mf.gov.pl/v2",
        application="https://ap-test.ksef.mf.gov.pl/web/",
        latarnia="",  # the one of TEST is a dummy that always reports a total failure (§10)
        purpose="Wspólne środowisko prób dla wszystkich, z fikcyjnymi NIP. Do sprawdzania programów, nie do pracy biura.",
        signing_in="Tokenem wygenerowanym dla fikcyjnego NIP albo certyfikatem wystawionym samemu sobie.",
        warning=(
            "Środowisko TESTOWE. Dane są wspólne dla wszystkich testujących: każdy może zalogować się w kontekście dowolnego NIP "
            "i je odczytać. Nigdy nie używaj tu prawdziwych danych. Dokumenty nie mają mocy prawnej."
        ),
    ),
    Environment.TRAINING: Addresses(
        environment=Environment.TRAINING,
        api="",  # the sandbox on this computer; its port is known only when it runs
        application="",
        latarnia="",
        purpose="Mały KSeF na tym komputerze, z wymyślonymi fakturami trzech firm. Do nauki programu; nie łączy się z Internetem.",
        signing_in="Tokenem szkoleniowym, który program podaje sam.",
        warning="SZKOLENIOWE – dane zmyślone. To nie jest KSeF; nic nie opuszcza tego komputera.",
    ),
}

_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})

# Addresses that were once right (§1), as they are found in old settings, notes and pasted links.
_OLD_HOSTS: Final[Mapping[str, Environment]] = {
    "ksef.mf.gov.pl": Environment.PRODUCTION,
    "ksef-demo.mf.gov.pl": Environment.DEMO,
    "ksef-test.mf.gov.pl": Environment.TEST,
    "web2te-ksef.mf.gov.pl": Environment.TEST,
    "mcu.mf.gov.pl": Environment.PRODUCTION,
}
_CURRENT_HOST: Final = re.compile(r"(?:api|ap|qr|api-latarnia)(?:-(?P<which>test|demo))?\.ksef\.mf\.gov\.pl", re.ASCII)
_WHICH: Final = {"test": Environment.TEST, "demo": Environment.DEMO, None: Environment.PRODUCTION}

_OLD_SYSTEM_ENDED: Final = dt.date(2026, 1, 17)


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a pasted address turned out to be: the environment it means, and for an old one a sentence that explains it."""

    environment: Environment
    explanation: str = ""


def addresses_of(environment: Environment, api_url: str = "") -> Addresses:
    """The addresses of an environment, or of another server in its place where `api_url` is given; raises `UnusableArgument`.

    Nobody promises that another server has a Latarnia; the sandbox of the training has one.
    """
    known = _KNOWN[environment]
    latarnia = known.latarnia
    if api_url:
        latarnia = api_url.rstrip("/").removesuffix("/v2") if environment is Environment.TRAINING and is_loopback(api_url) else ""
    return Addresses(
        environment=environment,
        api=checked_api_url(api_url) if api_url else known.api,
        application=known.application,
        latarnia=latarnia,
        purpose=_(known.purpose),
        signing_in=_(known.signing_in),
        warning=_(known.warning),
    )


def checked_api_url(text: str) -> str:
    """The address of a server without its last slash; ``http`` only on this computer. Raises `UnusableArgument`."""
    bare = text.strip().rstrip("/")
    parts = urlsplit(bare)
    if parts.scheme == "https" and parts.hostname:
        return bare
    if parts.scheme == "http" and is_loopback(bare):
        return bare
    raise UnusableArgument(
        _("„{text}” nie może być adresem serwera KSeF.").format(text=text),
        advice=_("Adres zaczyna się od https://, a od http:// tylko wtedy, gdy serwer działa na tym komputerze (127.0.0.1)."),
    )


def is_loopback(url: str) -> bool:
    """Whether an address leads to this computer."""
    return urlsplit(url).hostname in _LOOPBACK


def recognise(text: str) -> Recognised | None:
    """Which environment a pasted address of KSeF belongs to, today's or an old one; None for any other address."""
    bare = text.strip()
    host = urlsplit(bare if "://" in bare else f"https://{bare}").hostname or ""
    old = _OLD_HOSTS.get(host)
    if old is not None:
        return Recognised(
            old,
            _(
                "Adres „{host}” należy do dawnej wersji KSeF, wyłączonej {day}. Program używa obecnego adresu: {api}. "
                "Tokeny dawnej wersji nie działają – trzeba wygenerować nowe."
            ).format(host=host, day=f"{_OLD_SYSTEM_ENDED:%Y-%m-%d}", api=_KNOWN[old].api),
        )
    match = _CURRENT_HOST.fullmatch(host)
    return Recognised(_WHICH[match["which"]]) if match else None


@dataclass(frozen=True, slots=True)
class TokenRule:
    """A day from which, or after which, something changes for KSeF tokens (§2.10)."""

    day: dt.date
    text: Later


TOKEN_RULES: Final = (
    TokenRule(
        dt.date(2026, 12, 31),
        ("Według obowiązującego rozporządzenia (Dz.U. 2025 poz. 1815, § 13) tokeny służą do logowania do 31 grudnia 2026 r."),
    ),
    TokenRule(
        dt.date(2027, 11, 30),
        (
            "Według zapowiedzi Ministerstwa tokeny wydane do 31 grudnia 2026 r. mają działać nie dłużej niż do 30 listopada 2027 r."
        ),
    ),
)
"""In the order of their days. The law and the announcements differ: both are shown, and the way to a certificate."""

_CHANGE_OF_RULES: Final[Later] = (
    "Zasady używania tokenów zmieniają się od 1 stycznia 2027 r. – sprawdź komunikaty na ksef.podatki.gov.pl. "
    "Certyfikat KSeF biura nie podlega tym zmianom."
)
_NOTICE_DAYS: Final = 60


def token_notice(today: dt.date) -> str:
    """What to tell on `today` about the dates on which tokens end; empty while the next one is far away."""
    near = [_(rule.text) for rule in TOKEN_RULES if 0 <= (rule.day - today).days <= _NOTICE_DAYS]
    past = [_(rule.text) for rule in TOKEN_RULES if rule.day < today]
    told = [*past[-1:], *near]
    return " ".join([*told, _(_CHANGE_OF_RULES)]) if told else ""
