from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.Model):
    """A named bundle of permissions, each with a reach: `{"customers.see": 10}`."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60, unique=True)
    grants = models.JSONField(_("permissions"), default=dict)

    def __str__(self) -> str:
        return self.name


class Position(models.Model):
    """A colleague holding a role."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="positions")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="positions")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "role"], name="position_once_per_user"),)

    def __str__(self) -> str:
        return f"{self.user} · {self.role}"
