"""Turns what the drivers raise into the project's own errors, with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bson.errors import BSONError
from pymongo.errors import (
    BulkWriteError,
    ConfigurationError,
    ConnectionFailure,
    DocumentTooLarge,
    DuplicateKeyError,
    InvalidURI,
    OperationFailure,
    PyMongoError,
)

from records.errors import DiskFull, Refused, ServerUnavailable, SignInNeeded, UsageFault, XuedangError
from records.language import listed, translator
from records.masking import mask_within, without_secrets

tr = translator("records")

_UNAUTHORIZED, _AUTHENTICATION_FAILED = 13, 18
_OUT_OF_DISK = 14031
_DOCUMENT_VALIDATION = 121
_DUPLICATE = 11000
_TIME_LIMIT = 50
_HISTORY_LOST = frozenset((286, 280, 260))
#: The server has forgotten how things stood at the moment of a snapshot.
_MOMENT_GONE = frozenset((239, 246))


class TakenKey(XuedangError):
    """A unique index has that value already; ``index`` names it, ``value`` is the document's key."""

    def __init__(self, index: str, value: Mapping[str, Any]) -> None:
        taken = listed(value.values())
        super().__init__(tr("Already taken: {value}", value=mask_within(taken)))
        self.index, self.value = index, dict(value)


class HistoryLost(XuedangError):
    """A change stream can't go on where it stood: the server has forgotten that far back."""


@contextmanager
def ours(session: object = None) -> Iterator[None]:
    """Raise the project's errors for the driver's.

    Inside a transaction (``session`` given) they pass as they are: their labels tell what to retry.
    """
    try:
        yield
    except PyMongoError as error:
        if session is not None:
            raise
        raise translate(error) from error
    except (BSONError, UnicodeEncodeError, OverflowError) as error:
        raise Refused(
            tr("Something in it can't be kept in the database: {reason}", reason=error),
            hint=tr("Look for damaged characters, or a number of more than 18 digits."),
        ) from error


def translate(error: PyMongoError) -> XuedangError:
    """The project's error for a driver's one."""
    if isinstance(error, BulkWriteError):
        return _bulk(error)
    if isinstance(error, DuplicateKeyError):
        return _taken(error.details or {})
    # The driver says ConfigurationError, too, of a server that is not part of a replica set just now.
    if isinstance(error, InvalidURI | ConfigurationError) and "Sessions" not in str(error):
        return UsageFault(
            tr("MONGODB_URI is not a usable address: {reason}", reason=without_secrets(str(error))),
            hint=tr("It looks like mongodb://name@host:27017/?replicaSet=rs0"),
        )
    if isinstance(error, OperationFailure):
        return _refusal(error)
    if isinstance(error, DocumentTooLarge):
        return too_large()
    if isinstance(error, ConnectionFailure) or error.timeout:
        return ServerUnavailable(
            tr("The server can't be reached: {reason}", reason=_first_sentence(error)),
            hint=tr("What you typed is kept; it is saved when the server is back."),
        )
    return ServerUnavailable(
        tr("The server answered with an error: {reason}", reason=without_secrets(str(error)))
    )


def too_large() -> Refused:
    """The error for a record that no server takes."""
    return Refused(
        tr("The record is larger than 16 MB, the most that can be kept."),
        hint=tr("Move long texts or pictures into attachments."),
    )


def no_record() -> Refused:
    """The error for a document that the validator refuses."""
    return Refused(tr("The server refused a document that lacks what every record must have."))


def too_slow() -> ServerUnavailable:
    """The error for an answer that did not come in time."""
    return ServerUnavailable(
        tr("The server took too long to answer."), hint=tr("Try again, or narrow the question.")
    )


def no_replica_set() -> ServerUnavailable:
    """The error for a server that can't do transactions."""
    return ServerUnavailable(
        tr("The server is no replica set, which transactions need."),
        hint=tr("See docker-compose.yml for how it is started."),
    )


def _refusal(error: OperationFailure) -> XuedangError:
    code = error.code
    if code == _DUPLICATE:
        return _taken(error.details or {})
    if code == _AUTHENTICATION_FAILED:
        return SignInNeeded(wrong=True)
    if code == _UNAUTHORIZED:
        return Refused(
            tr("Your account on the server may not do this."),
            hint=tr("Ask whoever looks after the server for the role."),
        )
    if code == _OUT_OF_DISK:
        return DiskFull(
            tr("The server's disk is full; nothing was written."), hint=tr("Free some space there.")
        )
    if code == _DOCUMENT_VALIDATION:
        return no_record()
    if code in _HISTORY_LOST:
        return HistoryLost(tr("The server no longer knows the changes since then."))
    if code in _MOMENT_GONE:
        return ServerUnavailable(
            tr("The server does not remember that moment any more."),
            hint=tr("Start it with a larger minSnapshotHistoryWindowInSeconds, see docker-compose.yml."),
        )
    if code == _TIME_LIMIT or error.timeout:
        return too_slow()
    return ServerUnavailable(tr("The server answered with an error: {reason}", reason=_first_sentence(error)))


def _bulk(error: BulkWriteError) -> XuedangError:
    faults = (error.details or {}).get("writeErrors", [])
    for fault in faults:
        if fault.get("code") == _DUPLICATE:
            return _taken(fault)
    reason = faults[0].get("errmsg", "") if faults else str(error)
    return ServerUnavailable(tr("The server answered with an error: {reason}", reason=reason))


def _taken(details: Mapping[str, Any]) -> TakenKey:
    message = str(details.get("errmsg", ""))
    _, found, rest = message.partition("index: ")
    return TakenKey(rest.split(" ", 1)[0] if found else "", details.get("keyValue") or {})


def _first_sentence(error: PyMongoError) -> str:
    return without_secrets(str(error)).split(", Timeout:", 1)[0].split(" (configured timeouts", 1)[0]
