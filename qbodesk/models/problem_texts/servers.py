"""Sentences about QuickBooks and HubSpot as servers: sign-in, limits, refusals.

Facts: `service` (QuickBooks or HubSpot), `server_text` (the server's own words), `server_code`, `tid` (its support's id).
"""

from qbodesk.models.problem_texts.text import Text
from qbodesk.models.words import N_

TEXTS: dict[str, Text] = {
    "SIGN_IN_EXPIRED": Text(
        N_("{service} asks you to sign in again"),
        N_("The sign-in was refused: {server_text}"),
        N_("Reconnect {service}. Nothing is lost; waiting changes go out afterwards."),
    ),
    "SIGN_IN_MISSING": Text(
        N_("{service} is not signed in on this computer"),
        N_("No sign-in is kept for it, or it was disconnected."),
        N_("Connect {service} in the settings. Nothing is lost; waiting changes go out afterwards."),
    ),
    "SIGN_IN_ANSWER_UNUSABLE": Text(
        N_("This is not the address that the browser came to"),
        N_("It holds no answer to a sign-in."),
        N_("Copy the whole address of the page that says “qbodesk”, and paste it again."),
    ),
    "SIGN_IN_FORGED": Text(
        N_("This answer does not belong to this sign-in"),
        N_("It carries another mark than the one qbodesk sent to {service}, so it was not used."),
        N_("Go back to the page of {service} that qbodesk opened, or begin again."),
    ),
    "SIGN_IN_TOO_LATE": Text(
        N_("The sign-in to {service} took too long"),
        N_("An answer is good for ten minutes."),
        N_("Begin again. Nothing was changed."),
    ),
    "SIGN_IN_DENIED": Text(
        N_("{service} was not connected"),
        N_("Somebody chose to refuse on its page."),
        N_("Begin again if that was a mistake. Nothing was changed."),
    ),
    "SIGN_IN_REFUSED": Text(
        N_("{service} refused the sign-in"),
        N_("It says: {server_text}"),
        N_(
            "Begin again. If it stays, compare keys and redirect address with those of your app at {service}."
        ),
    ),
    "ANOTHER_COMPANY": Text(
        N_("Another company was chosen"),
        N_("{known} was to be reconnected, but company {found} was chosen on the page of QuickBooks."),
        N_(
            "Begin again and choose {known}, or connect the other one as a company of its own. Nothing was changed."
        ),
    ),
    "KEY_UNUSABLE": Text(
        N_("This is no key of HubSpot"),
        N_("A key is one word of letters, digits and hyphens; it usually begins with “pat-”."),
        N_("Copy it again from HubSpot."),
    ),
    "KEY_REFUSED": Text(
        N_("HubSpot does not accept this key"),
        N_("It says: {server_text}"),
        N_("Copy the key again, or make a new one in HubSpot. What was connected stays as it was."),
    ),
    "APP_KEY_UNUSABLE": Text(
        N_("This is no key of an app"),
        N_("Client ID and client secret are one word each, of letters, digits and signs."),
        N_("Copy it again from the page of your app."),
    ),
    "APP_KEYS_MISSING": Text(
        N_("The keys of your app are missing"),
        N_("QuickBooks signs people in for an app with keys of its own."),
        N_("Give --client-id; the secret is asked for. How to get both: docs/connecting.md."),
    ),
    "WHICH_COMPANY": Text(
        N_("Several companies are connected"),
        N_("{companies}"),
        N_("Name one with --realm."),
    ),
    "ADDRESS_NOT_SAFE": Text(
        N_("This address cannot be used"),
        N_("{address} is not one that begins with https:// and names a server."),
        N_("Secrets travel over https only, or within this computer."),
    ),
    "PULL_BROKE": Text(
        N_("Reading {name} stopped at a fault of this program"),
        N_("{error}. What was read before is kept, and the other connections were read."),
        N_("Sync again. If it stays, report it with the log file."),
    ),
    "TOKEN_REVOKED": Text(
        N_("{service} no longer accepts the key"),
        N_("The key or token was revoked or replaced."),
        N_("Make a new key in {service} and connect again. Nothing is lost."),
    ),
    "APP_KEYS_REFUSED": Text(
        N_("{service} does not know the app's keys"),
        N_("Client ID or client secret was refused: {server_text}"),
        N_("Check both keys in the settings of the connection."),
    ),
    "PERMISSION_MISSING": Text(
        N_("{service} does not allow this"),
        N_("It says: {server_text}"),
        N_("Ask an administrator of {service} for access, then try again."),
    ),
    "SCOPES_MISSING": Text(
        N_("The key for {service} may not do this"),
        N_("It lacks these permissions: {scopes}."),
        N_("Add them to the key in {service}, then connect again."),
    ),
    "QUICKBOOKS_ACCESS_LOST": Text(
        N_("Your access to the QuickBooks company was taken away"),
        N_("QuickBooks says: {server_text}"),
        N_("An administrator of the company must connect it again."),
    ),
    "QUICKBOOKS_WRONG_COMPANY": Text(
        N_("This sign-in is for another QuickBooks company"),
        N_("It may also mix development keys with a real company. QuickBooks says: {server_text}"),
        N_("Connect the company again and choose the right one."),
    ),
    "SUBSCRIPTION_LAPSED": Text(
        N_("The QuickBooks subscription has ended"),
        N_("The company can be read but not changed. QuickBooks says: {server_text}"),
        N_("Renew the subscription in QuickBooks, then try again."),
    ),
    "OFFLINE": Text(
        N_("{service} cannot be reached"),
        N_("No connection could be made, so nothing was sent."),
        N_("Everything goes on with the saved data; it is tried again by itself."),
    ),
    "TLS_FAILED": Text(
        N_("The connection to {service} is not safe"),
        N_("The certificate was not accepted: {server_text}"),
        N_("Check the date of this computer and ask who runs your network; nothing was sent."),
    ),
    "TLS_EXPIRED": Text(
        N_("The certificate of {service} has expired"),
        N_(
            "Either the clock of this computer is wrong, or somebody else answers in the name of {service}. Nothing was sent."
        ),
        N_("Check date and time of this computer, then try again."),
    ),
    "TLS_NOT_YET_VALID": Text(
        N_("The certificate of {service} is not valid yet"),
        N_("The clock of this computer is probably behind. Nothing was sent."),
        N_("Check date and time of this computer, then try again."),
    ),
    "TLS_OTHER_NAME": Text(
        N_("Somebody else answers in the name of {service}"),
        N_(
            "The certificate belongs to another address. In a hotel or on a train it is often the network's own sign-in page."
        ),
        N_("Open any page in your browser and sign in to the network. Nothing was sent."),
    ),
    "TLS_UNKNOWN_AUTHORITY": Text(
        N_("Nobody this computer trusts vouches for {service}"),
        N_("A firewall, a virus scanner or a stranger stands in between and reads along. Nothing was sent."),
        N_(
            "Ask who runs your network: their certificate must be in the store of this system. There is no switch to ignore it."
        ),
    ),
    "PROXY_SIGN_IN": Text(
        N_("The proxy of your network wants a name and a password"),
        N_("It let nothing through to {service}: name or password are missing or wrong. Nothing was sent."),
        N_("Enter both in the settings under Network."),
    ),
    "PROXY_SCHEME": Text(
        N_("The proxy of your network wants a sign-in that qbodesk does not speak"),
        N_("It wants {wants}; qbodesk signs in with a name and a password only (Basic). Nothing was sent."),
        N_(
            "Ask who runs your network for a proxy with Basic, or to let this computer through. A helper on this computer such "
            "as Px or Cntlm can sign in for it: enter its address in the settings under Network."
        ),
    ),
    "PROXY_FAILED": Text(
        N_("The proxy of your network does not let qbodesk through"),
        N_("It says: {server_text}"),
        N_("Check it in the settings under Network. Nothing was sent."),
    ),
    "PROXY_UNUSABLE": Text(
        N_("This is no address of a proxy"),
        N_("It looks like http://proxy.example:3128, without name and password."),
        N_("Correct it."),
    ),
    "INTERRUPTED": Text(
        N_("Stopped before it was sent"),
        N_("The program was asked to stop."),
        N_("It is sent next time."),
    ),
    "RATE_LIMITED": Text(
        N_("{service} asks to slow down"),
        N_("Too many requests were made in a short time."),
        N_("It goes on by itself after a pause."),
    ),
    "NAME_LOCK": Text(
        N_("QuickBooks is saving another name"),
        N_(
            "It saves one customer, vendor or item at a time, and somebody else was at it. Nothing was saved."
        ),
        N_("It is tried again by itself."),
    ),
    "DAILY_LIMIT": Text(
        N_("HubSpot's limit for today is used up"),
        N_("All programs connected to this HubSpot account share it."),
        N_("It goes on by itself after midnight."),
    ),
    "PORTAL_MOVING": Text(
        N_("HubSpot is moving this account to another data centre"),
        N_("Until that is done it answers nothing."),
        N_("It goes on by itself; this can take up to a day."),
    ),
    "SERVER_TROUBLE": Text(
        N_("{service} has a problem"),
        N_("It answered: {server_text}"),
        N_("It is tried again by itself."),
    ),
    "ANSWER_NOT_UNDERSTOOD": Text(
        N_("{service} answered something unexpected"),
        N_("The answer could not be read: {server_text}"),
        N_("Nothing was changed. Look for a newer qbodesk if this stays."),
    ),
    "OUTCOME_UNKNOWN": Text(
        N_("{service} may or may not have done it"),
        N_("The request was sent, but no clear answer came back: {server_text}"),
        N_("It is looked up before anything is sent again."),
    ),
    "OUTCOME_UNKNOWN_REPEATED": Text(
        N_("{service} may or may not have done it"),
        N_("The request was sent, but no clear answer came back: {server_text}"),
        N_("The same values are sent again, which does no harm."),
    ),
    "STALE_OBJECT": Text(
        N_("Somebody else changed this record in {service}"),
        N_("It says: {server_text}"),
        N_("Look at the newest version, then decide whether to change it again."),
    ),
    "DUPLICATE": Text(
        N_("{service} has this already"),
        N_("It says: {server_text}"),
        N_("Use the existing one or choose another name."),
    ),
    "DISPLAYNAME_TAKEN": Text(
        N_("This name is taken in QuickBooks"),
        N_("A customer, vendor or employee has it; names are unique over all three."),
        N_("Choose that customer, or another name."),
    ),
    "DOCNUMBER_TAKEN": Text(
        N_("This invoice number is taken in QuickBooks"),
        N_("QuickBooks says: {server_text}"),
        N_("Choose another number."),
    ),
    "MISSING_REFERENCE": Text(
        N_("Something this refers to is gone in {service}"),
        N_("It was deleted or made inactive. {service} says: {server_text}"),
        N_("Sync, then choose another one."),
    ),
    "RECORD_GONE": Text(
        N_("The record no longer exists in {service}"),
        N_("It was deleted or merged with another one."),
        N_("Sync to see what is there now."),
    ),
    "PROPERTY_GONE": Text(
        N_("HubSpot no longer has one of the properties"),
        N_("HubSpot says: {server_text}"),
        N_("Set up the deal properties again in the settings."),
    ),
    "PERIOD_CLOSED": Text(
        N_("The books are closed for this date"),
        N_("QuickBooks says: {server_text}"),
        N_("Choose a later invoice date, or ask who closed the books."),
    ),
    "SERVICE_DATE_REQUIRED": Text(
        N_("QuickBooks wants a service date on every line"),
        N_("Revenue recognition is switched on in this company. QuickBooks says: {server_text}"),
        N_("Put the invoice date on every line as its service date."),
    ),
    "NAMESAKE_UNKNOWN": Text(
        N_("No QuickBooks customer is called “{name}”"),
        N_("A vendor or an employee may have the name, or the customer has not been read yet."),
        N_("Sync and try again, or change the name of the new customer."),
    ),
    "QUERY_REFUSED": Text(
        N_("QuickBooks did not understand a question"),
        N_("QuickBooks says: {server_text}"),
        N_("Nothing was changed. Please report this with the code {server_code}."),
    ),
    "REJECTED": Text(
        N_("{service} refused this"),
        N_("It says: {server_text}"),
        N_("Correct it and send it again."),
    ),
}
