from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.kit.links import address_of
from zhike.sales.models.order import Order
from zhike.sales.models.papers import PaperRows


class Return(models.Model):
    """Goods that came back: a submitted paper, never edited; it keeps to the version of the order it was made for."""

    number = models.CharField(_("return number"), max_length=60, unique=True)
    customer = models.ForeignKey(
        "customers.Customer",
        on_delete=models.PROTECT,
        related_name="returns",
        verbose_name=_("customer"),
        db_index=False,  # it leads an index of its own below
    )
    order = models.ForeignKey(
        Order, on_delete=models.PROTECT, null=True, related_name="returns", verbose_name=_("original order")
    )
    returned_on = models.DateField(_("date returned"))
    amount = models.BigIntegerField(_("amount"))  # 分, the sum of the lines
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    submitted_at = models.DateTimeField(_("submitted"), auto_now_add=True)
    origin = models.ForeignKey("exchange.ImportRun", on_delete=models.PROTECT, null=True, related_name="+")

    objects = PaperRows["Return"].as_manager()

    class Meta:
        verbose_name = _("return")
        indexes = (
            models.Index(fields=["customer", "-returned_on", "-id"], name="returns_of_customer"),
            models.Index(fields=["-returned_on", "-id"], name="returns_by_date"),
        )
        constraints = (models.CheckConstraint(condition=models.Q(amount__gt=0), name="return_amount_positive"),)

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return address_of("returns:card", self.number)

    @property
    def returned_lines(self) -> models.QuerySet["ReturnLine"]:
        return self.lines.select_related("product").order_by("position")


class ReturnLine(models.Model):
    """One line of a return; quantities and amounts are of what came back, and positive."""

    paper = models.ForeignKey(
        Return, on_delete=models.PROTECT, related_name="lines", verbose_name=_("return"), db_index=False
    )
    position = models.PositiveIntegerField(_("line number"))
    product = models.ForeignKey(
        "catalog.Product", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("product")
    )
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=6, null=True)
    amount = models.BigIntegerField(_("amount"))  # 分

    class Meta:
        constraints = (models.UniqueConstraint(fields=["paper", "position"], name="line_once_in_a_return"),)

    def __str__(self) -> str:
        return f"{self.paper_id}/{self.position}"
