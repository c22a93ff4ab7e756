"""Connecting a service from a window: keys, the browser, who was found. `open_connect` is the way in."""

from qbodesk.ui.connecting.dialog import ConnectDialog, open_connect

__all__ = ["ConnectDialog", "open_connect"]
