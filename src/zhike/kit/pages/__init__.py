"""The pages that `kit.screens` puts together for an entity."""
