"""The journal keeps the newest, and forgets in time."""

from qbodesk.simulator.journal import Journal, Write


def opened(journal: Journal, path: str = "/v3") -> None:
    journal.open(time="now", method="POST", path=path, query="", requestid=None)


def write(number: int, size: int) -> Write:
    return Write("quickbooks", "1", "Invoice", str(number), None, lambda: {"Id": str(number)}, size)


def test_the_versions_of_old_writes_make_room_for_new_ones() -> None:
    journal = Journal(room=1_000)
    for number in range(5):
        opened(journal)
        journal.wrote(write(number, 400))
    kept = [entry["writes"] for entry in journal.since()]
    assert kept[:3] == [None, None, None]
    assert [versions[0]["id"] for versions in kept[3:]] == ["3", "4"]


def test_one_request_larger_than_the_room_loses_its_own() -> None:
    journal = Journal(room=1_000)
    opened(journal)
    for number in range(5):
        journal.wrote(write(number, 400))
    [entry] = journal.since()
    assert entry["writes"] is None
    opened(journal)
    journal.wrote(write(9, 400))
    assert journal.since(1)[0]["writes"][0]["id"] == "9"


def test_since_counts_on_after_the_oldest_are_gone() -> None:
    journal = Journal(kept=10)
    for number in range(25):
        opened(journal, f"/v3/{number}")
    assert [entry["n"] for entry in journal.since()] == list(range(16, 26))
    assert [entry["n"] for entry in journal.since(23)] == [24, 25]
    assert journal.since(25) == []
    assert [entry["n"] for entry in journal.since(3, limit=2)] == [16, 17]
