"""The papers that an import has made, taken back."""

from collections.abc import Sequence

from zhike.core.search import operations as search
from zhike.exchange.undoing import Step, Undo, take_back_made
from zhike.sales.models import Order, OrderLine, Receipt, Return, ReturnLine
from zhike.sales.queries import PAGE, RECEIPT_PAGE, RETURN_PAGE


def take_back_orders(undo: Undo, below: int | None) -> Step:
    """Remove the next orders that the run has made, with their lines; one that another paper refers to stays.

    The version that one of them had replaced counts again.
    """
    return take_back_made(Order.objects.all(), undo, below, remove=_remove_orders, parts=(OrderLine,))


def take_back_receipts(undo: Undo, below: int | None) -> Step:
    """Remove the next receipts that the run has made."""
    return take_back_made(Receipt.objects.all(), undo, below, remove=_remove_receipts)


def take_back_returns(undo: Undo, below: int | None) -> Step:
    """Remove the next returns that the run has made, with their lines."""
    return take_back_made(Return.objects.all(), undo, below, remove=_remove_returns, parts=(ReturnLine,))


def _remove_orders(orders: Sequence[Order]) -> None:
    ids = [order.pk for order in orders]
    search.forget(PAGE, ids)
    OrderLine.objects.filter(order__in=ids).delete()
    Order.objects.filter(pk__in=ids).delete()


def _remove_receipts(receipts: Sequence[Receipt]) -> None:
    ids = [receipt.pk for receipt in receipts]
    search.forget(RECEIPT_PAGE, ids)
    Receipt.objects.filter(pk__in=ids).delete()


def _remove_returns(returns: Sequence[Return]) -> None:
    ids = [each.pk for each in returns]
    search.forget(RETURN_PAGE, ids)
    ReturnLine.objects.filter(paper__in=ids).delete()
    Return.objects.filter(pk__in=ids).delete()
