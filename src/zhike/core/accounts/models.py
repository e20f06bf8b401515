from collections.abc import Sequence
from datetime import datetime
from importlib import import_module
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhike.core.accounts import rules

AGENT_LENGTH = 200
TAKEN = {
    "username": _("Another colleague signs in by this user name; choose a different one"),
    "phone": _("Another colleague signs in by this phone."),
    "email": _("Another colleague signs in by this e-mail."),
}


class Users(BaseUserManager["User"]):
    """Finds people by the name they sign in with, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A colleague who signs in; what she may do is in `core.access`.

    Who is invited may sign in once she has accepted. Who has left may not, until she is let back in.
    """

    username = models.CharField(_("user name"), max_length=60, unique=True, validators=[UnicodeUsernameValidator()])
    name = models.CharField(_("name"), max_length=60)
    phone = models.CharField(_("phone"), max_length=20, unique=True, null=True, blank=True)
    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(_("joined"), auto_now_add=True)
    invited_at = models.DateTimeField(_("invited at"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = Users()

    class Meta:
        constraints = (models.UniqueConstraint(Lower("username"), name="user_name_unique_whatever_case"),)

    def __str__(self) -> str:
        return self.name

    def unique_error_message(self, model_class: type[models.Model], unique_check: Sequence[str]) -> ValidationError:
        """Say what is taken in the words of who invites a colleague."""
        words = TAKEN.get(unique_check[0])
        return ValidationError(words) if words else super().unique_error_message(model_class, unique_check)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def has_left(self) -> bool:
        return not self.is_active and not self.is_awaited

    @property
    def is_awaited(self) -> bool:
        """Tell whether she was invited and has not come yet."""
        return not self.is_active and self.left_at is None and self.invited_at is not None

    @property
    def invitation_ends_at(self) -> datetime | None:
        """Answer until when her link opens; nothing when no link is out."""
        is_out = self.left_at is None and self.accepted_at is None
        return self.invited_at + rules.INVITATION_LIFE if is_out and self.invited_at else None


class Device(models.Model):
    """Where a request came from, as far as it says so."""

    address = models.CharField(_("address"), max_length=45, default="", blank=True)
    agent = models.CharField(_("browser"), max_length=AGENT_LENGTH, default="", blank=True)

    class Meta:
        abstract = True

    @property
    def origin(self) -> rules.Origin:
        return rules.Origin(self.address, self.agent)

    @property
    def device(self) -> str:
        """Name browser and system in words."""
        browser, system = rules.browser(self.agent), rules.system(self.agent)
        if browser and system:
            return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}
        return browser or system or gettext("unknown device")


class Session(AbstractBaseSession, Device):
    """A browser that is known, with whose it is: deleting the row ends it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    since = models.DateTimeField(_("signed in"), null=True)
    seen_at = models.DateTimeField(_("last seen"), null=True)

    def __str__(self) -> str:
        return self.handle

    @property
    def handle(self) -> str:
        return rules.handle_of(self.session_key)

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
        return store


class SignInRows(models.QuerySet["SignIn"]):
    """Rows that are written once."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("what happened is never changed")

    def delete(self) -> NoReturn:
        raise TypeError("what happened is never deleted")


class SignIn(Device):
    """Something that happened around a colleague's signing in; appended, never changed.

    It is beside the audit, which is a step above. Nobody means a sign-in by a name that is not known: the name itself
    is not kept, as people type passwords into that box. `by` is who did it, when not the colleague herself.
    """

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", _("signed in")
        REFUSED = "refused", _("wrong password or code")
        ENDED = "ended", _("session ended")
        FACTORS = "mfa_changed", _("two-step verification changed")
        PASSWORD = "password_changed", _("password changed")
        INVITED = "invited", _("invited")
        ACCEPTED = "accepted", _("invitation accepted")
        LEFT = "left", _("access ended")
        BACK = "back", _("let back in")

    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="sign_ins")
    at = models.DateTimeField(_("at"))
    kind = models.CharField(_("event"), max_length=20, choices=Kind)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = SignInRows.as_manager()

    class Meta:
        indexes = (models.Index(fields=["user", "-at"], name="sign_ins_of_a_colleague"),)

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("what happened is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("what happened is never deleted")
