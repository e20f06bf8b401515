from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.exchange.kinds import Kind
from zhike.kit.forms import Form


class ImportForm(Form):
    """The file, and the choices its kind of file offers."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt,.tsv"}),
        allow_empty_file=True,  # an empty file gets the importer's own answer
        max_length=200,
    )

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for option in kind.options:
            self.fields[option.name] = forms.ChoiceField(
                label=str(option.title),
                choices=list(option.choices.items()),
                initial=option.default,
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
