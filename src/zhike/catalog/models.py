from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.kit.links import address_of


class Product(models.Model):
    """Something we sell, known by its code."""

    code = models.CharField(_("product code"), max_length=60, unique=True)
    name = models.CharField(_("product name"), max_length=100)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    category = models.CharField(_("category"), max_length=60, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    origin = models.ForeignKey("exchange.ImportRun", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["name"], name="product_name"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("products:card", self.code)
