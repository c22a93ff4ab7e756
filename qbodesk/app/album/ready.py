"""What the tour and the list of screens agree on: the deals of the sample companies to be invoiced. Imports no Qt."""

READY = {"US": "Website relaunch", "GB": "Workshop refit", "PL": "Modernizacja placu budowy"}
"""The deals that are ready to be invoiced, by the company's country."""


class StuckError(RuntimeError):
    """A step did not lead on, or a screen did not open; says which and why."""
