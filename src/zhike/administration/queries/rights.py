from collections.abc import Mapping
from typing import TYPE_CHECKING

from zhike.core.access import queries as access
from zhike.core.access.models import Role

if TYPE_CHECKING:
    from zhike.core.accounts.models import User

ADMINISTERS = "administration."


def reach_of_all(user: "User") -> dict[str, int]:
    """Answer how far each permission reaches for a user."""
    codes = {code for role in access.roles_held(user) for code in role.grants}
    return {code: int(access.scope(user, code)) for code in codes}


def levels_of_all(user: "User") -> dict[str, int]:
    """Answer what a user may do with each field that roles may be kept from."""
    return {code: int(access.field_level(user, code)) for code in access.field_rights()}


def administering(grants: Mapping[str, int]) -> dict[str, int]:
    """Keep the permissions by which the product itself is administered."""
    return {code: reach for code, reach in grants.items() if code.startswith(ADMINISTERS)}


def merged(old: Mapping[str, int], new: Mapping[str, int | None]) -> dict[str, int]:
    """Lay what was chosen over what was there; a None takes the old rule away."""
    kept = {code: value for code, value in old.items() if code not in new}
    return kept | {code: value for code, value in new.items() if value is not None}


def differences(old: Mapping[str, int], new: Mapping[str, int]) -> dict[str, tuple[int | None, int | None]]:
    """Answer before and after of each right that changed."""
    codes = sorted({*old, *new})
    return {code: (old.get(code), new.get(code)) for code in codes if old.get(code) != new.get(code)}


def role_titles() -> list[tuple[int, str]]:
    """Answer the roles that can be given, as a form offers them."""
    return [(role.pk, role.name) for role in access.roles()]


def holders_of(roles: list[Role]) -> dict[int, int]:
    """Answer how many colleagues hold each role now."""
    held = {(position.role_id, position.user_id) for position in access.positions().filter(role__in=roles)}
    return {role.pk: sum(1 for role_id, _user in held if role_id == role.pk) for role in roles}
