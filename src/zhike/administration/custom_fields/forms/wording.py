"""What the types of fields are for, in words for who chooses one."""

from django.utils.translation import gettext_lazy as _

from zhike.core.fields.models import Definition

Type = Definition.Type
NOTES = {
    Type.TEXT: _("A word or a line, up to 100 characters."),
    Type.LONG_TEXT: _("Several lines, up to 2,000 characters."),
    Type.NUMBER: _("A count or a measure, with its unit; lists can be filtered by at least and at most."),
    Type.MONEY: _("An amount in yuan."),
    Type.DATE: _("A day."),
    Type.CHOICE: _("One of the answers you write down."),
    Type.CHOICES: _("Any number of the answers you write down."),
    Type.PERSON: _("One of the colleagues."),
    Type.RECORD: _("Another customer, by its number."),
    Type.FILE: _("A picture or document, up to 20 MB."),
    Type.FORMULA: _("Calculated from other fields, never typed."),
}
RESULTS = (
    (Type.NUMBER, _("a number")),
    (Type.MONEY, _("an amount in yuan")),
    (Type.DATE, _("a date")),
    (Type.TEXT, _("a text")),
)
