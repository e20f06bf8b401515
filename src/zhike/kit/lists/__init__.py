"""How a list is filtered, sorted, shown and remembered; `kit.screens` makes pages of it."""
