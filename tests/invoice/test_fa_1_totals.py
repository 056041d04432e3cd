"""Sums of FA(1) told apart by lines, orders and tax; what cannot be told stays whole."""

from decimal import Decimal

import pytest

from app.invoice.fa_1_totals import totals_of
from app.invoice.forms import VatGroup
from app.invoice.lines import Line

D = Decimal


def _line(rate, net, procedure="", oss=None):
    return Line(position=1, rate_code=rate, net=None if net is None else D(net), rate_procedure=procedure, oss_rate=oss)


def _groups(values, lines=(), order=()):
    return [
        (total.group, total.net, total.tax) for total in totals_of({key: D(value) for key, value in values.items()}, lines, order)
    ]


def test_plain_rates_keep_their_taxes():
    assert _groups({"P_13_1": "100", "P_14_1": "23", "P_13_3": "10", "P_14_3": "0.50", "P_13_7": "5"}) == [
        (VatGroup.P_13_1, D(100), D(23)),
        (VatGroup.P_13_3, D(10), D("0.50")),
        (VatGroup.P_13_7, D(5), None),
    ]


@pytest.mark.parametrize(
    ("number", "lines", "group"),
    [
        ("4", (_line("oo", "100"),), VatGroup.P_13_10),
        ("4", (_line("4", "100"),), VatGroup.P_13_4),
        ("4", (_line("3", None),), VatGroup.P_13_4),
        ("5", (_line("np", "100", "4"),), VatGroup.P_13_8),
        ("5", (_line("np", "60", "5"), _line("np", "40", "5")), VatGroup.P_13_9),
        ("5", (_line("", "100", oss=D(19)),), VatGroup.P_13_5),
        ("6", (_line("0", "100", "1"),), VatGroup.P_13_6_1),
        ("6", (_line("0", "100", "2"), _line("23", "7")), VatGroup.P_13_6_2),
        ("6", (_line("0", "100", "3"),), VatGroup.P_13_6_3),
    ],
)
def test_lines_of_one_group_decide(number, lines, group):
    assert [found for found, _net, _tax in _groups({f"P_13_{number}": "100"}, lines)] == [group]


def test_lines_of_two_groups_divide_the_sum_exactly():
    lines = (_line("0", "30", "1"), _line("0", "70", "2"))
    assert _groups({"P_13_6": "100"}, lines) == [(VatGroup.P_13_6_1, D(30), None), (VatGroup.P_13_6_2, D(70), None)]
    lines = (_line("oo", "30"), _line("4", "70"))
    assert _groups({"P_13_4": "100", "P_14_4": "2.80"}, lines) == [
        (VatGroup.P_13_10, D(30), None),
        (VatGroup.P_13_4, D(70), D("2.80")),
    ]


@pytest.mark.parametrize(
    ("number", "lines", "group"),
    [
        ("6", (), VatGroup.FA1_P_13_6),
        ("6", (_line("0", "100"),), VatGroup.FA1_P_13_6),
        ("6", (_line("0", "30", "1"), _line("0", "69", "2")), VatGroup.FA1_P_13_6),
        ("6", (_line("0", "30", "1"), _line("0", None, "2")), VatGroup.FA1_P_13_6),
        ("6", (_line("0", "30", "1"), _line("0", "70")), VatGroup.FA1_P_13_6),
        ("5", (_line("np", "100"),), VatGroup.FA1_P_13_5),
        ("4", (), VatGroup.FA1_P_13_4),
    ],
)
def test_what_the_lines_do_not_tell_is_not_guessed(number, lines, group):
    assert _groups({f"P_13_{number}": "100"}, lines) == [(group, D(100), None)]


@pytest.mark.parametrize(
    ("tax", "group"),
    [("0", VatGroup.P_13_10), ("4.00", VatGroup.P_13_4), ("3.01", VatGroup.P_13_4), ("7.00", VatGroup.FA1_P_13_4)],
)
def test_without_lines_the_tax_tells_reverse_charge_from_the_taxi(tax, group):
    assert _groups({"P_13_4": "100", "P_14_4": tax}) == [(group, D(100), D(tax))]


def test_an_advance_follows_its_order_where_that_is_of_one_group():
    order = (_line("0", "5000", "3"),)
    assert _groups({"P_13_6": "100"}, (), order) == [(VatGroup.P_13_6_3, D(100), None)]
    assert _groups({"P_13_6": "100"}, (), (*order, _line("0", "1", "1"))) == [(VatGroup.FA1_P_13_6, D(100), None)]
