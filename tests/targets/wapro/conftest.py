"""The strict independent checker of WAPRO XML."""

import importlib.util
import io

import pytest


@pytest.fixture(scope="session")
def checked(shared):
    """Checks the bytes of a file strictly: the checker with its `errors`, `warnings` and the documents (`docs`) it read."""
    spec = importlib.util.spec_from_file_location("wapro_check", shared / "formats" / "tools" / "wapro_check.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.open = lambda data, _mode: io.BytesIO(data)  # the checker leaves the files it opens to the collector

    def check(data):
        checker = module.Checker(lenient=False)
        checker.run(data)
        return checker

    return check
