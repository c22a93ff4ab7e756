"""What changed, put together: ids as long as they can be listed, the kind alone beyond."""

from qbodesk.services.changes import LISTED, ChangeSet


def test_ids_of_both_are_kept_by_kind() -> None:
    merged = ChangeSet.of("deal", 1, 2) | ChangeSet.of("deal", 2, 3) | ChangeSet.of("invoice", 9)
    assert merged.ids == {"deal": {1, 2, 3}, "invoice": {9}}
    assert merged.touches("invoice")
    assert not merged.touches("customer")


def test_of_a_kind_that_changed_as_a_whole_no_ids_are_kept() -> None:
    merged = ChangeSet.of("deal", 1) | ChangeSet.of("deal")
    assert merged == ChangeSet(all_of=frozenset({"deal"}))


def test_a_first_sync_is_not_collected_id_by_id() -> None:
    merged = ChangeSet()
    for start in range(0, 10 * LISTED, 100):
        merged |= ChangeSet.of("invoice", *range(start, start + 100)) | ChangeSet.of("customer", 1)
    assert merged == ChangeSet({"customer": frozenset({1})}, frozenset({"invoice"}))
