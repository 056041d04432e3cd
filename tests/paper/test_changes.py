from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.base.money import total
from app.invoice.lines import Line
from app.paper.changes import Change, changes, has_states, sums


def line(position, *, before=False, number="", uuid="", net="0", **more):
    return Line(position=position, before=before, line_number=number, uuid=uuid, net=Decimal(net), **more)


def net(one):
    return one.net


def places(found):
    return [(c.before and c.before.position, c.after and c.after.position) for c in found]


def test_equal_uu_id_pairs_whatever_the_numbers_say():
    lines = [line(1, before=True, number="1", uuid="a"), line(2, number="1", uuid="b"), line(3, number="2", uuid="a")]
    assert places(changes(lines)) == [(1, 3), (None, 2)]


def test_equal_line_numbers_pair():
    lines = [line(1, before=True, number="1"), line(2, before=True, number="2"), line(3, number="2"), line(4, number="1")]
    assert places(changes(lines)) == [(1, 4), (2, 3)]


def test_consecutive_numbers_pair_by_order():
    lines = [line(1, before=True, number="1"), line(2, number="2"), line(3, before=True, number="3"), line(4, number="4")]
    assert places(changes(lines)) == [(1, 2), (3, 4)]


def test_a_state_before_without_a_partner_was_removed():
    lines = [line(1, before=True, number="1", net="10"), line(2, before=True, number="2", net="5"), line(3, number="2", net="7")]
    found = changes(lines)
    assert places(found) == [(1, None), (2, 3)]
    assert [change.difference(net) for change in found] == [Decimal(-10), Decimal(2)]


def test_a_difference_is_not_invented_where_a_side_does_not_say():
    change = Change(line(1, before=True, tax=None), line(2, tax=Decimal("1.15")))
    assert change.difference(lambda one: one.tax) is None
    assert Change(None, line(2, tax=Decimal("1.15"))).difference(lambda one: one.tax) == Decimal("1.15")


def test_lines_without_states_are_differences_already():
    assert not has_states([line(1, net="-5")])
    assert has_states([line(1), line(2, before=True)])


def test_sums_are_unknown_where_one_line_does_not_say():
    assert sums([line(1, before=True, net="3"), line(2, net="4.50")], net) == (Decimal("3.00"), Decimal("4.50"))
    assert sums([line(1), Line(position=2)], net) is None


amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
some_lines = st.lists(st.tuples(st.booleans(), st.sampled_from(["", "1", "2", "3"]), st.sampled_from(["", "a", "b"]), amounts))


@given(some_lines)
def test_pairing_loses_no_line_and_no_grosz(given_lines):
    lines = [
        Line(position=place, before=before, line_number=number, uuid=uuid, net=value)
        for place, (before, number, uuid, value) in enumerate(given_lines, start=1)
    ]
    found = changes(lines)
    paired = sorted(side.position for change in found for side in (change.before, change.after) if side is not None)
    assert paired == [one.position for one in lines]
    states = sums(lines, net)
    assert states is not None
    assert total(change.difference(net) or Decimal(0) for change in found) == states[1] - states[0]
    for change in found:
        if change.before and change.after and change.before.uuid and change.after.uuid:
            assert change.before.uuid == change.after.uuid
