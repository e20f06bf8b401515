"""Where an administrator shapes the cards: the custom fields of each kind of record."""
