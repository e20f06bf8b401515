from django import forms
from django.utils.translation import gettext_lazy as _

from zhike.kit.forms import Form, reachable


class ProductForm(Form):
    """What is asked about a product."""

    code = forms.CharField(label=_("Product code"), max_length=60, validators=[reachable])
    name = forms.CharField(label=_("Product name"), max_length=100)
    unit = forms.CharField(label=_("Unit"), max_length=20, required=False)
    category = forms.CharField(label=_("Category"), max_length=60, required=False)
