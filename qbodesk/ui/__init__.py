"""What the user sees: Qt only; never touches tables, HTTP or secrets itself."""

from qbodesk.ui.theme.binding import keep_constants_alive

# Whatever of the window is imported first: without it Qt's void calls end the program on Python 3.11.
keep_constants_alive()
