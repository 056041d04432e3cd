"""The training environment: a small KSeF on this computer, with three fictional clients and their office."""

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from app.sandbox.server import Sandbox


class Training:
    """A running training KSeF. All of it is invented and the same in every run."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox

    @classmethod
    def start(cls) -> Self:
        """Start it on 127.0.0.1."""
        from app.sandbox.server import Sandbox  # noqa: PLC0415 - only where it is asked for

        sandbox = Sandbox(export_polls=0).start()  # a learner should not wait for packages
        for company in sandbox.companies:
            sandbox.training_token(company.nip)  # those of earlier runs are good again
        return cls(sandbox)

    @property
    def api(self) -> str:
        """The address of its API."""
        return self._sandbox.base_url

    @property
    def companies(self) -> tuple[tuple[str, str], ...]:
        """NIP and name of each fictional client."""
        return tuple((company.nip, company.name) for company in self._sandbox.companies)

    def token(self, nip: str) -> str:
        """The token that the wizard offers for a client; raises `LookupError` for a NIP that is none of `companies`."""
        return self._sandbox.training_token(nip)

    def office_certificate(self) -> tuple[bytes, str]:
        """A certificate of the fictional office (PKCS#12) and its password; two of the three clients have granted it the right."""
        return self._sandbox.issue_certificate(self._sandbox.office_nip)

    def stop(self) -> None:
        """Stop it."""
        self._sandbox.stop()
