from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.core.access import queries as access
from zhike.kit.links import address_of
from zhike.sales import permissions

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.accounts.models import User


class OrderRows(models.QuerySet["Order"]):
    """Orders follow their customer."""

    def visible_to(self, user: "User | AnonymousUser | None") -> "OrderRows":
        return access.visible(  # type: ignore[return-value]
            self.filter(customer__trashed_at=None),
            user=user,
            permission=permissions.SEE,
            owner="customer__owner",
            shared=("customers.customer", "customer"),
        )


class Order(models.Model):
    """A submitted paper: it is amended or reversed by another paper, never edited."""

    number = models.CharField(_("order number"), max_length=60, unique=True)
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
    submitted_at = models.DateTimeField(_("submitted"), auto_now_add=True)
    origin = models.ForeignKey("exchange.ImportRun", on_delete=models.PROTECT, null=True, related_name="+")

    objects = OrderRows.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["customer", "-ordered_on", "-id"], name="orders_of_customer"),
            models.Index(fields=["-ordered_on", "-id"], name="orders_by_date"),
        )
        constraints = (models.CheckConstraint(condition=models.Q(amount__gte=0), name="order_amount_not_negative"),)

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return address_of("orders:card", self.number)

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
