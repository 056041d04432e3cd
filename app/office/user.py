"""Who works on this computer."""

import getpass


def user_name() -> str:
    """The system's name of the user, for the history of conversions; empty where the system gives none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a system without accounts: Windows before its environment is set, a bare container
        return ""
