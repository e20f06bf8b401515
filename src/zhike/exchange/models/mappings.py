from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedMapping(models.Model):
    """How files with the same titles are read: their columns, their words, the choices; shared by the company."""

    kind = models.CharField(_("kind"), max_length=20)
    shape = models.CharField(_("shape"), max_length=32)
    titles = models.JSONField(_("titles"), default=list)
    columns = models.JSONField(_("columns"), default=list)  # of the places of the file: names of columns
    words = models.JSONField(_("words"), default=dict)
    options = models.JSONField(_("options"), default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "shape"], name="mapping_once_for_a_shape"),)

    def __str__(self) -> str:
        return "、".join(filter(None, self.titles))[:80]
