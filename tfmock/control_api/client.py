"""The client of the control API: requests to a running tfmock, whose replies are the server's own models.

The standard library's HTTP client is imported with the first request: ``tfmock --version`` does without.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar
from urllib.parse import quote, urlencode

from tfmock.control_api.paths import PREFIX, READY

if TYPE_CHECKING:
    from tfmock.control_api.models import ReachReport, Ready, Refusal, Reply, Report

R = TypeVar("R", bound="Reply")
#: A value of a query; None is left out.
QueryValue: TypeAlias = "str | int | bool | None"

_TIMEOUT: Final = 30.0
_PROBE_TIMEOUT: Final = 5.0
_PAUSE: Final = 0.05  # seconds between two probes
_LARGEST: Final = 1 << 16  # bytes of a reply that is read up to a limit


class ControlApiError(Exception):
    """A request without the expected reply; the message is one line for the user."""


class NoAnswerError(ControlApiError):
    """No server answers there. ``reason``: what the system said, without a full stop."""

    def __init__(self, where: str, error: Exception) -> None:
        self.reason = (getattr(error, "strerror", None) or str(error)).rstrip(".")
        super().__init__(f"no answer from {where}: {self.reason}")


class IncompatibleReplyError(ControlApiError):
    """The reply is not one of this version's models."""

    def __init__(self, path: str, where: str) -> None:
        super().__init__(f"{path}: {where} answered in a way that this tfmock does not understand.")


class RequestRefusedError(ControlApiError):
    """The server refused the request; ``refusal`` says which field is wrong, or which world does not exist."""

    def __init__(self, status: int, refusal: Refusal | None) -> None:
        self.refusal = refusal
        unknown = f"the server answered {status}; is it a tfmock of this version?"
        super().__init__(refusal.error if refusal is not None else unknown)


class ControlClient:
    """Requests to ``/_tfmock/...`` of one server."""

    def __init__(self, host: str, port: int, token: str = "", *, timeout: float = _TIMEOUT) -> None:
        """A client; it connects with each request.

        Args:
            host: where the server listens, an IPv6 address with or without brackets.
            token: its control token, if it has one.
            timeout: seconds that a reply may take.
        """
        self.where: Final = f"{host}:{port}"
        self.address: Final = (host.strip("[]"), port)
        self.token: Final = token
        self._timeout = timeout

    def send(
        self, method: str, path: str, body: object = None, *, timeout: float | None = None, limit: int | None = None
    ) -> tuple[int, bytes]:
        """One request to a whole path; status and body of whatever is answered.

        Args:
            limit: most bytes of the body that are read.

        Raises:
            NoAnswerError: nothing answers there.
        """
        import http.client

        data = None if body is None else json.dumps(body)
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if data is not None:
            headers["Content-Type"] = "application/json"
        connection = http.client.HTTPConnection(*self.address, timeout=timeout or self._timeout)
        try:
            connection.request(method, path, data, headers)
            reply = connection.getresponse()
            return reply.status, reply.read(limit)
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswerError(self.where, error) from None
        finally:
            connection.close()

    def request(self, method: str, path: str, body: object = None, **query: QueryValue) -> bytes:
        """The body of the reply to one request.

        Args:
            path: below ``/_tfmock``.

        Raises:
            NoAnswerError: nothing answers there.
            RequestRefusedError: the server refuses.
        """
        given = {name: str(value).lower() if isinstance(value, bool) else value for name, value in query.items()}
        parameters = urlencode({name: value for name, value in given.items() if value is not None})
        status, content = self.send(method, f"{PREFIX}{path}?{parameters}", body)
        if status >= 400:
            raise RequestRefusedError(status, _parse_refusal(content))
        return content

    def fetch(self, reply: type[R], method: str, path: str, body: object = None, **query: QueryValue) -> R:
        """The reply to one request, as a model.

        Raises:
            ControlApiError: as :meth:`request`, or the reply is another one.
        """
        from pydantic import ValidationError

        try:
            return reply.model_validate_json(self.request(method, path, body, **query))
        except ValidationError:
            raise IncompatibleReplyError(path, self.where) from None

    def fetch_object(self, method: str, path: str, body: object = None, **query: QueryValue) -> dict[str, object]:
        """The reply to one request as a JSON object, where no model is shared with the server.

        Raises:
            ControlApiError: as :meth:`fetch`.
        """
        try:
            content = json.loads(self.request(method, path, body, **query))
        except (ValueError, RecursionError):
            content = None
        if not isinstance(content, dict):
            raise IncompatibleReplyError(path, self.where)
        return content

    def create_world(self, name: str) -> None:
        """Create a world, unless it exists.

        Raises:
            ControlApiError: as :meth:`request`.
        """
        self.request("PUT", f"/worlds/{quote(name, safe='')}")

    def report(self) -> Report:
        """What was called and what exists now.

        Raises:
            ControlApiError: as :meth:`fetch`.
        """
        from tfmock.control_api.models import Report

        return self.fetch(Report, "GET", "/report")

    def reach(self, source: str, target: str, **query: QueryValue) -> ReachReport:
        """Whether a packet from one end reaches another; ``query``: further fields of ``ReachQuery``.

        Raises:
            ControlApiError: as :meth:`fetch`, or there is no such end.
        """
        from tfmock.control_api.models import ReachReport

        return self.fetch(ReachReport, "GET", "/reach", source=source, target=target, **query)

    def ready(self) -> Ready | None:
        """What the server says of its ports, also through its gateway; None if no tfmock is ready there."""
        from pydantic import ValidationError

        from tfmock.control_api.models import Ready

        try:
            status, content = self.send("GET", READY, timeout=_PROBE_TIMEOUT)
            return Ready.model_validate_json(content) if status == 200 else None
        except (NoAnswerError, ValidationError):
            return None

    def is_ready(self) -> bool:
        """Whether a server answers there and is ready."""
        try:
            return self.send("GET", READY, timeout=_PROBE_TIMEOUT)[0] == 200
        except NoAnswerError:
            return False

    def wait_until_ready(self, seconds: float) -> bool:
        """Whether a server is ready, now or within so many seconds."""
        deadline = time.monotonic() + seconds
        while not self.is_ready():
            if time.monotonic() >= deadline:
                return False
            time.sleep(_PAUSE)
        return True

    def get_small(self, path: str) -> tuple[int, bytes] | None:
        """Status and the first 64 KiB of the body at a whole path; None if nothing answers there."""
        try:
            return self.send("GET", path, timeout=_PROBE_TIMEOUT, limit=_LARGEST)
        except NoAnswerError:
            return None


def _parse_refusal(content: bytes) -> Refusal | None:
    from pydantic import ValidationError

    from tfmock.control_api.models import Refusal

    try:
        return Refusal.model_validate_json(content)
    except ValidationError:
        return None
