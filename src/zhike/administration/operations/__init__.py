"""Changes to the organisation, to colleagues and to roles."""

from zhike.administration.operations.arriving import Invitation, invite, renew_invitation
from zhike.administration.operations.exporting import export_log
from zhike.administration.operations.leaving import end_access, let_back_in, remove_factors
from zhike.administration.operations.organisation import add_unit, close_unit, move_unit, rename_unit
from zhike.administration.operations.positions import end_position, give_position
from zhike.administration.operations.previewing import end_preview, start_preview
from zhike.administration.operations.roles import add_role, change_role, retire_role

__all__ = [
    "Invitation",
    "add_role",
    "add_unit",
    "change_role",
    "close_unit",
    "end_access",
    "end_position",
    "end_preview",
    "export_log",
    "give_position",
    "invite",
    "let_back_in",
    "move_unit",
    "remove_factors",
    "rename_unit",
    "renew_invitation",
    "retire_role",
    "start_preview",
]
