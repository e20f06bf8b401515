"""What the pages of the steps send back."""

from zhike.exchange.deciding.forms.mapping import REST, MapForm
from zhike.exchange.deciding.forms.reading import ReadForm

__all__ = ["REST", "MapForm", "ReadForm"]
