"""Sentences about field mappings: what cannot be connected, and which value did not fit its property."""

from qbodesk.models.problem_texts.text import Text
from qbodesk.models.words import N_

TEXTS: dict[str, Text] = {
    "MAPPING_NO_FIELD": Text(
        N_("QuickBooks has no field “{source}”"),
        N_("The mapping reads a field that this kind of record does not have."),
        N_("Choose another QuickBooks field, or switch the mapping off."),
    ),
    "MAPPING_NO_PROPERTY": Text(
        N_("HubSpot has no property “{property}”"),
        N_("It was deleted or renamed in HubSpot, or never existed there."),
        N_("Choose another property, or switch the mapping off."),
    ),
    "MAPPING_READ_ONLY": Text(
        N_("“{property}” cannot be written"),
        N_("HubSpot computes this property itself or keeps it locked."),
        N_("Choose another property; a property of your own can hold the same value."),
    ),
    "MAPPING_READ_ONLY_FIELD": Text(
        N_("“{source}” cannot be written to QuickBooks"),
        N_("QuickBooks computes this field itself."),
        N_("Let this mapping go to HubSpot only."),
    ),
    "MAPPING_NEEDS_NUMBER": Text(
        N_("“{source}” does not fit into “{property}”"),
        N_("The property holds numbers, and what the mapping gives is none."),
        N_("Choose a property for text, or add the step that reads a number out of a text."),
    ),
    "MAPPING_NEEDS_DATE": Text(
        N_("“{source}” does not fit into “{property}”"),
        N_("The property holds dates, and what the mapping gives is none."),
        N_("Choose a property for text, or add the step that reads a date out of a text."),
    ),
    "MAPPING_NEEDS_YES_NO": Text(
        N_("“{source}” does not fit into “{property}”"),
        N_("The property holds yes or no, and what the mapping gives is neither."),
        N_("Choose a property for text."),
    ),
    "MAPPING_NEEDS_TEXT": Text(
        N_("“{source}” does not fit into “{property}”"),
        N_("The property holds text of a certain kind, and the mapping gives a number or a date."),
        N_("Choose another property, or add a step that writes the value as text."),
    ),
    "MAPPING_TYPES_BACK": Text(
        N_("“{property}” does not fit back into “{source}”"),
        N_("Both directions need two fields of one type: text and text, number and number, date and date."),
        N_("Let this mapping go to HubSpot only."),
    ),
    "MAPPING_NOT_REVERSIBLE": Text(
        N_("The steps of this mapping work in one direction only"),
        N_("What they change cannot be changed back for QuickBooks."),
        N_("Let this mapping go to HubSpot only, or remove its steps."),
    ),
    "MAPPING_ONE_WAY_KIND": Text(
        N_("Invoices go from QuickBooks to HubSpot only"),
        N_("What is typed into an invoice in HubSpot never reaches the books."),
        N_("Let this mapping go to HubSpot only."),
    ),
    "MAPPING_TO_HUBSPOT_ONLY": Text(
        N_("Mappings go to HubSpot only"),
        N_("Nothing typed in HubSpot is written to QuickBooks by a mapping."),
        N_("Let this mapping go to HubSpot only."),
    ),
    "MAPPING_STEP_TYPE": Text(
        N_("Step {place} cannot work here"),
        N_("It is given a kind of value that it does not change."),
        N_("Remove the step, or put one before it that gives what it needs."),
    ),
    "MAPPING_DATE_PATTERN": Text(
        N_("“{pattern}” is no date pattern"),
        N_("A pattern names day, month and year once each, as d, dd, M, MM, yy and yyyy: dd.MM.yyyy."),
    ),
    "MAPPING_PART": Text(
        N_("There is no part number 0"),
        N_("1 is the first part of a text, 2 the second, -1 the last."),
    ),
    "MAPPING_TWICE": Text(
        N_("“{source}” fills “{property}” twice"),
        N_("Another mapping has the same field, property and direction."),
        N_("Change one of the two, or remove it."),
    ),
    "MAPPING_LOCKED": Text(
        N_("The mapping to “{property}” stays as it is"),
        N_("{reason}"),
        N_("Other mappings can be changed freely."),
    ),
    "MAPPING_UNKNOWN": Text(
        N_("There is no mapping “{mapping}”"),
        N_("It may have been removed meanwhile."),
        N_("“qbodesk mapping list” shows those there are."),
    ),
    "MAPPING_COMPANY": Text(
        N_("Which QuickBooks company is meant is not said"),
        N_("Several are connected: {companies}."),
        N_("Name one with --realm."),
    ),
    "MAPPING_FILE": Text(
        N_("This file is not a set of mappings"),
        N_("At “{where}” stands “{found}”."),
        N_("Nothing was changed. Use a file that qbodesk exported."),
    ),
    "MAPPING_TEXT_TOO_LONG": Text(
        N_("The text is too long for “{property}”"),
        N_("It has {length} characters, the property holds {most}; nothing is cut off."),
        N_("Shorten it in QuickBooks, or take a part of it by a step."),
    ),
    "MAPPING_NOT_A_NUMBER": Text(
        N_("“{value}” is no number for “{property}”"),
        N_("The property holds numbers only."),
        N_("Correct the value in QuickBooks, or choose another property."),
    ),
    "MAPPING_NOT_A_DATE": Text(
        N_("“{value}” is no date for “{property}”"),
        N_("The property holds dates only."),
        N_("Correct the value in QuickBooks, or choose another property."),
    ),
    "MAPPING_NOT_YES_OR_NO": Text(
        N_("“{value}” is neither yes nor no for “{property}”"),
        N_("The property holds yes or no only."),
        N_("Choose another property."),
    ),
    "MAPPING_NOT_AN_EMAIL": Text(
        N_("“{value}” is no e-mail address"),
        N_("HubSpot refuses the whole record with it in “{property}”."),
        N_("Correct the address in QuickBooks."),
    ),
    "MAPPING_NOT_AN_OPTION": Text(
        N_("“{value}” is no option of “{property}”"),
        N_("HubSpot takes only the options defined for this property."),
        N_("Add the option in HubSpot, or translate the value with a lookup table."),
    ),
    "MAPPING_NOT_IN_TABLE": Text(
        N_("“{value}” is not in the lookup table"),
        N_("The table is set to refuse what it does not know."),
        N_("Add the value to the table of this mapping."),
    ),
    "MAPPING_VALUE_NOT_A_NUMBER": Text(
        N_("“{value}” cannot be read as a number"),
        N_("It is no number, or could be two different ones, as 1,234 could."),
        N_("Correct the value in QuickBooks, or say in the step which mark begins the decimals."),
    ),
    "MAPPING_VALUE_NOT_A_DATE": Text(
        N_("“{value}” cannot be read as a date"),
        N_("It does not follow the pattern of the mapping, or is no day of the calendar."),
        N_("Correct the value in QuickBooks, or change the pattern."),
    ),
}
