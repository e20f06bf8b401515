from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.core.workdays import rules

COMPANY = "company"  # the code of the calendar by which the company works


class Calendar(models.Model):
    """When is worked: the hours of the week, and the years and days that belong to it."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("name"), max_length=60)
    hours = models.JSONField(_("hours"), default=list)  # seven texts as `rules.read_spans` reads them, Monday first
    make_up_hours = models.CharField(_("hours of make-up days"), max_length=100)
    version = models.PositiveIntegerField(_("version"), default=1)

    def __str__(self) -> str:
        return self.title

    @property
    def plan(self) -> rules.Plan:
        """Answer all that is written down; needs the years and days beside it."""
        years = list(self.years.all())
        return rules.Plan(
            hours=tuple(self.hours),
            make_up_hours=self.make_up_hours,
            days={day.date: rules.OwnDay(day.is_working, day.name) for day in self.days.all()},
            years={year.number: year.is_official for year in years},
            asked=frozenset(year.number for year in years if year.asked_at is not None),
            version=self.version,
        )


class Year(models.Model):
    """A year whose holidays were prepared; official once the announced list has been entered."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="years", db_index=False)
    number = models.PositiveSmallIntegerField(_("year"))
    is_official = models.BooleanField(_("official"), default=False)
    is_changed = models.BooleanField(_("changed by hand"), default=False)  # updates of the product keep away from it
    asked_at = models.DateTimeField(_("first asked for before it was official"), null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["calendar", "number"], name="year_once_in_calendar"),)

    def __str__(self) -> str:
        return str(self.number)


class Day(models.Model):
    """A day of its own: it is worked or not whatever the week says."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="days", db_index=False)
    date = models.DateField(_("day"))
    is_working = models.BooleanField(_("working day"))
    name = models.CharField(_("name"), max_length=40)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["calendar", "date"], name="day_once_in_calendar"),)

    def __str__(self) -> str:
        return f"{self.date} {self.name}"
