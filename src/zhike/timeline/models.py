from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.core.access import queries as access
from zhike.customers import permissions as customers
from zhike.kit.links import address_of
from zhike.timeline import permissions
from zhike.timeline.rules import shortened

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.accounts.models import User

Row = TypeVar("Row", bound=models.Model)
OF_CUSTOMER = ("customers.customer", "customer")
Q = models.Q


class FollowingRows(models.QuerySet[Row]):
    """Rows that follow their customer: nobody sees more of them than of customers."""

    def reached_by(self, user: "User | AnonymousUser | None", *needed: str) -> "FollowingRows[Row]":
        """Keep the rows of customers which the user may see and which each of these permissions reaches."""
        rows = self.filter(customer__trashed_at=None)
        for permission in (customers.SEE, *needed):
            rows = access.visible(  # type: ignore[assignment]
                rows, user=user, permission=permission, owner="customer__owner", shared=OF_CUSTOMER
            )
        return rows

    def visible_to(self, user: "User | AnonymousUser | None") -> "FollowingRows[Row]":
        return self.reached_by(user, permissions.SEE)


class InteractionRows(FollowingRows["Interaction"]):
    """What lies in the trash is in no list."""

    def visible_to(self, user: "User | AnonymousUser | None") -> "FollowingRows[Interaction]":
        return self.filter(trashed_at=None).reached_by(user, permissions.SEE)


class NextContactRows(FollowingRows["NextContact"]):
    """Next contacts follow their customer."""


class Interaction(models.Model):
    """A contact with a customer that took place: when, by which way, what was said, who says so.

    `author_name` and `contact_name` keep those whom a file names and the books do not know.
    """

    class Way(models.TextChoices):
        PHONE = "phone", _("phone call")
        VISIT = "visit", _("visit")
        WECHAT = "wechat", _("WeChat")
        SMS = "sms", _("text message")
        MAIL = "mail", _("by e-mail")
        MEETING = "meeting", _("meeting")
        FAIR = "fair", _("trade fair")
        OTHER = "other", _("other way")

    customer = models.ForeignKey(
        "customers.Customer",
        on_delete=models.PROTECT,
        related_name="interactions",
        verbose_name=_("customer"),
        db_index=False,  # it leads an index of its own below
    )
    contact = models.ForeignKey(
        "customers.Contact", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("contact")
    )
    contact_name = models.CharField(_("contact as written"), max_length=100, blank=True)
    way = models.CharField(_("way"), max_length=10, choices=Way)
    words = models.TextField(_("words"), max_length=5000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("author")
    )
    author_name = models.CharField(_("author as written"), max_length=100, blank=True)
    happened_at = models.DateTimeField(_("when"))
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)
    origin = models.ForeignKey("exchange.ImportRun", on_delete=models.PROTECT, null=True, related_name="+")
    key = models.CharField(_("key against repeats"), max_length=80, unique=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    trashed_at = models.DateTimeField(_("put into the trash"), null=True)
    trashed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = InteractionRows.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        indexes = (
            models.Index(fields=["customer", "-happened_at", "-id"], name="interactions_of_customer"),
            models.Index(fields=["-happened_at", "-id"], name="interactions_by_time", condition=Q(trashed_at=None)),
            models.Index(fields=["-trashed_at"], name="interactions_trashed", condition=~Q(trashed_at=None)),
        )

    def __str__(self) -> str:
        return shortened(self.words)

    def get_absolute_url(self) -> str:
        return address_of("timeline:card", self.pk)

    @property
    def by_name(self) -> str:
        """Who says so, colleague or not."""
        return self.author.name if self.author else self.author_name

    @property
    def with_name(self) -> str:
        """Whom it was with."""
        return str(self.contact) if self.contact else self.contact_name

    @property
    def local_at(self) -> datetime:
        return timezone.localtime(self.happened_at)

    @property
    def is_whole_day(self) -> bool:
        """Whether only the day is known: a file had no time of day."""
        return self.local_at.time() == datetime.min.time()


class Addition(models.Model):
    """What somebody adds to an interaction whose words are no longer to be changed."""

    interaction = models.ForeignKey(Interaction, on_delete=models.CASCADE, related_name="additions")
    words = models.TextField(_("words"), max_length=5000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added"))
    key = models.CharField(_("key against repeats"), max_length=80, unique=True)

    def __str__(self) -> str:
        return shortened(self.words)


class NextContact(models.Model):
    """When a colleague means to contact a customer next, and what for; one is open, the others are history."""

    class State(models.TextChoices):
        OPEN = "open", _("agreed")
        DONE = "done", _("contacted")
        MOVED = "moved", _("moved")
        DROPPED = "dropped", _("dropped")

    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, related_name="next_contacts", verbose_name=_("customer")
    )
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who"), db_index=False
    )
    due_on = models.DateField(_("next contact"))
    purpose = models.CharField(_("what for"), max_length=200, blank=True)
    set_at = models.DateTimeField(_("set"))  # of an imported one: when the contact was that it was agreed in
    set_in = models.ForeignKey(Interaction, on_delete=models.PROTECT, null=True, related_name="next_contacts")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = NextContactRows.as_manager()

    class Meta:
        verbose_name = _("next contact")
        indexes = (models.Index(fields=["who", "due_on"], name="next_contacts_due", condition=Q(state="open")),)
        constraints = (
            models.UniqueConstraint(
                fields=["customer", "who"], name="one_open_next_contact", condition=Q(state="open")
            ),
        )

    def __str__(self) -> str:
        return f"{self.due_on.isoformat()} {self.purpose}".strip()
