"""What real processes do when they are killed, frozen, poisoned or in each other's way."""
