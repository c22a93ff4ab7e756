"""Sentences about invoices, quotes, customers and what stands in the way of creating one."""

from qbodesk.models.problem_texts.text import Text
from qbodesk.models.words import N_

TEXTS: dict[str, Text] = {
    # company
    "COMPANY_MISSING": Text(
        N_("No QuickBooks company is chosen"),
        N_("An invoice is created in one company."),
        N_("Choose the company, or connect one in the settings."),
    ),
    "COMPANY_DISCONNECTED": Text(
        N_("QuickBooks asks you to sign in to {company} again"),
        N_("Until then nothing can be created there. The draft is kept."),
        N_("Reconnect {company} in the settings."),
    ),
    # source
    "SOURCE_MISSING": Text(
        N_("Nothing is chosen to base the invoice on"),
        N_("It can follow a quote or the deal, or start empty."),
        N_("Choose one of the three."),
    ),
    "QUOTE_MISSING": Text(
        N_("No quote is chosen"),
        N_("The deal may have lost the quote since the draft was made."),
        N_("Choose another quote, or use the deal."),
    ),
    "QUOTE_DRAFT": Text(
        N_("The quote “{quote}” is still a draft"),
        N_("Only published quotes can become invoices."),
        N_("Publish it in HubSpot, or use the deal."),
    ),
    "QUOTE_PENDING": Text(
        N_("The quote “{quote}” waits for approval"),
        N_("Only published quotes can become invoices."),
        N_("Have it approved and published in HubSpot, or use the deal."),
    ),
    "QUOTE_REJECTED": Text(
        N_("The quote “{quote}” was rejected"),
        N_("Only published quotes can become invoices."),
        N_("Change and publish it in HubSpot, or use the deal."),
    ),
    "QUOTE_UNPUBLISHED": Text(
        N_("The quote “{quote}” is not published"),
        N_("Only published quotes can become invoices."),
        N_("Publish it in HubSpot, or use the deal."),
    ),
    "QUOTE_EXPIRED": Text(
        N_("The quote “{quote}” expired on {date}"),
        N_("Only quotes that are still valid can become invoices."),
        N_("Publish it again in HubSpot with a later date, or use the deal."),
    ),
    # customer
    "CUSTOMER_MISSING": Text(
        N_("No QuickBooks customer is chosen"),
        N_("No customer clearly matches the people and the company of this deal."),
        N_("Choose a customer, or create one."),
    ),
    "CUSTOMER_INACTIVE": Text(
        N_("“{customer}” is inactive in QuickBooks"),
        N_("QuickBooks takes no invoice for an inactive customer."),
        N_("Choose another customer, or make this one active in QuickBooks."),
    ),
    "CUSTOMER_WITHOUT_EMAIL": Text(
        N_("“{customer}” has no e-mail address"),
        N_("The invoice can be created, but QuickBooks will not know where to send it."),
        N_("Add the address in QuickBooks before sending."),
    ),
    "CUSTOMER_NAME_MISSING": Text(
        N_("The new customer needs a name"),
        N_("QuickBooks lists every customer under a display name."),
        N_("Enter a display name."),
    ),
    "CUSTOMER_NAME_TAKEN": Text(
        N_("“{name}” already exists in QuickBooks"),
        N_("Customers, vendors and employees share one list of names."),
        N_("Use that customer, or change the name."),
    ),
    "CUSTOMER_NAME_CHARACTERS": Text(
        N_("The name “{name}” has a character QuickBooks does not take"),
        N_("Names hold no colons, tabs or line breaks."),
        N_("Remove the character."),
    ),
    "CUSTOMER_TEXT_TOO_LONG": Text(
        N_("“{text}” is too long for QuickBooks"),
        N_("It has {length} characters; this field holds {limit}."),
        N_("Shorten it."),
    ),
    "CUSTOMER_EMAIL_SHAPE": Text(
        N_("“{email}” is not an e-mail address"),
        N_("QuickBooks expects one address such as name@firm.example."),
        N_("Correct the address, or leave it empty."),
    ),
    "CUSTOMER_CURRENCY_DIFFERS": Text(
        N_("The new customer is billed in {customer_currency}, the invoice in {currency}"),
        N_("QuickBooks bills each customer in one currency."),
        N_("Give both the same currency, or choose another customer."),
    ),
    "CURRENCY_NOT_USABLE": Text(
        N_("{company} does not take invoices in {currency}"),
        N_("It keeps its books in {home_currency} only; multicurrency is off."),
        N_("Choose another company, or turn on multicurrency in QuickBooks."),
    ),
    "QUOTE_CURRENCY_DIFFERS": Text(
        N_("The quote is in {quote_currency}, the invoice in {currency}"),
        N_("Prices are never converted silently."),
        N_("Choose a customer billed in {quote_currency}, or use the deal."),
    ),
    # products
    "NO_LINES": Text(
        N_("The invoice has no products"),
        N_("QuickBooks takes no invoice without a line."),
        N_("Add products."),
    ),
    "ITEM_MISSING": Text(
        N_("Line {line} has no QuickBooks product"),
        N_("Nothing in QuickBooks matches “{name}” by link, SKU or name."),
        N_("Choose a product for this line, or create one."),
    ),
    "ITEM_UNKNOWN": Text(
        N_("The product on line {line} is not known here"),
        N_("“{name}” may have been added or removed in QuickBooks since the last sync."),
        N_("Sync, or choose another product."),
    ),
    "ITEM_INACTIVE": Text(
        N_("“{item}” is inactive in QuickBooks"),
        N_("Line {line} cannot be invoiced with it."),
        N_("Choose another product, or make this one active in QuickBooks."),
    ),
    "QUANTITY_MISSING": Text(
        N_("Line {line} has no quantity"),
        N_("“{name}” would be invoiced zero times."),
        N_("Enter a quantity, or remove the line."),
    ),
    "QUANTITY_NEGATIVE": Text(
        N_("Line {line} has a quantity below zero"),
        N_("An invoice cannot take “{name}” back."),
        N_("Enter a quantity above zero, or create a credit memo in QuickBooks."),
    ),
    "PRICE_NEGATIVE": Text(
        N_("Line {line} has a price below zero"),
        N_("“{name}” would lower what the customer owes."),
        N_("Enter a price of zero or more, or use a discount."),
    ),
    "PRICE_MISSING": Text(
        N_("Line {line} costs nothing"),
        N_("“{name}” has a price of zero."),
        N_("Enter a price if it is not meant as a gift."),
    ),
    "DISCOUNT_TOO_HIGH": Text(
        N_("The discount on line {line} is higher than the price"),
        N_("“{name}” would lower what the customer owes."),
        N_("Lower the discount."),
    ),
    "INVOICE_DISCOUNT_TOO_HIGH": Text(
        N_("The discount is higher than the invoice"),
        N_("The lines add up to {sum} {currency}."),
        N_("Lower the discount."),
    ),
    "INVOICE_DISCOUNT_NEGATIVE": Text(
        N_("The discount would raise the price"),
        N_("A discount is a number above zero; it is taken off by itself."),
        N_("Leave out the minus sign."),
    ),
    "DISCOUNTS_OFF": Text(
        N_("{company} does not use discounts on invoices"),
        N_("They are switched off in the sales settings of QuickBooks."),
        N_("Remove the discount here, or switch discounts on in QuickBooks and check again."),
    ),
    "DESCRIPTION_TOO_LONG": Text(
        N_("The description on line {line} is too long for QuickBooks"),
        N_("It has {length} characters; QuickBooks takes {limit}."),
        N_("Shorten it."),
    ),
    "AMOUNT_DIFFERS": Text(
        N_("The lines add up to {ours} {currency}, HubSpot says {theirs}"),
        N_("QuickBooks rounds each line; lines may also have been changed here or in HubSpot."),
        N_("Compare the lines, then tick this warning if {ours} {currency} is right."),
    ),
    # tax
    "TAX_CODE_MISSING": Text(
        N_("Line {line} needs a tax code"),
        N_("QuickBooks wants one on every line outside the US."),
        N_("Choose a tax code for “{name}”, or apply one to all lines."),
    ),
    "TAX_CODE_UNUSABLE": Text(
        N_("The tax code {tax_code} on line {line} is not in use"),
        N_("It is inactive or gone in QuickBooks."),
        N_("Choose another tax code for “{name}”."),
    ),
    # terms
    "TERM_UNUSABLE": Text(
        N_("The payment terms “{term}” are not in use"),
        N_("They are inactive or gone in QuickBooks."),
        N_("Choose other terms."),
    ),
    "DUE_BEFORE_INVOICE": Text(
        N_("The due date is before the invoice date"),
        N_("The invoice of {date} would be due on {due}."),
        N_("Change one of the dates."),
    ),
    "DUE_ON_WEEKEND": Text(
        N_("The due date {due} is on a weekend"),
        N_("Payments often arrive on the next working day."),
    ),
    "BOOKS_CLOSED": Text(
        N_("The books of {company} are closed until {date}"),
        N_("QuickBooks takes no invoice with an earlier or the same date."),
        N_("Change the invoice date, or have the closing date moved in QuickBooks."),
    ),
    "MESSAGE_TOO_LONG": Text(
        N_("The message to the customer is too long"),
        N_("It has {length} characters; QuickBooks takes {limit}."),
        N_("Shorten it."),
    ),
    "MESSAGE_FIELD_UNKNOWN": Text(
        N_("The message has a field nobody knows: {name}"),
        N_("The customer would read it as it stands."),
        N_("Known fields are {known}. Use one of them, or write it without braces."),
    ),
    "MESSAGE_FIELD_EMPTY": Text(
        N_("There is nothing to put in the place of {name}"),
        N_("The deal has no such value, or the invoice is not based on it."),
        N_("Write the text yourself, or remove the field."),
    ),
    "MEMO_TOO_LONG": Text(
        N_("The memo is too long"),
        N_("It has {length} characters; there is room for {limit}."),
        N_("Shorten it."),
    ),
    # review
    "CUSTOM_NUMBERS_ON": Text(
        N_("{company} uses custom transaction numbers"),
        N_("QuickBooks would leave the number of this invoice empty."),
        N_("Turn the option off in QuickBooks and check again, let QuickBooks number it, or enter a number."),
    ),
    "NUMBER_MISSING": Text(
        N_("The invoice has no number"),
        N_("You chose to number it yourself."),
        N_("Enter a number, or let QuickBooks number it."),
    ),
    "NUMBER_TOO_LONG": Text(
        N_("The number {number} is too long"),
        N_("QuickBooks takes {limit} characters."),
        N_("Shorten it."),
    ),
    "NUMBER_TAKEN": Text(
        N_("Another invoice has the number {number}"),
        N_("Two invoices with one number are hard to tell apart."),
        N_("Enter another number."),
    ),
    "EXCHANGE_RATE_MISSING": Text(
        N_("There is no exchange rate for {currency}"),
        N_("QuickBooks would choose how much the invoice is worth in {home_currency}."),
        N_("Enter a rate to fix it now."),
    ),
    "EXCHANGE_RATE_WRONG": Text(
        N_("The exchange rate for {currency} is not above 0"),
        N_("It says how many {home_currency} one {currency} is worth."),
        N_("Enter the rate, or empty the field to take that of QuickBooks."),
    ),
    "EXCHANGE_RATE_OLD": Text(
        N_("The exchange rate for {currency} is that of {date}"),
        N_("QuickBooks has not told the rate of {due} yet; this is the last one it told."),
        N_("Go on if that rate is meant, or enter another."),
    ),
    "DEAL_HAS_INVOICE": Text(
        N_("The deal “{deal}” already has an invoice"),
        N_("Linked to it: {numbers}."),
        N_("Go on only if that is meant; to ask for what is left, choose it on the page of the products."),
    ),
    "DEAL_REMAINDER": Text(
        N_("This invoice asks for what is left of the deal “{deal}”"),
        N_("Invoices before it: {numbers}."),
        N_("Change the part on the page of the products if you want another."),
    ),
    "ITEM_NAME_MISSING": Text(
        N_("The new product needs a name"),
        N_("QuickBooks lists every product under its name."),
        N_("Enter a name."),
    ),
    "ITEM_NAME_CHARACTERS": Text(
        N_("QuickBooks takes no colon, tab or line break in a product's name"),
        N_("It is called “{name}”."),
        N_("Take that character out."),
    ),
    "ITEM_NAME_TAKEN": Text(
        N_("A product “{name}” already exists in QuickBooks, or is on its way there"),
        N_("Names of products are unique, inactive ones included."),
        N_("Choose that product, or change the name."),
    ),
    "ITEM_TEXT_TOO_LONG": Text(
        N_("The text has {length} characters"),
        N_("QuickBooks takes {limit} characters."),
        N_("Shorten it."),
    ),
    "ITEM_PRICE_NEGATIVE": Text(
        N_("The price of “{name}” is below 0"),
        N_("QuickBooks takes no negative price for a product."),
        N_("Enter the price, or leave it empty."),
    ),
    "ITEM_ACCOUNT_MISSING": Text(
        N_("No income account is chosen"),
        N_("QuickBooks books the sales of a product to an income account."),
        N_("Choose the account."),
    ),
    "PORTION_STALE": Text(
        N_("Another invoice of this deal was made meanwhile"),
        N_("What is left to invoice has changed since this draft was filled in."),
        N_("Open the draft again to see the new amounts."),
    ),
    "PORTION_NOTHING_LEFT": Text(
        N_("Everything is invoiced already"),
        N_("The invoices {numbers} ask for all of the {whole} {currency}."),
        N_("Invoice the whole again only if that is meant, or add lines of your own."),
    ),
    "PORTION_PARTS": Text(
        N_("The number of parts is a whole number from 1 up"),
        N_("What is left is divided into equal parts; this invoice is one of them."),
        N_("Write 3 for a third of what is left."),
    ),
    "PORTION_MISSING": Text(
        N_("The part to invoice is missing"),
        N_("It comes to {sum} {currency}."),
        N_("Enter how much this invoice asks for, or invoice the whole."),
    ),
    "PORTION_TOO_HIGH": Text(
        N_("This is more than is left to invoice"),
        N_("The part comes to {sum} {currency}; {left} {currency} are left of {whole} {currency}."),
        N_("Invoice what is left, or enter less."),
    ),
    "CURRENCY_MISMATCH": Text(
        N_("The invoice is in {currency}, the HubSpot account in {portal_currency}"),
        N_("Invoice amounts on the deal are kept up to date only in the currency of the HubSpot account."),
        N_("The invoice itself is not affected; the properties of the deal stay as they are."),
    ),
}
