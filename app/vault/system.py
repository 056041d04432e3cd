"""The vault in the system's keyring: Windows Credential Locker, Secret Service, KWallet, macOS Keychain."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeVar

from app.base.environments import Environment
from app.base.errors import KonwerterError
from app.base.log import redact
from app.base.texts import _
from app.vault.errors import VaultBroken, VaultLocked, VaultMissing, VaultSilent
from app.vault.on_a_thread import call_within
from app.vault.vault import Vault, VaultState

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")

_SERVICE: Final = "Konwerter KSeF"
_USER: Final = "konwerter-ksef"
_STATE_SECONDS: Final = 5.0
# Other libraries' words for "the user did not let us in"; their classes exist on one system only.
_LOCKED_ERRORS: Final = frozenset({"KeyringLocked", "InitError", "LockedException", "PromptDismissedException"})


class SystemVault(Vault):
    """Secrets of one environment in the system's keyring; there is no other place to fall back to.

    `patience`: how many seconds a call may take, the user's typing of the keyring's password included.
    """

    def __init__(self, environment: Environment, *, patience: float = 60.0) -> None:
        super().__init__(environment)
        self._patience = patience

    def state(self) -> VaultState:
        """Whether the keyring is ready, locked or missing; asks the user nothing and takes a few seconds at most."""
        from app.vault.backends import find_backend, state_of  # noqa: PLC0415 – a tenth of a second at start

        def look() -> VaultState:
            backend = find_backend()
            return VaultState.MISSING if backend is None else state_of(backend)

        try:
            return call_within(_STATE_SECONDS, lambda: _gated(look))
        except (VaultSilent, VaultBroken):
            return VaultState.MISSING

    def get(self, name: str) -> str | None:
        """The secret of that name; None where there is none."""
        return self._ask(lambda backend: backend.get_password(self._service(name), _USER))

    def delete(self, name: str) -> None:
        """Forget the secret of that name; nothing happens where there is none."""
        service = self._service(name)

        def forget(backend: "KeyringBackend") -> None:
            if backend.get_password(service, _USER) is not None:
                backend.delete_password(service, _USER)

        self._ask(forget)

    def _keep(self, name: str, secret: str) -> None:
        self._ask(lambda backend: backend.set_password(self._service(name), _USER, secret))

    def _service(self, name: str) -> str:
        """Every secret is a service of its own: Windows would otherwise move entries about when a second one comes."""
        return f"{_SERVICE}/{self.environment.value}/{name}"

    def _ask(self, question: Callable[["KeyringBackend"], T]) -> T:
        from app.vault.backends import find_backend  # noqa: PLC0415 – a tenth of a second at start

        def ask() -> T:
            backend = find_backend()
            if backend is None:
                raise VaultMissing(
                    _("System nie ma magazynu haseł, w którym program mógłby bezpiecznie zapisać dane dostępu."),
                    advice=_("Wybierz „nie zapamiętuj” albo zainstaluj i uruchom magazyn haseł (GNOME Keyring, KWallet)."),
                )
            return question(backend)

        return call_within(self._patience, lambda: _gated(ask))


def _gated(job: Callable[[], T]) -> T:
    """The gate of this room: whatever a backend raises becomes one of our errors."""
    try:
        return job()
    except KonwerterError:
        raise
    except Exception as error:  # noqa: BLE001 – backends let the errors of D-Bus, Windows and macOS through
        detail = f"{type(error).__name__}: {redact(str(error))}"
        if type(error).__name__ in _LOCKED_ERRORS:
            raise VaultLocked(
                _("Systemowy magazyn haseł jest zablokowany."),
                advice=_("Odblokuj go i spróbuj ponownie albo wybierz „nie zapamiętuj”."),
                detail=detail,
            ) from None
        raise VaultBroken(
            _("Systemowy magazyn haseł zgłosił błąd."),
            advice=_("Spróbuj ponownie. Jeżeli się powtarza, uruchom komputer ponownie albo wybierz „nie zapamiętuj”."),
            detail=detail,
        ) from None
