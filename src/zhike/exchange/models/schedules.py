from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.exchange.models.words import say, title_of_list


class ExportSchedule(models.Model):
    """A list that is written into the company's folder again and again, by the rights of who has set it up."""

    name = models.CharField(_("name of the file"), max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("set up by")
    )
    screen = models.CharField(_("list"), max_length=40)
    query = models.CharField(_("address"), max_length=500, blank=True)
    columns = models.JSONField(_("columns"), default=list)
    file_kind = models.CharField(_("kind of file"), max_length=4)
    time = models.TimeField(_("time of day"))
    weekdays = models.JSONField(_("on the days of the week"), default=list)  # Monday is 0
    month_day = models.PositiveSmallIntegerField(_("on the day of the month"), null=True)
    kept = models.PositiveSmallIntegerField(_("files kept"))
    since_at = models.DateTimeField(_("since"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    end = models.JSONField(_("why it ended"), default=dict)  # of a phrase: text and values

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(ended_at__isnull=True), name="scheduled_file_once_by_name"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def list_title(self) -> str:
        return title_of_list(self.screen)

    @property
    def end_words(self) -> str:
        """Why it ended, in the reader's language."""
        return say(**self.end) if self.end else ""
