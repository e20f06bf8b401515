from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.kit.links import address_of
from zhike.sales import permissions
from zhike.sales.models.papers import PaperRows

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.accounts.models import User


class OrderRows(PaperRows["Order"]):
    """What lists and sums show is the newest version of each order."""

    def current(self) -> "OrderRows":
        """Leave out the versions that a newer one has replaced."""
        return self.filter(replaced_by=None)

    def reached_by(self, user: "User | AnonymousUser | None", permission: str) -> "PaperRows[Order]":
        return PaperRows.reached_by(self.current(), user, permission)

    def earlier_than(self, order: "Order", *, visible_to: "User | AnonymousUser | None") -> "PaperRows[Order]":
        """Keep the versions an order has replaced whose customers a user may see: each follows its own."""
        rows = self.filter(number=order.number, revision__lt=order.revision)
        return PaperRows.reached_by(rows, visible_to, permissions.SEE)


class Order(models.Model):
    """A submitted paper: it is amended by a new version or reversed by another paper, never edited.

    `handler_name` keeps a handler whom a file names and the books do not know. Who sees a paper goes by its customer's
    owner, not by its handler.
    """

    number = models.CharField(_("order number"), max_length=60)
    revision = models.PositiveSmallIntegerField(_("version of the paper"), default=1)
    replaced_by = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,  # an import of new versions taken back lets the former ones count again
        null=True,
        related_name="+",
        verbose_name=_("replaced by"),
        db_index=False,  # few are replaced: an index of those alone is below
    )
    customer = models.ForeignKey(
        "customers.Customer",
        on_delete=models.PROTECT,
        related_name="orders",
        verbose_name=_("customer"),
        db_index=False,  # it leads an index of its own below
    )
    ordered_on = models.DateField(_("order date"))
    amount = models.BigIntegerField(_("amount"))  # 分, the sum of the lines
    cost = models.BigIntegerField(_("cost"), null=True)  # 分, known only when each line's cost is
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("handled by"),
        db_index=False,  # not many files name one: an index of those alone is below
    )
    handler_name = models.CharField(_("handler as written"), max_length=100, blank=True)
    remarks = models.TextField(_("remarks"), blank=True)
    submitted_at = models.DateTimeField(_("submitted"), auto_now_add=True)
    origin = models.ForeignKey("exchange.ImportRun", on_delete=models.PROTECT, null=True, related_name="+")

    objects = OrderRows.as_manager()

    class Meta:
        verbose_name = _("order")
        indexes = (
            models.Index(fields=["customer", "-ordered_on", "-id"], name="orders_of_customer"),
            models.Index(fields=["-ordered_on", "-id"], name="orders_by_date"),
            models.Index(fields=["handler"], name="orders_by_handler", condition=models.Q(handler__isnull=False)),
            models.Index(fields=["replaced_by"], name="orders_replaced", condition=models.Q(replaced_by__isnull=False)),
        )
        constraints = (
            models.UniqueConstraint(fields=["number", "revision"], name="order_version_once"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="order_amount_not_negative"),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return address_of("orders:card", self.number)

    @property
    def handled_by(self) -> str:
        """Who sold it, colleague or not."""
        return self.handler.name if self.handler else self.handler_name

    @property
    def is_replaced(self) -> bool:
        return self.replaced_by_id is not None

    @property
    def sold_lines(self) -> models.QuerySet["OrderLine"]:
        return self.lines.select_related("product").order_by("position")


class OrderLine(models.Model):
    """One line of an order, as it was sold; two lines may well be alike."""

    order = models.ForeignKey(
        Order, on_delete=models.PROTECT, related_name="lines", verbose_name=_("order"), db_index=False
    )
    position = models.PositiveIntegerField(_("line number"))
    product = models.ForeignKey(
        "catalog.Product", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("product")
    )
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=6, null=True)
    unit_price = models.DecimalField(_("unit price"), max_digits=18, decimal_places=6, null=True)  # 元, a rate
    amount = models.BigIntegerField(_("amount"))  # 分
    cost = models.BigIntegerField(_("cost"), null=True)  # 分, of the whole line

    class Meta:
        constraints = (models.UniqueConstraint(fields=["order", "position"], name="line_once_in_an_order"),)

    def __str__(self) -> str:
        return f"{self.order_id}/{self.position}"
