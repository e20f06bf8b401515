from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """What a record can be found by. The database's own word index over `tokens` follows by trigger."""

    kind = models.CharField(_("kind"), max_length=20)
    object_id = models.BigIntegerField(_("record"))
    page = models.CharField(_("kind of page"), max_length=20)
    page_id = models.BigIntegerField(_("record whose page shows it"))
    title = models.CharField(_("title"), max_length=120)
    forms = models.TextField(_("whole forms: |宏达商贸|hongdashangmao|hdsm|"))
    tokens = models.TextField(_("tokens"))

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_of_a_record"),)
        indexes = (models.Index(fields=["page", "page_id"], name="search_entries_of_a_page"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"
