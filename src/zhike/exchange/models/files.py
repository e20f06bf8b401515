import secrets
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhike.exchange.models.runs import ImportRun


def place_for(run: "ImportRun", filename: str) -> str:
    """Name a stored file by chance: no path ever comes from a user."""
    return f"imports/{secrets.token_hex(16)}{Path(filename).suffix.lower()[:6]}"
