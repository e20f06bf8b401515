from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """What a record can be found by.

    `operations.index` alone adds entries, with their words in the database's own index; changes follow by trigger.
    """

    kind = models.CharField(_("kind"), max_length=20)
    object_id = models.BigIntegerField(_("record"))
    page = models.CharField(_("kind of page"), max_length=20)
    page_id = models.BigIntegerField(_("record whose page shows it"))
    title = models.CharField(_("title"), max_length=120)
    forms = models.TextField(_("whole forms: |宏达商贸|`hong`da`shang`mao|~h~d~s~m|"))
    tokens = models.TextField(_("tokens"))

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_of_a_record"),)
        indexes = (models.Index(fields=["page", "page_id"], name="search_entries_of_a_page"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"


class Word(models.Model):
    """SQLite's word index, which a migration makes; PostgreSQL has a column beside the entry instead."""

    entry = models.OneToOneField(
        Entry, on_delete=models.DO_NOTHING, primary_key=True, db_column="rowid", db_constraint=False, related_name="+"
    )
    found_by = models.TextField(db_column="search_words")  # the hidden column of the table's own name takes MATCH

    class Meta:
        managed = False
        db_table = "search_words"

    def __str__(self) -> str:
        return str(self.entry_id)
