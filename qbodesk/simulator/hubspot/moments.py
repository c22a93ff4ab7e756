"""Dates and moments as HubSpot writes and accepts them; knows no clock and no records."""

import datetime as dt
import re

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_DAY_MS = 86_400_000
_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")


def text(moment: dt.datetime) -> str:
    """An aware moment as HubSpot answers it: UTC, milliseconds, `Z`. Fixed width, so texts sort as moments do."""
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def moment_text(value: str) -> str:
    """A `datetime` value in any accepted form (ISO 8601 or milliseconds since 1970) as `text`.

    Raises ValueError, or OverflowError beyond the years 1 to 9999.
    """
    if _is_integer(value):
        return text(_from_milliseconds(int(value)))
    moment = dt.datetime.fromisoformat(value)
    if _WRITTEN.fullmatch(value):
        return value
    return text(moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC))


def date_text(value: str) -> str:
    """A `date` value as `YYYY-MM-DD`; a moment is accepted only at midnight UTC, as the properties guide says.

    Raises ValueError, with the words HubSpot uses when the hour is not midnight, or OverflowError.
    """
    if len(value) == 10 and not _is_integer(value):
        return dt.date.fromisoformat(value).isoformat()
    moment = _from_milliseconds(int(value)) if _is_integer(value) else dt.datetime.fromisoformat(value)
    moment = moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    if (moment - EPOCH) % dt.timedelta(days=1):
        raise ValueError(f"{value} is at {moment.hour}:{moment.minute}:{moment.second} UTC, not midnight!")
    return moment.date().isoformat()


def _is_integer(value: str) -> bool:
    return value.removeprefix("-").isdecimal()


def _from_milliseconds(value: int) -> dt.datetime:
    days, rest = divmod(value, _DAY_MS)
    return EPOCH + dt.timedelta(days=days, milliseconds=rest)
