"""A number is given out once."""

import threading

import pytest
from django.db import connection, transaction

from zhike.core.numbering.models import Sequence
from zhike.core.numbering.operations import next_numbers

pytestmark = pytest.mark.django_db


def test_numbers_follow_each_other_and_are_as_wide_as_asked() -> None:
    assert next_numbers("K") == ["K000001"]
    assert next_numbers("K", 3) == ["K000002", "K000003", "K000004"]
    assert next_numbers("K", width=2) == ["K05"]


def test_each_prefix_counts_for_itself() -> None:
    next_numbers("K", 9)
    assert next_numbers("D") == ["D000001"]


def test_no_numbers_are_asked_and_none_is_used_up() -> None:
    assert next_numbers("K", 0) == []
    assert next_numbers("K") == ["K000001"]


def test_a_number_outgrows_its_width() -> None:
    Sequence.objects.create(prefix="K", last=1_000_000)
    assert next_numbers("K") == ["K1000001"]


def test_a_number_of_a_transaction_that_failed_is_free_again() -> None:
    with transaction.atomic():
        next_numbers("K")
        transaction.set_rollback(True)
    assert next_numbers("K") == ["K000001"]


@pytest.mark.django_db(transaction=True)
def test_no_number_is_given_out_twice_at_the_same_moment() -> None:
    given: list[str] = []

    def take() -> None:
        for _ in range(25):
            given.extend(next_numbers("K", 2))
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(given) == 200
    assert len(set(given)) == 200
