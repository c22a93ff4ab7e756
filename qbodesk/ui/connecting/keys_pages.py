"""The pages on which keys are given: of an app at QuickBooks, or of a HubSpot account, each with the way to get them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from qbodesk.models.errors import InvalidInput
from qbodesk.models.words import _
from qbodesk.services.oauth.loopback import redirect_uri
from qbodesk.services.oauth.providers import HUBSPOT_API, QUICKBOOKS_API, QUICKBOOKS_SANDBOX
from qbodesk.services.signin.portal import needed_scopes
from qbodesk.services.signin.stored import AppKeys
from qbodesk.ui.connecting.pages import ConnectPage, secret_edit
from qbodesk.ui.widgets.buttons import link_button, primary_button, secondary_button
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.wizard.parts import Field

INTUIT_PAGE = "https://developer.intuit.com/app/developer/dashboard"
HUBSPOT_PAGE = "https://app.hubspot.com/l/developer-overview"


class QuickBooksKeysPage(ConnectPage):
    """Client ID, secret and redirect address. `given` carries `AppKeys`, `outside` a page to open, `copied` a text."""

    given = Signal(object)
    outside = Signal(str)
    copied = Signal(str)

    def __init__(self, server: str = "") -> None:
        """`server` is another server with the same API (the simulator); empty for Intuit's."""
        super().__init__(
            _("Connect a QuickBooks company"),
            _(
                "QuickBooks signs you in for an app of your own, made once in a few minutes. Its keys stay on this computer."
            ),
        )
        self._server = server
        self.production = QRadioButton(_("Production keys: real companies"))
        self.sandbox = QRadioButton(_("Development keys: sandbox companies"))
        group = QButtonGroup(self)
        for button in (self.production, self.sandbox):
            group.addButton(button)
        self.client_id = Field("Client ID", QLineEdit())
        self.client_secret = Field("Client secret", secret_edit())
        self.redirect = Field(_("Redirect address, registered with the keys"), QLineEdit())
        self.guide = plain_label("", "secondary", wrap=True, selectable=True)
        self.page = link_button(_("Open the page of Intuit's developers"), "open_outside")
        self.page.clicked.connect(lambda: self.outside.emit(INTUIT_PAGE))
        self.copy = link_button(_("Copy the redirect address"), "copy")
        self.copy.clicked.connect(lambda: self.copied.emit(_line(self.redirect)))
        self.go_on = primary_button(_("Open the browser"), "open_outside")
        self.go_on.clicked.connect(self._given)
        self.sandbox.toggled.connect(self._toggled)
        self.production.setChecked(True)
        self.add(self.guide, _below(self.page, self.copy), self.production, self.sandbox)
        self.add(self.client_id, self.client_secret, self.redirect)
        self.end(self.go_on)
        self._toggled(False)

    def focus_first(self) -> None:
        self.client_id.control.setFocus()

    def show_problem(self, error: InvalidInput) -> bool:
        """At its field, if it is one of these."""
        field = {
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "redirect_uri": self.redirect,
        }.get(error.field)
        if field is None:
            return False
        field.say(f"{error.problem.title}. {error.problem.hint}")
        field.control.setFocus()
        return True

    def fill(self, keys: AppKeys) -> None:
        """Keys that are known, to be changed."""
        (self.sandbox if keys.api == QUICKBOOKS_SANDBOX else self.production).setChecked(True)
        _set(self.client_id, keys.client_id)
        _set(self.client_secret, keys.client_secret)
        _set(self.redirect, keys.redirect_uri)

    def _toggled(self, sandbox: bool) -> None:
        edit = self.redirect.control
        if isinstance(edit, QLineEdit):
            own = edit.text() == redirect_uri()
            if sandbox or own:
                edit.setText(redirect_uri() if sandbox else "")
            edit.setPlaceholderText("https://")
        self.guide.setText(
            _(
                "1. Make an app with the scope “Accounting”.\n"
                "2. Register the redirect address below with its development keys.\n"
                "3. Copy Client ID and Client secret of the development keys here."
            )
            if sandbox
            else _(
                "1. Make an app with the scope “Accounting” and answer Intuit's questions for production keys.\n"
                "2. Put the page “signin-page” that comes with qbodesk on a web space of yours with https;\n"
                "    Intuit allows nothing else. Register its address with the production keys.\n"
                "3. Copy Client ID, Client secret and that address here."
            )
        )

    def _given(self) -> None:
        for field in (self.client_id, self.client_secret, self.redirect):
            field.say("")
        api = self._server or (QUICKBOOKS_SANDBOX if self.sandbox.isChecked() else QUICKBOOKS_API)
        self.given.emit(
            AppKeys(
                client_id=_line(self.client_id),
                client_secret=_line(self.client_secret),
                redirect_uri=_line(self.redirect),
                api=api,
            )
        )


