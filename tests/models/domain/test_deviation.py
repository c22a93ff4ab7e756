"""A cent of difference is found where it is."""

from qbodesk.models.domain.deviation import Deviation, deviations
from qbodesk.models.domain.money import Money


def gbp(amount: str) -> Money:
    return Money.of(amount, "GBP")


def found(ours, theirs, tax, whole, *, gross=False):
    return deviations(
        [gbp(each) for each in ours], [gbp(each) for each in theirs],
        our_tax=gbp(tax), their_total=gbp(whole), lines_gross=gross,
    )  # fmt: skip


def test_where_the_cent_is() -> None:
    assert found(["10", "-1"], ["10", "-1"], "1.80", "10.80") == ()
    assert found(["4495.16"], ["4495.16"], "448.39", "4943.56") == (
        Deviation(0, gbp("448.39"), gbp("448.40")),
    )
    assert found(["10", "5"], ["10.01", "5"], "3", "18.01") == (Deviation(1, gbp("10"), gbp("10.01")),)


def test_lines_that_cannot_be_compared_are_not() -> None:
    assert found(["12"], ["10"], "2", "12", gross=True) == ()
    assert found(["10"], ["6", "4"], "2", "12") == ()
