from django.db import models
from django.utils.translation import gettext_lazy as _


class Sequence(models.Model):
    """The last number given out under a prefix."""

    prefix = models.CharField(_("prefix"), max_length=20, unique=True)
    last = models.BigIntegerField(_("last number"), default=0)

    def __str__(self) -> str:
        return f"{self.prefix}{self.last}"
