from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.exchange.exports import rules
from zhike.exchange.exports.listing import screen_named
from zhike.exchange.kinds import Kind
from zhike.kit import queries as kit
from zhike.kit.forms import Form


class ImportForm(Form):
    """The file, and the choices its kind of file offers."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xlsm,.xlsb,.xls,.ods,.et,.html,.htm,.xml,.zip"}),
        allow_empty_file=True,  # an empty file gets the importer's own answer
        max_length=200,
    )

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for option in kind.options:
            self.fields[option.name] = forms.ChoiceField(
                label=str(option.title),
                choices=list(option.choices.items()),
                initial=option.offered,
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        limit = settings.UPLOAD_LIMIT_BYTES
        if (file.size or 0) > limit:
            raise forms.ValidationError(
                _("The file is larger than %(limit)d MB; split it, or import it by command."),
                params={"limit": limit // 1024 // 1024},
            )
        return file

    @property
    def options(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("file", "version")}


class ScheduleForm(Form):
    """Which view is written into the folder, under which name, when, and how many files stay."""

    source = forms.ChoiceField(label=gettext_lazy("List"))
    name = forms.CharField(
        label=gettext_lazy("Name of the file"),
        max_length=40,
        help_text=gettext_lazy("The day is put behind it, such as 客户-2026-01-05.xlsx."),
    )
    file_kind = forms.ChoiceField(label=gettext_lazy("Kind of file"), choices=(("xlsx", "Excel"), ("csv", "CSV")))
    time = forms.TimeField(
        label=gettext_lazy("Time of day"),
        initial="06:00",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("It is begun within ten minutes after."),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On the days of the week"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    month_day = forms.IntegerField(
        label=gettext_lazy("Or on a day of the month"),
        min_value=1,
        max_value=31,
        required=False,
        help_text=gettext_lazy("In shorter months the last day counts."),
    )
    kept = forms.IntegerField(label=gettext_lazy("Files kept"), min_value=1, max_value=366, initial=12)

    def __init__(self, *args: Any, sources: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source: Any = self.fields["source"]
        source.choices = sources
        if not sources:
            del self.fields["source"]

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if not rules.is_file_name(name):
            raise forms.ValidationError(_('Leave out points at its beginning and the characters < > : " / \\ | ? *'))
        return name

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("weekdays") and told.get("month_day"):
            self.add_error("month_day", _("Choose days of the week or a day of the month, not both"))
        return told

    @property
    def told(self) -> dict[str, Any]:
        """What the operation is given besides the list."""
        return {name: self.cleaned_data[name] for name in ("name", "time", "weekdays", "month_day", "kept")}


def sources_for(user: User) -> list[tuple[str, str]]:
    """Answer the views of the lists that a user may export, as a choice."""
    found = []
    for name in settings.ZHIKE_EXPORTED_SCREENS:
        screen = screen_named(name)
        if access.may(user, screen.export):
            views = [(first.name, str(first.title)) for first in screen.views]
            views += [(str(view.pk), view.title) for view in kit.views(name, for_user=user)]
            found += [(f"{name}:{word}", f"{screen.title} · {title}") for word, title in views]
    return found
