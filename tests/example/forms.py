from django import forms

from zhike.kit.forms import Form


class BookForm(Form):
    name = forms.CharField(label="Name", max_length=60)
    shelf = forms.CharField(label="Shelf", max_length=20)
    price = forms.DecimalField(label="Price", min_value=0, max_digits=12, decimal_places=2)
