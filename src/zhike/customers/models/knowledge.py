from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.customers.models.customer import Customer
from zhike.customers.models.party import Party
from zhike.customers.rules.needs import INTERNAL, TAGS


class Need(models.Model):
    """What a customer needs: one of the five kinds, in the customer's words, with what it was seen from.

    `matter` says in a few words which business it belongs to, so that needs of one deal stand together.
    `tags` are of the six business needs, the product needs and the psychological ones (domain book A02, C24).
    """

    class Kind(models.TextChoices):
        STATED = "stated", _("stated")
        REAL = "real", _("real")
        UNSTATED = "unstated", _("unstated")
        DELIGHT = "delight", _("delight")
        SECRET = "secret", _("secret")

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        OFFERED = "offered", _("something was offered")
        MET = "met", _("met")
        GONE = "gone", _("no longer so")

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="needs", verbose_name=_("customer"))
    kind = models.CharField(_("kind of need"), max_length=8, choices=Kind)
    text = models.CharField(_("need"), max_length=500)
    matter = models.CharField(_("matter"), max_length=60, blank=True, default="")
    evidence = models.CharField(_("seen from"), max_length=500, blank=True)
    is_sure = models.BooleanField(_("confirmed by the customer"), default=False)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.OPEN)
    offer = models.CharField(_("what we offer"), max_length=500, blank=True)
    tags = models.JSONField(_("tags"), default=list)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField(_("noted"), auto_now_add=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        indexes = (models.Index(fields=["customer", "kind"], name="needs_of_a_customer"),)

    def __str__(self) -> str:
        return self.text

    @property
    def is_internal(self) -> bool:
        """Say whether it is for us alone, never for the customer."""
        return self.kind in INTERNAL

    @property
    def told_offer(self) -> str:
        """The offer, once the customer has heard of it."""
        return self.offer if self.status in (self.Status.OFFERED, self.Status.MET) else ""

    @property
    def told_status(self) -> str:
        """How far it is met; nothing as long as it is open: to the customer that goes without saying."""
        return "" if self.status == self.Status.OPEN else str(self.get_status_display())

    @property
    def tag_words(self) -> list[str]:
        return [str(_(TAGS[tag].text)) for tag in self.tags if tag in TAGS]


class Preference(models.Model):
    """What a party likes or avoids, where it was seen, how often, and when last."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="preferences", verbose_name=_("party"))
    subject = models.CharField(_("about"), max_length=40)
    text = models.CharField(_("preference"), max_length=200)
    source = models.CharField(_("seen at"), max_length=200, blank=True)
    times_seen = models.PositiveIntegerField(_("times seen"), default=1)
    last_seen_on = models.DateField(_("last seen"), null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["party", "subject", "text"], name="preference_once_of_a_party"),)

    def __str__(self) -> str:
        return f"{self.subject}: {self.text}"
