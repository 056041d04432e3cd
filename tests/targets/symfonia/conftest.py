"""Answers that Symfonia needs, and the independent checker."""

import importlib.util

import pytest

ANSWERS = {"symfonia_rate_zw": "-1", "symfonia_rate_np": "-2"}
"""The numbers of the rates without percent, as an office would read them in FK."""


@pytest.fixture(scope="session")
def checker(shared, tmp_path_factory):
    """Checks bytes by the strict rules: the errors, the warnings, and the documents as the checker reads them."""
    path = shared / "formats" / "tools" / "symfonia_check.py"
    spec = importlib.util.spec_from_file_location("symfonia_check", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    file = tmp_path_factory.mktemp("symfonia") / "written.txt"

    def check(data):
        file.write_bytes(data)
        found = module.Checker(strict=True)
        found.run(str(file))
        return found

    return check
