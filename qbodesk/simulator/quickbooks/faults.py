"""The refusals of QuickBooks, with the code, words and HTTP status of each (quickbooks-api.md §7); decides nothing."""

from dataclasses import dataclass

from qbodesk.simulator.wire import Body

VALIDATION = "ValidationFault"


@dataclass(eq=False)
class Fault(Exception):
    """One refusal; `gateway` ones come from the layer before accounting and have their own, lower-case shape.

    `element` names the property at fault; the refusals of queries (`None`) do not even have the key.
    """

    code: str
    message: str
    detail: str
    element: str | None = ""
    status: int = 400
    kind: str = VALIDATION
    gateway: bool = False

    def accounting(self, time: str) -> Body:
        """The body of a validation fault."""
        error = {"Message": self.message, "Detail": self.detail, "code": self.code}
        if self.element is not None:
            error["element"] = self.element
        return {"Fault": {"Error": [error], "type": self.kind}, "time": time}

    def lower(self, epoch_ms: int) -> Body:
        """The body of a gateway fault; its time is in milliseconds since 1970."""
        error = {"message": self.message, "detail": self.detail, "code": self.code, "element": None}
        return {
            "warnings": None,
            "intuitObject": None,
            "fault": {"error": [error], "type": self.kind},
            "report": None,
            "queryResponse": None,
            "batchItemResponse": [],
            "attachableResponse": [],
            "syncErrorResponse": None,
            "requestId": None,
            "time": epoch_ms,
            "status": None,
            "cdcresponse": [],
        }


def _gateway(status: int, name: str, code: str, detail: str, kind: str) -> Fault:
    message = f"message={name}; errorCode={code.zfill(6)}; statusCode={status}"
    return Fault(code, message, detail, status=status, kind=kind, gateway=True)


def bad_token(detail: str = "Token expired") -> Fault:
    return _gateway(401, "AuthenticationFailed", "3200", detail, "AUTHENTICATION")


def wrong_realm() -> Fault:
    return _gateway(403, "ApplicationAuthorizationFailed", "3100", "", "AUTHORIZATION")


def throttled() -> Fault:
    detail = "The request limit was reached.  Try again later"
    return _gateway(429, "ThrottleExceeded", "3001", detail, "SERVICE")


def unsupported_operation(what: str) -> Fault:
    return Fault("500", "Unsupported Operation", f"Operation {what} is not supported.")


def not_found(
    detail: str = "Object Not Found : Something you're trying to use has been made inactive. Check the "
    "fields with accounts, customers, items, vendors or employees.",
    element: str = "",
) -> Fault:
    return Fault("610", "Object Not Found", detail, element)


def deleted() -> Fault:
    return not_found("Object Not Found : Another user has deleted this transaction.")


def not_linkable(why: str) -> Fault:
    return Fault("620", "Transaction cannot be linked", f"Transaction cannot be linked : {why}.", "LinkedTxn")


def batch_too_large(limit: int, supplied: int) -> Fault:
    detail = f"A batch holds at most {limit} items. Supplied:{supplied}"
    return Fault("1040", "Batch request exceeds the maximum number of items", detail, "BatchItemRequest")


def unsupported_property(name: str) -> Fault:
    detail = f"Property Name:{name} specified is unsupported or invalid"
    return Fault("2010", "Request has invalid or unsupported property", detail)


def unreadable(detail: str) -> Fault:
    return Fault("2010", "Request has invalid or unsupported property", f"Property Name:{detail}")


def missing(parameter: str) -> Fault:
    detail = f"Required parameter {parameter} is missing in the request"
    return Fault(
        "2020", "Required param missing, need to supply the required value for the API", detail, parameter
    )


def bad_id(value: object, element: str = "") -> Fault:
    return Fault("2030", "Invalid ID", f"Id should be a valid number. Supplied value:{value}", element)


def bad_characters(element: str) -> Fault:
    detail = f"{element} contains a character a name can not have: a colon, a tab or a new line."
    return Fault("2040", "Invalid Characters", detail, element)


def length(element: str, limit: int, supplied: int) -> Fault:
    detail = (
        "String length specified does not match the supported length. "
        f"Min:0 Max:{limit} supplied:{supplied}. Supplied value:{element}"
    )
    message = "String length is either shorter or longer than supported by specification"
    return Fault("2050", message, detail, element)


def bad_date(element: str, value: object) -> Fault:
    return Fault("2060", "Invalid Date", f"Invalid date format. Supplied value:{value}", element)


def bad_number(element: str, value: object) -> Fault:
    return Fault("2090", "Invalid Number", f"Invalid number format. Supplied value:{value}", element)


def bad_enum(element: str, value: object) -> Fault:
    return Fault("2170", "Invalid Enumeration", f"Invalid Enumeration : {value}", element)


def bad_url(element: str) -> Fault:
    return Fault("2200", "Invalid URL", "Web Site address is not valid; it needs a scheme.", element)


def bad_email(element: str) -> Fault:
    return Fault("2210", "Invalid Email Address", "Invalid Email Address format", element)


