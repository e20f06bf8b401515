from typing import TYPE_CHECKING, TypeVar

from django.db import models

from zhike.core.access import queries as access
from zhike.sales import permissions

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.accounts.models import User

Paper = TypeVar("Paper", bound=models.Model)


class PaperRows(models.QuerySet[Paper]):
    """Papers follow their customer."""

    def visible_to(self, user: "User | AnonymousUser | None") -> "PaperRows[Paper]":
        return self.reached_by(user, permissions.SEE)

    def reached_by(self, user: "User | AnonymousUser | None", permission: str) -> "PaperRows[Paper]":
        """Keep the papers of customers that one permission reaches; members count where the papers are only seen."""
        return access.visible(  # type: ignore[return-value]
            self.filter(customer__trashed_at=None),
            user=user,
            permission=permission,
            owner="customer__owner",
            shared=("customers.customer", "customer") if permission == permissions.SEE else None,
        )
