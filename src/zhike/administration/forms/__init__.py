"""What administrators are asked."""

from zhike.administration.forms.colleagues import FindForm, InviteForm, PositionEndForm, PositionForm
from zhike.administration.forms.log import LogForm
from zhike.administration.forms.organisation import ConfirmForm, UnitForm, UnitMoveForm
from zhike.administration.forms.previewing import PreviewForm, WhyForm
from zhike.administration.forms.roles import NewRoleForm, RoleForm, role_as_asked
from zhike.administration.forms.wording import said

__all__ = [
    "ConfirmForm",
    "FindForm",
    "InviteForm",
    "LogForm",
    "NewRoleForm",
    "PositionEndForm",
    "PositionForm",
    "PreviewForm",
    "RoleForm",
    "UnitForm",
    "UnitMoveForm",
    "WhyForm",
    "role_as_asked",
    "said",
]