def bad_reference(kind: str, value: str, element: str) -> Fault:
    return Fault(
        "2500", "Invalid Reference Id", f"Invalid Reference Id : {kind} element id {value} not found", element
    )


def query_syntax(detail: str) -> Fault:
    return Fault("4000", "Error parsing query", f"QueryParserError: {detail}", None)


def query_invalid(detail: str) -> Fault:
    return Fault("4001", "Invalid query", f"QueryValidationError: {detail}", None)


def not_queryable(name: str) -> Fault:
    return query_invalid(f"property '{name}' is not queryable")


def no_such_property(name: str, entity: str) -> Fault:
    return query_invalid(f"Property {name} not found for Entity {entity}")


def parent_of_itself() -> Fault:
    detail = "An object can not be its own parent, nor a child of one of its children."
    return Fault("900", "Parent cannot be child", detail, "ParentRef")


def not_in_subscription(feature: str) -> Fault:
    detail = f"Permission Denied Error : You do not have permission to access this feature: {feature}."
    return Fault("5020", "Permission Denied Error", detail)


def feature_off(feature: str) -> Fault:
    detail = f"Feature Not Supported Error : {feature} is not turned on for this company."
    return Fault("5030", "Feature Not Supported Error", detail)


def untyped_account() -> Fault:
    detail = "Either an Account.AccountType or an Account.AccountSubType must be specified."
    return Fault("6010", "Invalid Account.AccountType && Account.SubType", detail, "AccountType")


def too_large(size: int) -> Fault:
    detail = f"The file upload request should not exceed 100MB in size. The current request size is {size}"
    return Fault("6030", "Upload request size exceeds allowed limit", detail)


def not_an_attachable(supplied: str, part: str) -> Fault:
    detail = (
        "The file metadata submitted must be of Attachable type. "
        f"Supplied Type: {supplied}, request parameter: {part}."
    )
    return Fault("6040", "The file metadata must be of Attachable type", detail)


def not_attachable_to(kind: str) -> Fault:
    detail = f"The entity reference type {kind} is unsupported for Attachable"
    return Fault("6050", "The entity reference type is unsupported for Attachable", detail, "AttachableRef")


def wrong_account(element: str, kind: str) -> Fault:
    detail = f"Invalid account type : an account of type {kind} can not be used as {element}."
    return Fault("6430", "Invalid account type used", detail, element)


def stale() -> Fault:
    detail = (
        "Stale Object Error : You and another user were working on this at the same time. "
        "The other user finished before you did, so your work was not saved."
    )
    return Fault("5010", "Stale Object Error", detail)


def business(detail: str, element: str = "") -> Fault:
    message = "A business validation error has occurred while processing your request"
    return Fault("6000", message, f"Business Validation Error: {detail}", element)


def wrong_amount(supplied: object) -> Fault:
    message = "Amount calculation incorrect in the request"
    detail = f"{message} : Amount is not equal to UnitPrice * Qty. Supplied value:{supplied}"
    return Fault("6070", message, detail, "Line")


def nameless() -> Fault:
    detail = (
        "Name Not Provided : At least one of the following fields must be provided: "
        "Title, GivenName, MiddleName, FamilyName, DisplayName, Suffix."
    )
    return Fault("6080", "Name required error", detail)


def empty_discount() -> Fault:
    return Fault("6090", "Invalid discount line", "A discount line needs an amount or a percentage.", "Line")


def wrong_us_code(value: str) -> Fault:
    detail = f"Invalid tax code for the line : use TAX or NON for a US company. Supplied value:{value}"
    return Fault("6100", "Invalid Tax Code", detail, "TaxCodeRef")


def duplicate_number(number: str, kind: str, txn_id: str) -> Fault:
    detail = (
        "Duplicate Document Number Error : You must specify a different number. This number has already been used. "
        f"DocNumber={number} is assigned to TxnType={kind} with TxnId={txn_id}"
    )
    return Fault("6140", "Duplicate Document Number Error", detail, "DocNumber")


def tax_detail_not_allowed() -> Fault:
    detail = "TxnTaxDetail is not allowed when GlobalTaxCalculation is NotApplicable."
    return Fault("6170", "Invalid tax detail for the global tax calculation", detail, "TxnTaxDetail")


def lapsed() -> Fault:
    detail = (
        "Subscription period has ended or canceled or there was a billing problem : the company is read-only."
    )
    return Fault("6190", "Invalid Company Status", detail)


def books_closed() -> Fault:
    detail = (
        "The account period has closed and the account books cannot be updated through the QBO Services API. "
        "Please use the QBO website to make these changes."
    )
    return Fault("6210", "Account Period Closed, Cannot Update Through Services API", detail, "TxnDate")


def duplicate_name(owner: str = "customer, vendor or employee") -> Fault:
    detail = (
        f"The name supplied already exists. : Another {owner} is already using this name. "
        "Please use a different name."
    )
    return Fault("6240", "Duplicate Name Exists Error", detail)


def email_required() -> Fault:
    detail = "Email Address Required : an e-mail address is required for the delivery type e-mail."
    return Fault("6420", "Email address required", detail, "BillEmail")
