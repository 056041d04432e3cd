"""The names under which secrets are kept. They are no secrets themselves."""


def token(context: str) -> str:
    """The KSeF token of a context (a NIP, or ``NIP-00000`` for an internal unit)."""
    return f"token/{context}"


def certificate_password(owner: str) -> str:
    """The password of the file with the certificate of `owner`: a context, or a word for the office itself."""
    return f"certificate/{owner}"


def export_key(reference: str) -> str:
    """The key of an export package that has not been stored yet, by KSeF's reference number of the export."""
    return f"export/{reference}"
