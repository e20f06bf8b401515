"""Making the secret key of a new installation."""

import os
import secrets
from pathlib import Path


def make_key(path: Path) -> str:
    """Write the key beside its place and link it there, so that no process ever reads half a key."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first: its key counts
    finally:
        draft.unlink()
    return path.read_text(encoding="ascii").strip()
