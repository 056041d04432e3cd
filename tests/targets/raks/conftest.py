"""The strict checker beside the project, run on bytes."""

import importlib.util
import io

import pytest


@pytest.fixture(scope="session")
def checked(shared):
    """Runs the checker over a written file; the object it returns has `errors`, `warnings` and `docs`."""
    path = shared / "formats" / "tools" / "raks_check.py"
    spec = importlib.util.spec_from_file_location("raks_check", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.open = lambda data, _mode: io.BytesIO(data)  # its own `open` leaves the file unclosed, which is a failure here

    def run(data):
        checker = module.Checker()
        checker.run(data)
        return checker

    return run
