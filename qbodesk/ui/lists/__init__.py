"""The pages that are one long list, made from their descriptions in `services/lists`."""
