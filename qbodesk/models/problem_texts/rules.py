"""Sentences about records that are not kept in step, and about the sync rules themselves.

Facts: `record` (its name in QuickBooks), `object` (contacts, products, invoices).
"""

from qbodesk.models.problem_texts.text import Text
from qbodesk.models.words import N_

TEXTS: dict[str, Text] = {
    "RULE_KEY": Text(
        N_("“{key}” is no setting of this rule"),
        N_("Settings are written KEY=VALUE."),
        N_("Use one of: {allowed}."),
    ),
    "RULE_VALUE": Text(
        N_("“{value}” is no value of {key}"),
        "",
        N_("Use one of: {allowed}."),
    ),
    "TWO_SOURCES": Text(
        N_("A customer kept in step with a contact and a company is written from QuickBooks only"),
        N_("The contact and the company would overwrite each other's values in QuickBooks."),
        N_("Choose contacts or companies alone, or the direction to HubSpot."),
    ),
    "APPLY_NEEDS_YES": Text(
        N_("Nothing was written"),
        N_("This writes to HubSpot."),
        N_("Look at “qbodesk plan” first; to have it done, add --yes."),
    ),
    "RULE_OFF": Text(
        N_("The sync rule “{object}” is off"),
        N_("Nothing was written."),
        N_("Switch it on first, after a look at what it would do."),
    ),
    "NOT_FETCHED_YET": Text(
        N_("{name} and HubSpot were not read completely yet"),
        N_("Half a list of records would be taken for all there are."),
        N_("Sync once, then try again."),
    ),
    "KIND_NOT_READABLE": Text(
        N_("The sync rule “{object}” is stopped: HubSpot does not let the key read its records"),
        N_("Changes made there would be written over unseen, so nothing is written."),
        N_(
            "Give the key the permission {scopes} in HubSpot. A sync looks for it once an hour, and the rule goes on."
        ),
    ),
    "RUN_UNKNOWN": Text(N_("There is no run {run}"), "", N_("The runs are listed with the sync rules.")),
    "RUN_WAITS": Text(
        N_("Run {run} is still on its way"),
        N_("{waiting} of its changes have not reached HubSpot."),
        N_("Sync, then undo it."),
    ),
    "RUN_UNDONE": Text(N_("Run {run} was taken back already"), N_("Run {by} did it."), ""),
    "BEFORE_RULE": Text(
        N_("Older than the rule"),
        N_("Only records that are new or were changed since the rule was switched on are kept in step."),
        N_("Use Backfill to include what is older."),
    ),
    "UNDONE": Text(
        N_("You took the change of {record} back"),
        N_("It is left alone until it changes in QuickBooks again."),
        N_("Retry to write it anyway."),
    ),
    "RULE_SAYS_NOTHING": Text(
        N_("The rule says to do nothing"),
        N_("{record} has changed in QuickBooks, and the rule leaves changed records alone."),
        N_("Change the rule if it should follow."),
    ),
    "NO_COUNTERPART": Text(
        N_("{record} has no counterpart in HubSpot"),
        N_("The rule updates existing records only."),
        N_("Make it in HubSpot, or let the rule create records."),
    ),
    "CHANGES_WAIT": Text(
        N_("Changes of the sync rule “{object}” wait for you: {count}"),
        N_("The rule lets nothing leave that nobody has looked at."),
        N_("Open Settings > Sync rules > Preview, untick what should stay, and write the rest."),
    ),
    "NOT_AS_AGREED": Text(
        N_("“{record}” is not any more what the plan said"),
        N_("It changed after the plan was agreed to, so nothing was written."),
        N_("Look at a new preview. A rule that lets changes leave by itself takes it up with the next sync."),
    ),
    "PLAN_FILE": Text(
        N_("The file is no plan that was saved here"),
        N_("Nothing was written. {reason}"),
        N_("Save one with “qbodesk plan --save FILE.json”, or from the preview."),
    ),
    "FILTER_UNREADABLE": Text(
        N_("The filter cannot be read at “{part}”"),
        N_("A condition is a column, a comparison and its values: city is Boston; balance at_least 100."),
        N_(
            "Separate conditions with a semicolon, alternatives with |, and put values with blanks in quotes."
        ),
    ),
    "OUTSIDE_FILTER": Text(
        N_("{record} does not match the filter of the rule"),
        N_("Only records that match it are kept in step."),
        N_("Change the filter if this record should follow."),
    ),
    "NAMESAKE": Text(
        N_("HubSpot has a contact named like {record}, with an e-mail address"),
        N_(
            "Its HubSpot id is {other}. The customer has no address, so it may be somebody else of that name."
        ),
        N_("Link the two by hand if they are one person, or fill in the address in QuickBooks."),
    ),
    "COUNTERPART_GONE": Text(
        N_("The HubSpot record of {record} is gone"),
        N_("It was archived or merged away in HubSpot, and is not made again without being asked."),
        N_("Restore it in HubSpot, or unlink it here and retry."),
    ),
    "INACTIVE_IN_QUICKBOOKS": Text(
        N_("{record} is inactive in QuickBooks"), N_("Inactive records are not sent to HubSpot."), ""
    ),
    "KEPT_IN_HUBSPOT": Text(
        N_("{record} is inactive in QuickBooks and stays in HubSpot"),
        N_("So says the rule for deleted records."),
        "",
    ),
    "NO_EMAIL": Text(
        N_("{record} has no e-mail address"),
        N_("Contacts are told apart by their address."),
        N_("Add an address in QuickBooks, or keep this customer in step with a company."),
    ),
    "NO_COMPANY_NAME": Text(
        N_("{record} has no company name"),
        N_("Companies are told apart by their name."),
        N_("Fill in the company name in QuickBooks."),
    ),
    "ITEM_IS_CATEGORY": Text(
        N_("{record} is a category"), N_("Categories only group products; HubSpot has none."), ""
    ),
    "ITEM_IS_BUNDLE": Text(
        N_("{record} is a bundle"), N_("Bundles of several products have no like in HubSpot."), ""
    ),
    "SUB_CUSTOMER": Text(
        N_("{record} is a sub-customer with the address of its customer"),
        N_("The HubSpot record follows the customer."),
        N_("Give the sub-customer an address of its own if it should have its own record."),
    ),
    "CURRENCY_NOT_IN_HUBSPOT": Text(
        N_("{record} is in {currency}"),
        N_("The HubSpot account has {currencies}, and amounts are never converted."),
        N_("Add the currency to the HubSpot account if its invoices should be shown there."),
    ),
    "SHARED_SIGN": Text(
        N_("{record} is not the only one of its kind in QuickBooks"),
        N_(
            "The same e-mail address, stock number or name: {others}. Which of them HubSpot should follow cannot be told."
        ),
        N_("Tell them apart in QuickBooks, or link one by hand."),
    ),
    "SEVERAL_COUNTERPARTS": Text(
        N_("{count} HubSpot records fit {record}"),
        N_("They have the same e-mail address, stock number or name."),
        N_("Merge them in HubSpot, or link one by hand."),
    ),
    "COUNTERPART_TAKEN": Text(
        N_("The HubSpot record of {record} is linked to {other}"),
        N_(
            "Both have the same e-mail address, stock number or name, and a HubSpot record can follow only one."
        ),
        N_("Tell them apart in QuickBooks, or move the link."),
    ),
    "CHANGED_IN_HUBSPOT": Text(
        N_("{record} was changed in HubSpot"),
        N_("{property}: HubSpot says {hubspot}, QuickBooks {quickbooks}."),
        N_("Overwrite it with what QuickBooks says, or leave it as it is."),
    ),
    "CHANGED_ON_BOTH_SIDES": Text(
        N_("{record} was changed in HubSpot and in QuickBooks"),
        N_("{property}: HubSpot says {hubspot}, QuickBooks {quickbooks}."),
        N_("Overwrite HubSpot with what QuickBooks says, or write HubSpot's value to QuickBooks."),
    ),
    "ONLY_TO_QUICKBOOKS": Text(
        N_("{record} has no counterpart in HubSpot"),
        N_("The rule writes to QuickBooks only."),
        N_("Make it in HubSpot, or let the rule work both ways."),
    ),
    "PARALLEL_CONNECTOR": Text(
        N_("Something else keeps writing {record} in HubSpot"),
        N_("These values were changed back again and again: {properties}. Nothing more is written to it."),
        N_("Switch off HubSpot's own QuickBooks sync or the other app, then retry."),
    ),
    "VALUE_NOT_TAKEN": Text(
        N_("QuickBooks did not take over a value of {record}"),
        N_("It answered with the former one. Sent were: {properties}."),
        N_("Change it in QuickBooks itself, or retry."),
    ),
    "PARALLEL_IN_QUICKBOOKS": Text(
        N_("Something else keeps writing {record} in QuickBooks"),
        N_("These values were changed back again and again: {properties}. Nothing more is written to it."),
        N_("Switch off the other app that writes to QuickBooks, then retry."),
    ),
    "MADE_BY_ANOTHER": Text(
        N_("HubSpot has an invoice {record} already that was not made here"),
        N_("Its HubSpot id is {other}. A second one would count the money twice."),
        N_("Switch off the app that made it and delete it in HubSpot, then retry."),
    ),
    "CONTACT_EXISTS": Text(
        N_("HubSpot has a contact with the address of {record} already"),
        N_("It was not among those read: {server_text}"),
        N_("It is found at the next sync."),
    ),
    "HUBSPOT_REFUSED": Text(
        N_("HubSpot refused {record}"),
        N_("It says: {server_text}"),
        N_("Correct the field in QuickBooks or the mapping, then retry."),
    ),
    "NO_EMAIL_THERE": Text(
        N_("{record} has no e-mail address in HubSpot"),
        N_("Without one nobody can tell whether QuickBooks has this customer already."),
        N_("Add an address in HubSpot, or have customers without one matched by name."),
    ),
    "IN_QUICKBOOKS_ALREADY": Text(
        N_("QuickBooks has {record} already"),
        N_("It is found there as {others} and is not made a second time."),
        N_("Backfill links the two."),
    ),
    "MADE_ELSEWHERE": Text(
        N_("{record} is being made in QuickBooks already"),
        N_("An invoice that waits to be sent brings it along."),
        N_("It is linked when that has arrived."),
    ),
    "NAME_IN_QUICKBOOKS": Text(
        N_("QuickBooks has something called {record} already"),
        N_("Nothing else says that it is the same, and QuickBooks takes each name once."),
        N_("Give both the same e-mail address if they are one, else change the name in HubSpot."),
    ),
    "STAYS_IN_QUICKBOOKS": Text(
        N_("{record} stays in QuickBooks"),
        N_("What was made there may be used by invoices meanwhile."),
        N_("Make it inactive in QuickBooks if nobody needs it."),
    ),
    "REFUSED_TOGETHER": Text(
        N_("HubSpot refused {record} together with others"),
        N_(
            "It says: {server_text} It said so of several of them one by one; of this one it was not asked by itself."
        ),
        N_("Correct the field in QuickBooks or the mapping, then retry."),
    ),
    "INVOICES_REFUSED": Text(
        N_("HubSpot does not let this key read or write its invoices"),
        N_("{server_text} The deals keep their invoice values, and everything here works as before."),
        N_(
            "Add the permissions crm.objects.invoices.read and .write to the key, or switch the sync rule for invoices off."
        ),
    ),
    "LINE_REFUSED": Text(
        N_("HubSpot refused a line of invoice {record}"),
        N_("It says: {server_text}"),
        N_("Correct the line in QuickBooks or the mapping, then retry."),
    ),
    "NOT_ANSWERED": Text(
        N_("HubSpot did not say what became of {record}"),
        N_("Its answer left this record out."),
        N_("Retry: writing it twice does no harm."),
    ),
    "SUDDENLY_EMPTY": Text(
        N_("All records of the sync rule “{object}” are gone from QuickBooks at once"),
        N_("That is more likely a fault than meant so; nothing was changed in HubSpot."),
        N_("Look at QuickBooks; if it is right, apply the rule by hand."),
    ),
    "MASS_DELETION_WAITS": Text(
        N_("The sync rule “{object}” would archive or unlink {count} of {known} records"),
        N_("That many at once are not deleted without being asked. Everything else was done."),
        N_("Look at the plan; apply it if it is right."),
    ),
    "CANNOT_RESTORE": Text(
        N_("{record} cannot be taken out of HubSpot's recycling bin"),
        N_("No program can; a person can within 90 days."),
        N_("Restore it in HubSpot."),
    ),
    "LINES_STAY": Text(
        N_("The lines of invoice {record} were not taken back"),
        N_(
            "Its own values are the former ones; its lines, contacts and deals in HubSpot are those of QuickBooks now."
        ),
        N_("Change them in HubSpot, or retry to have all of it as in QuickBooks."),
    ),
    "UNDO_WITHDRAWN": Text(
        N_("Taking {record} back was withdrawn"),
        N_("It waited in the queue, and somebody took it out before it was sent."),
        N_("Undo the run again if it is still wanted."),
    ),
    "CHANGED_SINCE": Text(
        N_("{record} was changed in HubSpot since"),
        N_("Left as they are: {properties}."),
        N_("Change them in HubSpot if the former values are wanted."),
    ),
    "CHANGED_IN_BOOKS_SINCE": Text(
        N_("{record} was changed in QuickBooks since"),
        N_("Left as they are: {properties}."),
        N_("Change them in QuickBooks if the former values are wanted."),
    ),
    "CANNOT_BE_CHECKED": Text(
        N_("Whether anybody uses {record} could not be checked"),
        N_("HubSpot does not let qbodesk read what may stand beside it: {kinds}. It was left where it is."),
        N_("Allow that in HubSpot and undo again, or archive it there yourself."),
    ),
}
