from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Filter(models.Model):
    """A filter under a short word, so that addresses carry no names and no amounts."""

    token = models.CharField(_("word in the address"), max_length=20, unique=True)
    tree = models.TextField(_("conditions"))

    def __str__(self) -> str:
        return self.token


class View(models.Model):
    """A list as somebody keeps it: conditions, order and columns; for the own use, for a role or for everybody."""

    screen = models.CharField(_("list"), max_length=40)
    title = models.CharField(_("name"), max_length=40)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_shared = models.BooleanField(_("for everybody"), default=False)
    role = models.ForeignKey(
        "access.Role", on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("for a role")
    )
    is_default = models.BooleanField(_("shown first"), default=False)
    tree = models.TextField(_("conditions"), blank=True)
    sort = models.CharField(_("order"), max_length=60, blank=True)
    columns = models.JSONField(_("columns"), default=list)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["screen", "owner", "title"], name="view_once_by_name"),)

    def __str__(self) -> str:
        return self.title


class Layout(models.Model):
    """The columns somebody wants to see in a list, in this order."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    screen = models.CharField(_("list"), max_length=40)
    columns = models.JSONField(_("columns"), default=list)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "screen"], name="layout_once_of_a_list"),)

    def __str__(self) -> str:
        return f"{self.user} {self.screen}"


class Visit(models.Model):
    """A record somebody has looked at lately."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind of record"), max_length=40)
    object_id = models.BigIntegerField(_("record"))
    at = models.DateTimeField(_("at"))

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "kind", "object_id"], name="visit_once_of_a_record"),)
        indexes = (models.Index(fields=["user", "-at"], name="visits_of_a_colleague"),)

    def __str__(self) -> str:
        return f"{self.user} {self.kind} {self.object_id}"
