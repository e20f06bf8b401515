from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Unit(models.Model):
    """A part of the organisation: the company itself, a department, a team. `path` lists the ids down to it: 1/4/."""

    name = models.CharField(_("name"), max_length=60)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(_("path"), max_length=200, unique=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)  # kept: who was there once still names it
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["parent", "name"], condition=models.Q(closed_on=None), name="unit_name_once_among_siblings"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        return self.path.count("/") - 1


class Role(models.Model):
    """A named bundle of permissions, each with a reach: `{"customers.see": 10}`, and rules for single fields."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60)
    grants = models.JSONField(_("permissions"), default=dict)
    fields = models.JSONField(_("field rules"), default=dict)
    offered = models.JSONField(_("permissions it began with"), default=list)  # those that a new version adds are others
    reveals_per_day = models.PositiveIntegerField(_("masked values shown in a day"), default=30)
    retired_on = models.DateField(_("retired"), null=True, blank=True)  # kept: who held it once still names it
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["name"], condition=models.Q(retired_on=None), name="role_name_once"),
        )

    def __str__(self) -> str:
        return self.name


class Position(models.Model):
    """A colleague holding a role in a unit, from one day until another; the last day is not part of it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="positions")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="positions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="positions")
    since_on = models.DateField(_("since"), null=True, blank=True)
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["user", "role", "unit"], condition=models.Q(until_on=None), name="position_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(since_on=None)
                | models.Q(until_on=None)
                | models.Q(until_on__gte=models.F("since_on")),
                name="position_ends_after_it_begins",
            ),
        )
        indexes = (models.Index(fields=["unit", "user"], name="positions_of_a_unit"),)

    def __str__(self) -> str:
        return f"{self.user} · {self.role} · {self.unit}"


class Member(models.Model):
    """A colleague added to one record beyond its owner and roles, to read or to edit, until a day or for good."""

    class Level(models.IntegerChoices):
        READ = 10, _("may read")
        EDIT = 20, _("may change")

    kind = models.CharField(_("kind of record"), max_length=40)
    object_id = models.BigIntegerField(_("record"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    level = models.PositiveSmallIntegerField(_("level"), choices=Level, default=Level.READ)
    until_on = models.DateField(_("until"), null=True, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "kind", "object_id"], name="member_once_of_a_record"),)
        indexes = (models.Index(fields=["kind", "object_id"], name="members_of_a_record"),)

    def __str__(self) -> str:
        return f"{self.user} · {self.kind} {self.object_id}"
