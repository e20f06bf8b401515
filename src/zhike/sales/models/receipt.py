from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.kit.links import address_of
from zhike.sales.models.papers import PaperRows


class Receipt(models.Model):
    """Money that came in: a submitted paper, never edited.

    `key` is what one that came without a number is known by when its file comes again (`rules.receipts`).
    """

    class Way(models.TextChoices):
        UNKNOWN = "", _("not said")
        CASH = "cash", _("cash")
        TRANSFER = "transfer", _("bank transfer")
        WECHAT = "wechat", _("WeChat Pay")
        ALIPAY = "alipay", _("Alipay")
        CHEQUE = "cheque", _("cheque")
        DRAFT = "draft", _("acceptance draft")
        OTHER = "other", _("another way")

    number = models.CharField(_("receipt number"), max_length=60, unique=True)
    key = models.CharField(max_length=64, unique=True, null=True)
    customer = models.ForeignKey(
        "customers.Customer",
        on_delete=models.PROTECT,
        related_name="receipts",
        verbose_name=_("customer"),
        db_index=False,  # it leads an index of its own below
    )
    received_on = models.DateField(_("date received"))
    amount = models.BigIntegerField(_("amount"))  # 分
    way = models.CharField(_("way of payment"), max_length=8, choices=Way, default=Way.UNKNOWN, blank=True)
    account = models.CharField(_("account"), max_length=60, blank=True)
    payer = models.CharField(_("payer"), max_length=100, blank=True)
    remarks = models.CharField(_("remarks"), max_length=200, blank=True)
    submitted_at = models.DateTimeField(_("submitted"), auto_now_add=True)
    origin = models.ForeignKey("exchange.ImportRun", on_delete=models.PROTECT, null=True, related_name="+")

    objects = PaperRows["Receipt"].as_manager()

    class Meta:
        verbose_name = _("receipt")
        indexes = (
            models.Index(fields=["customer", "-received_on", "-id"], name="receipts_of_customer"),
            models.Index(fields=["-received_on", "-id"], name="receipts_by_date"),
        )
        constraints = (models.CheckConstraint(condition=models.Q(amount__gt=0), name="receipt_amount_positive"),)

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return address_of("receipts:card", self.number)
