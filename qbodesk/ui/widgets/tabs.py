"""The row of tabs over a list; switches nothing itself."""

from PySide6.QtWidgets import QTabBar, QWidget


def tab_bar(name: str, parent: QWidget | None = None) -> QTabBar:
    """Tabs as wide as their text, without the line and the wheel of the platform's own."""
    tabs = QTabBar(parent)
    tabs.setAccessibleName(name)
    tabs.setExpanding(False)
    tabs.setDrawBase(False)
    tabs.setUsesScrollButtons(True)
    return tabs
