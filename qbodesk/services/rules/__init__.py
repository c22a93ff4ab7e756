"""Keeping HubSpot in step with QuickBooks by the user's rules: planning, applying through the outbox, taking back."""
