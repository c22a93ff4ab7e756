"""Days and moments of the sample world as the text both services use; knows no clock but its own today."""

from datetime import date, timedelta

_TIMES = tuple(f"T{minute // 60:02}:{minute % 60:02}:00" for minute in range(24 * 60))


class Calendar:
    """Counts days back from `today`; keeps the texts of days and times because a big world asks for them very often."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._texts: dict[int, str] = {}

    def day(self, age: int) -> str:
        """`YYYY-MM-DD` of the day `age` days before today (negative: after)."""
        text = self._texts.get(age)
        if text is None:
            text = self._texts[age] = (self.today - timedelta(days=age)).isoformat()
        return text

    def moment(self, age: int, minute: int = 540) -> str:
        """Aware ISO text as QuickBooks writes it: `minute` minutes after midnight UTC of that day."""
        return f"{self.day(age)}{_TIMES[minute]}+00:00"

    def stamp(self, age: int, minute: int = 540) -> str:
        """ISO text as HubSpot writes it: UTC, milliseconds, trailing Z."""
        return f"{self.day(age)}{_TIMES[minute]}.000Z"
