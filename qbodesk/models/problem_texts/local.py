"""Sentences about this computer: the cache file, the disk, the keyring, a second window."""

from qbodesk.models.problem_texts.text import Text
from qbodesk.models.words import N_

TEXTS: dict[str, Text] = {
    "UNEXPECTED": Text(
        N_("Something unexpected happened"),
        "",
        N_("What you confirmed is kept. Help > Report a problem shows what can be sent to whoever helps."),
    ),
    "INVALID_INPUT": Text(N_("This cannot be used"), N_("{text}")),
    "WORKSPACE_REMOTE": Text(
        N_("A workspace cannot lie on a network drive"),
        N_(
            "{folder} is on another computer, whose locks do not protect the file: two programs could damage it or send twice."
        ),
        N_("Choose a folder of this computer with --data-dir; “qbodesk backup” may save to the drive."),
    ),
    "WORKSPACE_IN_CLOUD": Text(
        N_("The workspace lies in a folder that is kept in step with a cloud"),
        N_("A program that copies {folder} while qbodesk works can damage it, or bring an older state back."),
        N_(
            "Close qbodesk, move the folder to another place and open it there with --data-dir, or exclude it from that program."
        ),
    ),
    "CACHE_LOCKED": Text(
        N_("This workspace is open already"),
        N_("Another qbodesk works on {folder} ({holder})."),
        N_("Close it, or choose another folder with --data-dir."),
    ),
    "CACHE_BUSY": Text(
        N_("Another program holds the workspace file"),
        N_(
            "{file} could not be used for five seconds: a backup, a virus scanner or a database tool has it open."
        ),
        N_(
            "End that program, or wait; then try again. What was being sent is looked up before anything is sent again."
        ),
    ),
    "CACHE_CORRUPT": Text(
        N_("The workspace file is damaged"),
        N_("SQLite says about {file}: {reason}."),
        N_(
            "Run “qbodesk doctor --repair”, or “qbodesk restore” with a backup; QuickBooks and HubSpot are not affected."
        ),
    ),
    "CACHE_TOO_NEW": Text(
        N_("The workspace was made by a newer qbodesk"),
        N_("{file} has version {found}; this program knows versions up to {known}."),
        N_("Install the newer qbodesk to open it. Nothing was changed."),
    ),
    "MIGRATION_FAILED": Text(
        N_("The workspace could not be upgraded"),
        N_("{file} was left exactly as it was. Reason: {reason}."),
        N_("Try again, or go back to the version you used before."),
    ),
    "DISK_FULL": Text(
        N_("The disk is full"),
        N_("{file} could not be written; what was stored before is whole."),
        N_("Make space and try again. What was being sent is looked up before anything is sent again."),
    ),
    "PAUSED_OLDER": Text(
        N_("Sending is paused: this is an older state of the workspace"),
        N_(
            "More was sent from here than this file knows. What waits in it may have reached its server already."
        ),
        N_("Look at the queue, then go on sending (“qbodesk outbox resume”)."),
    ),
    "PAUSED_COPY": Text(
        N_("Sending is paused: this is a copy of a workspace"),
        N_("The same entries may be waiting, or may have been sent, where it was copied from."),
        N_("Use only one of the two. Look at the queue, then go on sending (“qbodesk outbox resume”)."),
    ),
    "PAUSED_RESTORED": Text(
        N_("Sending is paused: a backup was restored"),
        N_("What was sent after the backup is not known here; nothing is sent again by itself."),
        N_("Look at the queue, then go on sending (“qbodesk outbox resume”)."),
    ),
    "PAUSED_REPAIRED": Text(
        N_("Sending is paused: the workspace was repaired"),
        N_("The file was built anew from what could be read; nothing is sent again by itself."),
        N_("Look at the queue, then go on sending (“qbodesk outbox resume”)."),
    ),
    "SENT_BEFORE_RESTORE": Text(
        N_("It may have been sent already"),
        N_("The workspace was restored, copied or repaired, and does not know what happened meanwhile."),
        N_("Have it looked up again: it is found, or sent under the same key. Or give it up."),
    ),
    "WITNESS_UNWRITABLE": Text(
        N_("This computer cannot remember how far the workspace got"),
        N_("{folder} could not be written: {reason}."),
        N_("Make it writable: without it a restored backup cannot be told from the original."),
    ),
    "NOT_A_BACKUP": Text(
        N_("{file} is no backup of a workspace"),
        N_("It is not a database that qbodesk has written."),
        N_("Choose a file made by “qbodesk backup”."),
    ),
    "BACKUP_PASSPHRASE_WRONG": Text(
        N_("This is not the passphrase of this backup"),
        N_("{file} was sealed with another one."),
        N_("Try again. Without it nobody can open this file, and nothing was changed."),
    ),
    "PASSPHRASES_DIFFER": Text(
        N_("The two passphrases differ"),
        N_("A slip of the finger would lock the backup for ever."),
        N_("Type the same one twice. Nothing was saved."),
    ),
    "BACKUP_DAMAGED": Text(
        N_("{file} is damaged"),
        N_("It is not whole, or its content was changed after it was made."),
        N_("Choose another backup. Nothing was changed."),
    ),
    "FILE_UNUSABLE": Text(
        N_("{file} cannot be used"),
        N_("The system says: {reason}."),
        N_("Choose another file. Nothing was changed."),
    ),
    "FILE_EXISTS": Text(
        N_("{file} exists already"),
        N_("A backup never replaces a file."),
        N_("Choose another name."),
    ),
    "FOLDER_NOT_EMPTY": Text(
        N_("{folder} is not empty"),
        N_("An export goes into a folder of its own, so that nothing there is replaced."),
        N_("Choose another folder."),
    ),
    "NOT_CONFIRMED": Text(
        N_("Nothing was erased"),
        N_("The word to confirm it with was not typed."),
        N_("Type {word} in capital letters where it is asked for."),
    ),
    "KEYRING_UNAVAILABLE": Text(
        N_("This system has no password store"),
        N_("Sign-ins cannot be kept safely: {reason}."),
        N_("Keep them under a passphrase (QBODESK_PASSPHRASE), or sign in at each start."),
    ),
    "KEYRING_FORGETS": Text(
        N_("The password store of this system keeps nothing"),
        N_("It said that it had stored the key, and then did not know it."),
        N_("Keep the sign-ins under a passphrase, or sign in at each start."),
    ),
    "KEYRING_LOCKED": Text(
        N_("The password store of this system is locked"),
        N_("The key to your sign-ins is in it, and the request to open it was dismissed."),
        N_("Unlock it, then sync again. Nothing is lost."),
    ),
    "KEYRING_GONE": Text(
        N_("The password store of this system does not answer"),
        N_("The key to your sign-ins is in it: {reason}."),
        N_("Start it and sync again, or sign in anew. Nothing else is lost."),
    ),
    "KEY_MISSING": Text(
        N_("The sign-ins of this workspace cannot be opened here"),
        N_("Their key stayed in the password store of another computer or user, or was deleted from it."),
        N_("Connect QuickBooks and HubSpot again. Everything else is kept."),
    ),
    "PASSPHRASE_NEEDED": Text(
        N_("The sign-ins are locked"),
        N_("They are kept under a passphrase."),
        N_("Enter it in the settings under Connections, or set QBODESK_PASSPHRASE."),
    ),
    "PASSPHRASE_WRONG": Text(
        N_("This is not the passphrase"),
        N_("The sign-ins of this workspace were locked with another one."),
        N_("Try again. If it is lost, forget the sign-ins and connect again; everything else is kept."),
    ),
    "PASSPHRASE_SHORT": Text(
        N_("The passphrase is too short"),
        N_("Whoever finds this computer must not be able to guess it."),
        N_("Use {least} characters or more."),
    ),
    "SIGN_IN_UNREADABLE": Text(
        N_("A stored sign-in cannot be read"),
        N_("Its file was damaged, or it belongs to another workspace."),
        N_("Connect again. Everything else is kept."),
    ),
    "PORT_TAKEN": Text(
        N_("The browser could not come back to qbodesk"),
        N_("Another program listens on port {port} of this computer: {reason}."),
        N_("End it, or copy the address the browser ends at and paste it here."),
    ),
    "SIGN_IN_BUSY": Text(
        N_("Another qbodesk is renewing the sign-in"),
        N_("It has not come to an end yet."),
        N_("It is tried again by itself."),
    ),
    "NO_CONNECTION": Text(
        N_("Nothing is connected yet"),
        N_("This workspace has no connection to {service}."),
        N_("Run “qbodesk connect” first, or try “qbodesk demo”."),
    ),
    "NO_WORKSPACE": Text(
        N_("There is no workspace yet"),
        N_("Nothing was found in {folder}."),
        N_("Run “qbodesk connect” first, or try “qbodesk demo”."),
    ),
    "WORKSPACE_OF_ANOTHER_PORTAL": Text(
        N_("This workspace belongs to another HubSpot account"),
        N_("It was made for portal {known}; this one is {found}."),
        N_("Use another folder with --data-dir."),
    ),
    "SEVERAL_COMPANIES": Text(
        N_("Several companies have an invoice {number}"),
        N_("{companies}"),
        N_("Name the company with --realm."),
    ),
    "CANNOT_CANCEL_NOW": Text(
        N_("This entry cannot be withdrawn now"),
        N_("It may have reached its server already."),
        N_("Wait until its fate is known."),
    ),
    "CANNOT_EDIT_NOW": Text(
        N_("This invoice cannot be edited now"),
        N_("It may have reached QuickBooks already."),
        N_("Wait until its fate is known."),
    ),
    "WAITS_FOR_HUBSPOT": Text(
        N_("This invoice waits for HubSpot"),
        N_("Whether its quote is still valid cannot be checked without an answer from HubSpot."),
        N_("It is tried again by itself."),
    ),
    "UNKNOWN_ENTRY": Text(
        N_("This entry was made by another version"),
        N_("This program does not know how to send “{kind}”."),
        N_("Open the workspace with the version that made it."),
    ),
    "SEVERAL_FOUND": Text(
        N_("QuickBooks holds {count} records that look like this one"),
        N_("They are {numbers}. qbodesk does not choose between them by itself."),
        N_("Look at them in QuickBooks, then say which one it is, or give this entry up."),
    ),
    "NOT_WAITING_FOR_REVIEW": Text(
        N_("This entry does not wait for a decision"),
        N_("It moved on meanwhile, or it is not in the queue."),
        N_("Look at the queue again."),
    ),
    "GIVEN_UP": Text(
        N_("Given up"),
        N_("It may have reached {service} before; qbodesk never sends it again."),
        N_("Look in {service} whether it is there."),
    ),
    "WITHDRAWN": Text(
        N_("Withdrawn"),
        N_("It was taken out of the queue, or what it needs was."),
        N_("Do it again if it is wanted after all."),
    ),
    "RECORD_OF_ANOTHER_ENTRY": Text(
        N_("{service} answered with {number}, which another entry has made"),
        N_("Two entries cannot have made the same record."),
        N_("Look at both, then give this entry up or look it up again."),
    ),
    "NOT_A_CANDIDATE": Text(
        N_("{id} is none of the records that this entry may have made"),
        "",
        N_("List them with “qbodesk outbox candidates”."),
    ),
    "MASS_DELETION": Text(
        N_("{gone} of {known} records are missing at the server"),
        N_("So many records of one kind ({kind}) do not vanish by themselves; they were kept here."),
        N_("Check the connection, then fetch everything again."),
    ),
    "RECORD_UNREADABLE": Text(
        N_("{kind} {id} could not be read"),
        N_("It has a form this program does not know: {reason}."),
        N_("The record stays as it was last read."),
    ),
    "DRAFT_DISCARDED": Text(N_("This draft was discarded"), "", N_("Start again from the deal.")),
    "EXPORT_FAILED": Text(
        N_("The file could not be written"),
        N_("{file}: {reason}."),
        N_("Close it where it is open, or choose another folder."),
    ),
    "VIEW_NAME": Text(
        N_("A view needs a name"),
        N_("A name has between one and {longest} letters."),
    ),
    "VIEW_NAME_TAKEN": Text(
        N_("This list has a view named “{name}” already"),
        hint=N_("Choose another name, or save the changes of that view."),
    ),
    "FILTER_FAULTY": Text(
        N_("A filter of this list cannot be applied"),
        N_("The condition on {field} does not fit this version of qbodesk or is incomplete."),
        N_("Remove the condition or set it anew."),
    ),
    "NOT_FOUND": Text(
        N_("{kind} {id} is not known here"),
        N_("It is not in the local cache."),
        N_("Check the number, or run “qbodesk sync” first."),
    ),
    "SNIPPET_EMPTY": Text(
        N_("A saved message has a name and a text"),
        N_("One of the two is empty."),
        N_("Fill both in and save again."),
    ),
    "INVOICE_IS_DELETED": Text(
        N_("Invoice {number} was deleted in QuickBooks"),
        N_("A deleted invoice cannot be added to a record."),
        N_("Choose another invoice."),
    ),
}
