from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.customers.models.customer import Customer
from zhike.customers.models.party import Party


class Contact(models.Model):
    """A person who speaks for a customer, from one day until another; a person may do so for several."""

    class Part(models.TextChoices):
        UNKNOWN = "", _("not known yet")
        DECIDER = "decider", _("decides")
        INFLUENCER = "influencer", _("influences")
        USER = "user", _("uses")
        GATEKEEPER = "gatekeeper", _("keeps the gate")
        BUYER = "buyer", _("buys")
        OPPONENT = "opponent", _("opposes")

    class Attitude(models.IntegerChoices):
        AGAINST = -2, _("against us")
        SCEPTICAL = -1, _("sceptical")
        UNKNOWN = 0, _("neutral or not known")
        FRIENDLY = 1, _("friendly")
        CHAMPION = 2, _("speaks for us")

    customer = models.ForeignKey(
        Customer, on_delete=models.CASCADE, related_name="contacts", verbose_name=_("customer"), db_index=False
    )
    person = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="contact_roles", verbose_name=_("person"))
    title = models.CharField(_("job title"), max_length=40, blank=True)
    salutation = models.CharField(_("form of address"), max_length=20, blank=True)  # 王总, 李工
    part = models.CharField(_("part in buying"), max_length=10, choices=Part, default=Part.UNKNOWN, blank=True)
    influence = models.PositiveSmallIntegerField(_("influence, 1 to 5"), null=True, blank=True)
    attitude = models.SmallIntegerField(_("attitude"), choices=Attitude, default=Attitude.UNKNOWN)
    since_on = models.DateField(_("since"), null=True, blank=True)
    until_on = models.DateField(_("until"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["customer", "person"], name="contact_once_per_customer"),)

    def __str__(self) -> str:
        return self.person.name

    @property
    def part_tone(self) -> str:
        """How the badge of the part is tinted: who decides and who opposes stand out."""
        return {self.Part.DECIDER: "accent", self.Part.OPPONENT: "bad"}.get(self.Part(self.part), "")

    @property
    def attitude_tone(self) -> str:
        """How the badge of the attitude is tinted."""
        return "good" if self.attitude > 0 else "bad" if self.attitude < 0 else ""
