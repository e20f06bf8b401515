import hashlib
import secrets
from typing import Any


def own_key(key: str, *said: Any) -> str:
    """Answer by what the same thing, said again under the key of the same form, is known.

    The key alone would not do: whoever got no answer may write more and send the form once more. Without a key
    everything is new.
    """
    told = [key or secrets.token_urlsafe(16), *(str(getattr(each, "pk", each)) for each in said)]
    return f"form:{hashlib.sha256(repr(told).encode()).hexdigest()}"
