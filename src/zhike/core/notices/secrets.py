"""Robots' addresses at rest: who reads the database or a backup of it cannot write to a group."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


def sealed(words: str) -> str:
    return _fernet().encrypt(words.encode()).decode() if words else ""


def opened(seal: str) -> str:
    """Answer what was sealed; nothing when it was sealed under another key."""
    try:
        return _fernet().decrypt(seal.encode()).decode() if seal else ""
    except InvalidToken:
        return ""


def _fernet() -> Fernet:
    key = hashlib.sha256(f"notices {settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