class HubSpotKeyPage(ConnectPage):
    """A service key or private-app token, or an app of one's own. `pasted` carries the key, `given` the app's keys."""

    pasted = Signal(str, str)
    given = Signal(object)
    outside = Signal(str)
    copied = Signal(str)

    def __init__(self, server: str = "") -> None:
        super().__init__(
            _("Connect HubSpot"),
            _("HubSpot gives you a key in its settings. It stays on this computer."),
        )
        self._server = server or HUBSPOT_API
        self.by_key = QRadioButton(_("A service key or private-app token"))
        self.by_app = QRadioButton(_("An app of my own (OAuth)"))
        group = QButtonGroup(self)
        for button in (self.by_key, self.by_app):
            group.addButton(button)
        self.guide = plain_label("", "secondary", wrap=True, selectable=True)
        self.page = link_button(_("Open the developers' page of HubSpot"), "open_outside")
        self.page.clicked.connect(lambda: self.outside.emit(HUBSPOT_PAGE))
        self.copy = link_button(_("Copy the list of permissions"), "copy")
        self.copy.clicked.connect(lambda: self.copied.emit("\n".join(needed_scopes())))
        self.key = Field(_("Key"), secret_edit())
        self.client_id = Field("Client ID", QLineEdit())
        self.client_secret = Field("Client secret", secret_edit())
        self.go_on = primary_button(_("Connect"))
        self.back = secondary_button(_("Copy the redirect address"), "copy")
        self.back.clicked.connect(lambda: self.copied.emit(redirect_uri()))
        self.go_on.clicked.connect(self._given)
        self.by_key.toggled.connect(self._toggled)
        self.add(self.guide, _below(self.page, self.copy), self.by_key, self.by_app)
        self.add(self.key, self.client_id, self.client_secret)
        self.end(self.back, self.go_on)
        self.by_key.setChecked(True)

    def focus_first(self) -> None:
        (self.key if self.by_key.isChecked() else self.client_id).control.setFocus()

    def show_problem(self, error: InvalidInput) -> bool:
        """At its field, if it is one of these."""
        fields = {"key": self.key, "client_id": self.client_id, "client_secret": self.client_secret}
        field = fields.get(error.field)
        if field is None:
            return False
        field.say(f"{error.problem.title}. {error.problem.hint}")
        field.control.setFocus()
        return True

    def fill(self, keys: AppKeys) -> None:
        """Keys that are known, to be changed."""
        self.by_app.setChecked(True)
        _set(self.client_id, keys.client_id)
        _set(self.client_secret, keys.client_secret)

    def _toggled(self, by_key: bool) -> None:
        self.key.setVisible(by_key)
        for widget in (self.client_id, self.client_secret, self.back):
            widget.setVisible(not by_key)
        self.guide.setText(
            _(
                "1. In HubSpot open Development, Keys, Service keys and create one.\n"
                "2. Tick the permissions of the list; each you leave out switches off only what needs it.\n"
                "3. Copy the key here."
            )
            if by_key
            else _(
                "1. Make an app in HubSpot with the permissions of the list.\n"
                "2. Register the redirect address {address} with it.\n"
                "3. Copy Client ID and Client secret here."
            ).format(address=redirect_uri())
        )

    def _given(self) -> None:
        for field in (self.key, self.client_id, self.client_secret):
            field.say("")
        if self.by_key.isChecked():
            self.pasted.emit(_line(self.key), self._server)
        else:
            self.given.emit(
                AppKeys(
                    client_id=_line(self.client_id),
                    client_secret=_line(self.client_secret),
                    redirect_uri=redirect_uri(),
                    api=self._server,
                )
            )


def _below(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
    return holder


def _line(field: Field) -> str:
    control = field.control
    return control.text().strip() if isinstance(control, QLineEdit) else ""


def _set(field: Field, text: str) -> None:
    control = field.control
    if isinstance(control, QLineEdit):
        control.setText(text)
