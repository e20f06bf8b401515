from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.customers.rules.areas import area_name
from zhike.customers.rules.birthdays import Birthday, Calendar, read_birthday
from zhike.customers.rules.identity import name_key, phone_key


class Party(models.Model):
    """Somebody we deal with; what they are to us (customer, contact, supplier) are roles beside it.

    `name_key` and `phone_key` are what is left of name and phone when duplicates are looked for (`rules.identity`).
    """

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", _("company")
        PERSON = "person", _("person")
        HOUSEHOLD = "household", _("household")

    class Calendar(models.TextChoices):
        SOLAR = "solar", _("solar calendar")
        LUNAR = "lunar", _("lunar calendar")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.ORGANISATION)
    name = models.CharField(_("name"), max_length=100)
    name_key = models.CharField(_("name without its form"), max_length=100, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    phone_key = models.CharField(_("digits of the phone"), max_length=20, blank=True)
    email = models.CharField(_("e-mail"), max_length=100, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    area = models.CharField(_("area code"), max_length=6, blank=True)  # 省市区 by GB/T 2260: 330106
    credit_code = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    birth_month = models.PositiveSmallIntegerField(_("month of birth"), null=True, blank=True)
    birth_day = models.PositiveSmallIntegerField(_("day of birth"), null=True, blank=True)
    birth_calendar = models.CharField(_("calendar"), max_length=5, choices=Calendar, default=Calendar.SOLAR)

    class Meta:
        indexes = (
            models.Index(fields=["name"], name="party_name"),
            models.Index(fields=["name_key"], name="party_name_key"),
            models.Index(fields=["phone_key"], name="party_phone_key"),
            models.Index(fields=["credit_code"], name="party_credit_code"),
        )

    def __str__(self) -> str:
        return self.name

    def with_keys(self) -> Self:
        """Renew what duplicates are found by; every path that writes a name or a phone goes through it."""
        self.name_key, self.phone_key = name_key(self.name), phone_key(self.phone)
        return self

    @property
    def is_company(self) -> bool:
        return self.kind == self.Kind.ORGANISATION

    @property
    def area_name(self) -> str:
        return area_name(self.area)

    @property
    def birthday(self) -> str:
        """The day as forms, files and the audit write it: 05-01, 农历八月十五; empty when not known."""
        born = self.born
        return born.written if born else ""

    @birthday.setter
    def birthday(self, written: str) -> None:
        born = read_birthday(written) if written else None
        self.birth_month, self.birth_day = (born.month, born.day) if born else (None, None)
        self.birth_calendar = born.calendar if born else self.Calendar.SOLAR

    @property
    def born(self) -> Birthday | None:
        if not self.birth_month or not self.birth_day:
            return None
        kept_by: Calendar = "lunar" if self.birth_calendar == self.Calendar.LUNAR else "solar"
        return Birthday(self.birth_month, self.birth_day, kept_by, self.birth_year)
