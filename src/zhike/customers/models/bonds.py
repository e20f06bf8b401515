from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.customers.models.customer import Customer

MEANINGS = {
    "procedural": _("work that starts again with another supplier"),
    "financial": _("money that is lost by leaving"),
    "relational": _("people who would be missed"),
    "serving": _("the customer wants it anyway"),
    "locking": _("it only makes leaving hard"),
}


class SwitchingCost(models.Model):
    """What leaving us would cost a customer, one of the three kinds, from 0 to 100, with what creates it.

    What serves the customer may bind as it likes; what only locks in is named so (domain book A24).
    """

    class Kind(models.TextChoices):
        PROCEDURAL = "procedural", _("procedural")
        FINANCIAL = "financial", _("financial")
        RELATIONAL = "relational", _("relational")

        @property
        def meaning(self) -> str:
            """What it is in plain words."""
            return str(MEANINGS[self.value])

    class Nature(models.TextChoices):
        SERVING = "serving", _("serves the customer")
        LOCKING = "locking", _("locks the customer in")

        @property
        def tone(self) -> str:
            """How its badge is tinted."""
            return {"serving": "good", "locking": "warn"}[self.value]

        @property
        def meaning(self) -> str:
            """What it is in plain words."""
            return str(MEANINGS[self.value])

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="switching_costs", db_index=False)
    kind = models.CharField(_("kind of switching cost"), max_length=10, choices=Kind)
    score = models.PositiveSmallIntegerField(_("score, 0 to 100"))
    cause = models.CharField(_("what creates it"), max_length=300, blank=True)
    nature = models.CharField(_("label"), max_length=8, choices=Nature)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField(_("noted"), auto_now=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["customer", "kind"], name="switching_cost_once_of_a_kind"),
            models.CheckConstraint(condition=models.Q(score__lte=100), name="switching_cost_up_to_100"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.score}"

    @property
    def nature_tone(self) -> str:
        return self.Nature(self.nature).tone

    @property
    def nature_meaning(self) -> str:
        return self.Nature(self.nature).meaning


class Satisfaction(models.Model):
    """How satisfied a customer said to be, on which day and where it is from; the next word does not replace it."""

    class Grade(models.IntegerChoices):
        VERY_DISSATISFIED = 1, _("very dissatisfied")
        DISSATISFIED = 2, _("somewhat dissatisfied")
        NEUTRAL = 3, _("no opinion")
        SATISFIED = 4, _("satisfied")
        VERY_SATISFIED = 5, _("very satisfied")

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="satisfactions", db_index=False)
    grade = models.PositiveSmallIntegerField(_("satisfaction, 1 to 5"), choices=Grade)
    said_on = models.DateField(_("said on"))
    source = models.CharField(_("said where and to whom"), max_length=300)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField(_("noted"), auto_now_add=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(grade__gte=1, grade__lte=5), name="satisfaction_from_1_to_5"),
        )
        indexes = (models.Index(fields=["customer", "-said_on", "-id"], name="satisfaction_of_a_customer"),)

    def __str__(self) -> str:
        return f"{self.grade} {self.get_grade_display()}"

    @property
    def tone(self) -> str:
        """How the badge is tinted."""
        return {1: "bad", 2: "bad", 4: "good", 5: "good"}.get(self.grade, "")
