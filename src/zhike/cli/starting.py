"""What every command asks first; imports no Django."""

import os

from zhike.cli.refusal import Refusal
from zhike.config.environment import Environment, load
from zhike.config.values import BadSetting


def environment() -> Environment:
    """Read the settings.

    Raises:
        Refusal: naming the variable that cannot be understood.
    """
    try:
        return load(os.environ)
    except BadSetting as bad:
        raise Refusal(bad.phrase) from bad
