"""The first roles of a new installation; afterwards they are data, edited in the product."""

from zhike.catalog import permissions as catalog
from zhike.config.rights import RIGHTS
from zhike.core.access.rules import FirstRole, Level, Scope
from zhike.customers import permissions as customers
from zhike.sales import permissions as sales
from zhike.timeline import permissions as timeline

EVERYTHING = {named.code: Scope.ALL for rights in RIGHTS for named in rights.permissions}

ROLES = (
    FirstRole(
        code="owner",
        name="老板",
        grants=EVERYTHING,
        fields={customers.SENSITIVE: Level.EDIT, customers.INNER_NEEDS: Level.EDIT},
        reveals_per_day=1000,
    ),
    FirstRole(
        code="manager",
        name="销售主管",
        grants={
            customers.SEE: Scope.BRANCH,
            customers.EDIT: Scope.BRANCH,
            customers.ASSIGN: Scope.BRANCH,
            customers.SHARE: Scope.BRANCH,
            customers.BULK: Scope.BRANCH,
            customers.EXPORT: Scope.BRANCH,
            customers.REVEAL: Scope.BRANCH,
            customers.TRASH: Scope.BRANCH,
            timeline.SEE: Scope.BRANCH,
            timeline.RECORD: Scope.BRANCH,
            timeline.CHANGE_ALL: Scope.BRANCH,
            timeline.EXPORT: Scope.BRANCH,
            sales.SEE: Scope.BRANCH,
            sales.EXPORT: Scope.BRANCH,
            catalog.SEE: Scope.ALL,
        },
        fields={customers.INNER_NEEDS: Level.EDIT},
    ),
    FirstRole(
        code="rep",
        name="业务员",
        grants={
            customers.SEE: Scope.OWN,
            customers.EDIT: Scope.OWN,
            customers.SHARE: Scope.OWN,
            customers.REVEAL: Scope.OWN,
            timeline.SEE: Scope.OWN,
            timeline.RECORD: Scope.OWN,
            sales.SEE: Scope.OWN,
            catalog.SEE: Scope.ALL,
        },
    ),
    FirstRole(
        code="finance",
        name="财务",
        grants={
            customers.SEE: Scope.ALL,
            customers.REVEAL: Scope.ALL,
            sales.SEE: Scope.ALL,
            sales.EXPORT: Scope.ALL,
            catalog.SEE: Scope.ALL,
        },
        fields={customers.PHONE: Level.MASKED, customers.EMAIL: Level.MASKED},
    ),
)
