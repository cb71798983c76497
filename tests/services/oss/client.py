"""OSS as its SDKs call it, in process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from xml.etree import ElementTree

from tests.support.lab import ALICE, HANGZHOU, Answered, Lab, ask


@dataclass(frozen=True)
class Oss:
    """The endpoint of one region, for one account; an empty ``account`` is anonymous."""

    lab: Lab
    account: str = ALICE
    region: str = HANGZHOU

    def __call__(
        self,
        method: str,
        bucket: str = "",
        key: str = "",
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        **query: str,
    ) -> Answered:
        """One request; underscores in the names of query parameters stand for hyphens."""
        host = f"{bucket}.{self._endpoint}" if bucket else self._endpoint
        signed = {"Authorization": f"OSS {self.lab.key(self.account)}:signature"} if self.account else {}
        given = dict(headers or {})
        environ = {"HTTP_HOST": host}
        content_type = given.pop("Content-Type", "")
        if content_type:
            environ["CONTENT_TYPE"] = content_type
        text = urlencode({name.replace("_", "-"): value for name, value in query.items()})
        return ask(
            self.lab.app, method=method, path=f"/{key}", query=text, body=body, headers={**signed, **given},
            environ=environ,
        )  # fmt: skip

    @property
    def _endpoint(self) -> str:
        return f"oss-{self.region}.aliyuncs.com"


def code(answered: Answered) -> str:
    """The code of an error; fails where the answer is none."""
    assert answered.status >= 400, answered.body
    return ElementTree.fromstring(answered.body).findtext("Code") or ""


def texts(answered: Answered, path: str) -> list[str]:
    """The texts of all elements at a path of a document."""
    assert answered.status == 200, answered.body
    return [element.text or "" for element in ElementTree.fromstring(answered.body).findall(path)]
