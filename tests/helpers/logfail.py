"""A warning of ours that no test asked for is a failure. Says nothing about other programs' loggers."""

import contextlib
import logging
import re
from collections.abc import Iterator


class Expected:
    """What a test announces: `expect_log("slow server")`, a regular expression. Announced and missing fails too."""

    def __init__(self) -> None:
        self._patterns: list[str] = []

    def __call__(self, pattern: str) -> None:
        """Announce messages that match; any number of them."""
        self._patterns.append(pattern)

    def unexpected(self, messages: list[str]) -> list[str]:
        """Messages nobody announced."""
        return [text for text in messages if not any(re.search(each, text) for each in self._patterns)]

    def missing(self, messages: list[str]) -> list[str]:
        """Announcements nothing came of."""
        return [each for each in self._patterns if not any(re.search(each, text) for text in messages)]


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@contextlib.contextmanager
def watched_log() -> Iterator[Expected]:
    """Raises AssertionError at the end if the log of `qbodesk` held what nobody expected, or not what somebody did."""
    collector, expected, logger = _Collector(), Expected(), logging.getLogger("qbodesk")
    logger.addHandler(collector)
    try:
        yield expected
    finally:
        logger.removeHandler(collector)
    unexpected, missing = expected.unexpected(collector.messages), expected.missing(collector.messages)
    assert not unexpected, f"unexpected in the log: {unexpected}"
    assert not missing, f"expected in the log and never came: {missing}"
