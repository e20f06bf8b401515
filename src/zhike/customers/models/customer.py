from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.core.access import queries as access
from zhike.customers import permissions
from zhike.customers.models.party import Party
from zhike.kit.links import address_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.accounts.models import User


KIND = "customers.customer"


def _listed(name: str, *fields: str) -> models.Index:
    """Index what lists show; the last fields are there so that counting and sorting need not look at the rows."""
    return models.Index(fields=fields, name=f"customer_{name}", condition=models.Q(trashed_at=None))


class CustomerRows(models.QuerySet["Customer"]):
    """The only way to customers: ask whose they are first. What is in the trash is nobody's."""

    def visible_to(self, user: "User | AnonymousUser | None") -> "CustomerRows":
        return self.filter(trashed_at=None).reached_by(user, permissions.SEE)

    def editable_by(self, user: "User | AnonymousUser | None") -> "CustomerRows":
        return self.filter(trashed_at=None).reached_by(user, permissions.EDIT, to_edit=True)

    def reached_by(
        self, user: "User | AnonymousUser | None", permission: str, *, to_edit: bool = False
    ) -> "CustomerRows":
        """Keep the customers that one permission reaches; members count where the record itself is meant."""
        is_shared = permission in (permissions.SEE, permissions.EDIT)
        return access.visible(  # type: ignore[return-value]
            self,
            user=user,
            permission=permission,
            owner="owner",
            shared=(KIND, "pk") if is_shared else None,
            to_edit=to_edit,
        )


class Customer(models.Model):
    """A party in the role of a customer. Its labels and figures are told by `value`, see ADR 0008."""

    class Level(models.TextChoices):
        A = "A", "A"
        B = "B", "B"
        C = "C", "C"
        UNKNOWN = "N", _("too little data")

        @property
        def tone(self) -> str:
            """How its badge is tinted."""
            return {"A": "accent", "B": "info"}.get(self.value, "")

    class State(models.IntegerChoices):  # numbers, so that lists sort from the liveliest to the unknown
        ACTIVE = 1, _("active")
        LATE = 2, _("late")
        DORMANT = 3, _("dormant")
        LOST = 4, _("lost")
        UNKNOWN = 9, _("too little data")

        @property
        def tone(self) -> str:
            """How its badge is tinted."""
            return {1: "good", 2: "warn", 3: "warn", 4: "bad"}.get(self.value, "")

    party = models.OneToOneField(Party, on_delete=models.PROTECT, related_name="customer", verbose_name=_("party"))
    number = models.CharField(_("customer number"), max_length=40, unique=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="customers",
        verbose_name=_("owner"),
        db_index=False,  # it leads an index of its own below
    )
    industry = models.CharField(_("industry"), max_length=40, blank=True)
    region = models.CharField(_("region"), max_length=60, blank=True)
    source = models.CharField(_("source"), max_length=40, blank=True)
    remarks = models.TextField(_("remarks"), max_length=2000, blank=True)
    level = models.CharField(_("level"), max_length=1, choices=Level, default=Level.UNKNOWN)
    state = models.PositiveSmallIntegerField(_("state"), choices=State, default=State.UNKNOWN)
    last_bought_on = models.DateField(_("last purchase"), null=True)
    bought_365d = models.BigIntegerField(_("bought in 365 days"), default=0)  # 分
    last_contacted_at = models.DateTimeField(_("last contact"), null=True)  # told by `timeline`
    next_contact_on = models.DateField(_("next contact"), null=True)  # the earliest of all colleagues'
    extra = models.JSONField(_("custom fields"), default=dict)  # by code; `core.fields` says what each means
    confirmed_at = models.DateTimeField(_("last confirmed"), null=True)  # when somebody last looked the facts over
    trashed_at = models.DateTimeField(_("put into the trash"), null=True)
    trashed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    origin = models.ForeignKey("exchange.ImportRun", on_delete=models.PROTECT, null=True, related_name="+")

    objects = CustomerRows.as_manager()

    class Meta:
        indexes = (
            _listed("of_owner", "owner", "-id", "number", "level", "state", "last_bought_on", "bought_365d"),
            _listed("owner_number", "owner", "number"),
            _listed("state_last_bought", "state", "-last_bought_on", "-id"),  # and see migration 0008
            _listed("level", "level", "-bought_365d", "-id", "owner", "last_bought_on"),
            _listed("state", "state", "-bought_365d", "-id", "owner", "last_bought_on"),
            _listed("last_bought", "-last_bought_on", "-id", "owner"),  # and see migration 0002
            _listed("bought", "-bought_365d", "-id", "owner"),
            _listed("last_contact", "-last_contacted_at", "-id", "owner"),  # and see migration 0007
            _listed("next_contact", "next_contact_on", "id", "owner"),
        )

    def __str__(self) -> str:
        return self.party.name

    def get_absolute_url(self) -> str:
        return address_of("customers:card", self.number)

    @property
    def level_tone(self) -> str:
        return self.Level(self.level).tone

    @property
    def state_tone(self) -> str:
        return self.State(self.state).tone
