"""Questions about the organisation, colleagues, roles and the log of changes."""
