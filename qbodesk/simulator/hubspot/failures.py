"""The errors HubSpot answers, as exceptions that know their status and body (hubspot-api.md §9)."""

import uuid
from dataclasses import dataclass, field
from typing import Any

import msgspec

Body = dict[str, Any]


class Failure(Exception):
    """A request that is answered with an error body. `details` become the `errors` list."""

    def __init__(
        self,
        status: int,
        category: str,
        message: str,
        *,
        sub_category: str | None = None,
        context: dict[str, list[str]] | None = None,
        details: list[Body] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.category = category
        self.message = message
        self.sub_category = sub_category
        self.context = context
        self.details = details
        self.headers = headers or {}

    def body(self) -> Body:
        """The answer's body; every call makes a new correlation id."""
        return {"status": "error", "message": self.message, "correlationId": str(uuid.uuid4())} | self._rest()

    def entry(self, trace: str | None = None) -> Body:
        """The same failure as one entry of `errors` in a batch answer; `trace` is its `objectWriteTraceId`."""
        rest = self._rest()
        if trace is not None:
            rest["context"] = {**rest.get("context", {}), "objectWriteTraceId": [trace]}
        return {"status": "error", "message": self.message, "errors": [], "links": {}, "context": {}} | rest

    def _rest(self) -> Body:
        rest: Body = {"category": self.category}
        if self.sub_category:
            rest["subCategory"] = self.sub_category
        if self.context:
            rest["context"] = self.context
        if self.details:
            rest["errors"] = self.details
        return rest


@dataclass
class InvalidValues:
    """Collects what is wrong with the properties of one write, so that one answer names everything."""

    found: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, name: str, code: str, message: str) -> None:
        self.found.append((name, code, message))

    def raise_if_any(self) -> None:
        """Raises the 400 of a write with invalid values: `message` holds a JSON array as text, as HubSpot's does."""
        if not self.found:
            return
        listed = [
            {
                "isValid": False,
                "message": message,
                "error": code,
                "name": name,
                "localizedErrorMessage": message,
            }
            for name, code, message in self.found
        ]
        raise Failure(
            400,
            "VALIDATION_ERROR",
            "Property values were not valid: " + msgspec.json.encode(listed).decode(),
            context={"propertyName": [name for name, _, _ in self.found]},
            details=[
                {"message": message, "code": code, "in": "properties", "context": {"propertyName": [name]}}
                for name, code, message in self.found
            ],
        )


def invalid(message: str, code: str | None = None, **context: str) -> Failure:
    """A 400 about the request itself rather than about property values."""
    detail: Body = {"message": message} | ({"code": code} if code else {})
    return Failure(
        400,
        "VALIDATION_ERROR",
        f"Invalid input JSON: {message}" if code == "INVALID_JSON" else message,
        context={name: [value] for name, value in context.items()},
        details=[detail],
    )


def not_found(message: str = "resource not found", **context: str) -> Failure:
    return Failure(
        404, "OBJECT_NOT_FOUND", message, context={name: [value] for name, value in context.items()}
    )
