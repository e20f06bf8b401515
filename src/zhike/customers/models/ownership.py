from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.customers.models.customer import Customer


class Ownership(models.Model):
    """Who owned a customer from when until when, and why it was given to the next."""

    customer = models.ForeignKey(
        Customer, on_delete=models.CASCADE, related_name="ownerships", verbose_name=_("customer")
    )
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    since_at = models.DateTimeField(_("since"))
    until_at = models.DateTimeField(_("until"), null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["customer", "-since_at"], name="owners_of_a_customer"),)

    def __str__(self) -> str:
        return f"{self.customer_id} {self.owner} {self.since_at:%F}"
