"""Options: what the settings page and ``--set`` draw from a target's dataclass."""

from dataclasses import dataclass

import pytest

from app.base.errors import UnusableArgument
from app.targets.options import OptionField, describe, option, parse_options
from app.targets.registry import TARGETS, target


@dataclass(frozen=True)
class Sample:
    """Every kind of option."""

    name: str = option("Zakup", label="Nazwa", help="Nazwa kategorii")
    symbols: str = option("", label="Symbole", lines=True)
    version: str = option("2", label="Wersja", choices={"1": "stara", "2": "nowa"})
    split: bool = option(default=False, label="Osobno")
    width: int = option(30, label="Szerokość")


def test_a_dataclass_describes_its_options_for_the_settings_page():
    assert describe(Sample)[:3] == (
        OptionField(name="name", label="Nazwa", help="Nazwa kategorii", kind="text", default="Zakup"),
        OptionField(name="symbols", label="Symbole", help="", kind="lines", default=""),
        OptionField(name="version", label="Wersja", help="", kind="choice", default="2", choices=(("1", "stara"), ("2", "nowa"))),
    )
    assert [field.kind for field in describe(Sample)[3:]] == ["flag", "number"]


def test_pairs_become_typed_values_and_the_rest_keeps_its_default():
    assert parse_options(Sample, {}) == Sample()
    assert parse_options(Sample, {"split": "Tak", "width": "12", "version": "1"}) == Sample(split=True, width=12, version="1")


@pytest.mark.parametrize(
    ("pairs", "named"),
    [
        ({"nazwa": "x"}, "name, symbols, version, split, width"),
        ({"version": "3"}, "1 (stara), 2 (nowa)"),
        ({"split": "może"}, "tak, nie"),
        ({"width": "szeroko"}, "całkowitą"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_can(pairs, named):
    with pytest.raises(UnusableArgument) as refused:
        parse_options(Sample, pairs)
    assert named in str(refused.value)
    assert next(iter(pairs)) in str(refused.value)


@pytest.mark.parametrize("known", TARGETS, ids=lambda known: known.id)
def test_every_target_has_polish_labels_and_usable_defaults(known):
    assert target(known.id) is known
    assert known.suffix.startswith(".")
    assert known.title
    for field in describe(known.options):
        assert field.label, field.name
        if field.kind == "choice":
            assert field.default in dict(field.choices)
    assert parse_options(known.options, {}) == known.options()


def test_an_unknown_target_is_refused_with_the_known_ones():
    with pytest.raises(UnusableArgument, match="epp"):
        target("symfonia-2000")
