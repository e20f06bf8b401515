"""Keeping the books safe: backups, restoring them, moving them to another database, erasing once more."""
