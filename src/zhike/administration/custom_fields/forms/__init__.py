"""The forms of custom fields, and the words they use."""

from zhike.administration.custom_fields.forms.field import FieldForm, LookForm, as_asked
from zhike.administration.custom_fields.forms.wording import NOTES

__all__ = ["NOTES", "FieldForm", "LookForm", "as_asked"]
