from django.db import models
from django.utils.translation import gettext_lazy as _


class Score(models.Model):
    """A customer's labels with what they were computed from, as of a day."""

    customer = models.OneToOneField("customers.Customer", on_delete=models.CASCADE, related_name="score")
    as_of = models.DateField(_("as of"))
    level = models.CharField(_("level"), max_length=1, blank=True)
    state = models.CharField(_("state"), max_length=8, blank=True)
    basis = models.CharField(_("basis"), max_length=6, blank=True)  # margin or sales
    basis_amount = models.BigIntegerField(_("amount ranked by"), default=0)  # 分
    share_before = models.FloatField(_("share of those ranked before"), null=True)
    purchase_days = models.PositiveIntegerField(_("days with a purchase"), default=0)
    median_gap_days = models.FloatField(_("median gap in days"), null=True)

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.level or '-'} {self.state or '-'}"
