"""Sending what is queued, each entry exactly once: the only part of the program that writes to a server."""

from qbodesk.services.outbox.handler import Handler, Reply
from qbodesk.services.outbox.review import Candidate, Review
from qbodesk.services.outbox.sender import Outbox

__all__ = ["Candidate", "Handler", "Outbox", "Reply", "Review"]
