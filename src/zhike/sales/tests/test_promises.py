"""What every import promises, whatever the file: a trial that tells the truth, whole counts, no doubles, exact sums.

Batches are of two rows, so that what one batch leaves behind meets the next.
"""

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings

from tests.factories.files import counts, reasons
from tests.factories.imports import File, Rows, books, company, kinds, order_files, run
from zhike.sales.models import Order, OrderLine

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_batches")]

quick = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quick
@given(file=kinds)
def test_a_trial_writes_nothing_and_foretells_each_row(file: File) -> None:
    kind, rows, options = file
    with company() as folder:
        before = books()
        trial = run(folder, kind, rows, options=options, dry_run=True)
        assert books() == before
        real = run(folder, kind, rows, options=options)
        assert counts(trial) == counts(real)
        assert reasons(trial) == reasons(real)


@quick
@given(file=kinds)
def test_each_row_is_counted_once_and_the_second_time_makes_nothing(file: File) -> None:
    kind, rows, options = file
    with company() as folder:
        first = run(folder, kind, rows, options=options)
        assert first.rows == first.created + first.updated + first.skipped + first.errored == len(rows)
        made = {name: len(found) for name, found in books().items()}
        second = run(folder, kind, rows, options=options)
        assert second.created == 0
        assert second.errored == first.errored
        assert {name: len(found) for name, found in books().items()} == made


@quick
@given(rows=order_files)
def test_the_sums_in_the_books_are_those_of_the_accepted_rows_to_the_fen(rows: Rows) -> None:
    with company() as folder:
        done = run(folder, "orders", rows, options={"unknown_customers": "create"})
        bad = {line for line, _, _ in reasons(done)}
        good = [row for line, row in enumerate(rows, start=2) if line not in bad]
        assert len(good) == done.created
        total = sum(round(float(row[7]) * 100) for row in good)
        assert (Order.objects.filter(origin=done).aggregate(s=Sum("amount"))["s"] or 0) == total
        assert (OrderLine.objects.filter(order__origin=done).aggregate(s=Sum("amount"))["s"] or 0) == total
        papers = Order.objects.annotate(of_lines=Sum("lines__amount")).values_list("amount", "of_lines")
        assert all(amount == of_lines for amount, of_lines in papers)
