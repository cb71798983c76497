from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tfmock.terraform import saved_plan, shim
from tfmock.terraform.backend_check import check_plan
from tfmock.terraform.errors import TerraformError
from tfmock.terraform.session_folder import SessionFolder

LONG = "https://oss-cn-hangzhou.example.com.example.com"


def bytes_field(number: int, content: bytes) -> bytes:
    assert len(content) < 1 << 14
    length = bytes([len(content) & 0x7F | 0x80, len(content) >> 7])
    return bytes([number << 3 | 2]) + length + content


def plan(kind: str, config: dict[str, str | None]) -> bytes:
    """As Terraform 1.11 writes it; the configuration in MessagePack."""
    value = bytes([0x80 | len(config)])
    for name, text in config.items():
        value += bytes([0xA0 | len(name)]) + name.encode()
        if text is None:
            value += b"\xc0"
        else:
            value += (bytes([0xA0 | len(text)]) if len(text) < 32 else bytes([0xD9, len(text)])) + text.encode()
    backend = bytes_field(1, kind.encode()) + bytes_field(2, bytes_field(1, value))
    return b"\x08\x03" + bytes_field(13, backend) + bytes_field(14, b"1.11.4")


def write(path: Path, content: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("tfplan", content)
    return path


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (plan("local", {"path": None}), ""),
        (plan("oss", {"bucket": "b", "endpoint": None, "tablestore_endpoint": None}), ""),
        (plan("oss", {"endpoint": "oss-cn-beijing.aliyuncs.com"}), ""),
        (plan("oss", {"tablestore_endpoint": "https://x.ots.aliyuncs.com"}), 'backend "oss"'),
        (plan("oss", {"tablestore_endpoint": None, "endpoint": "oss.example.com"}), 'backend "oss"'),
        (plan("oss", {"endpoint": LONG}), 'backend "oss"'),
        (plan("s3", {}), 'backend "s3"'),
        (plan("cloud", {}), "cloud block"),
        (b"\x08\x03", "does not say for which backend"),
        (b"\xff\xff", "does not say for which backend"),
        (plan("local", {})[:12], "does not say for which backend"),
    ],
)
def test_a_kept_backend_takes_plans_for_a_local_state_and_for_tfmock(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = write(tmp_path / "p", content)
    plan_backend = saved_plan.read(path)
    assert plan_backend is not None
    if not message:
        check_plan(path, plan_backend, {})
        return
    with pytest.raises(TerraformError, match=message):
        check_plan(path, plan_backend, {})


def test_its_attributes(tmp_path: Path) -> None:
    plan_backend = saved_plan.read(write(tmp_path / "p", plan("oss", {"endpoint": LONG, "key": "k"})))
    assert plan_backend is not None
    assert (plan_backend.attribute("endpoint"), plan_backend.attribute("key"), plan_backend.attribute("x")) == (
        LONG,
        "k",
        None,
    )


def test_other_files_are_not_saved_plans(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    assert saved_plan.read(tmp_path / "x") is None
    assert saved_plan.read(tmp_path / "missing") is None
    assert saved_plan.read(tmp_path) is None


ENCRYPTED = '{"meta":{"key_provider.pbkdf2.k":"e30="},"encrypted_data":"c2VjcmV0","encryption_version":"v0"}'
REMOTE = '{"remote_plan_format":1,"run_id":"run-x","hostname":"app.terraform.io"}'
#: No archives, but plans for a state that may be real.
JSON_PLANS = {
    "encrypted": (ENCRYPTED, "is encrypted"),
    "indented": (f"\n  {ENCRYPTED}", "is encrypted"),
    "cut off": (ENCRYPTED[:-9], "is encrypted"),
    "of HCP Terraform": (REMOTE, "cloud block|made outside"),
}


@pytest.mark.parametrize(("text", "message"), JSON_PLANS.values(), ids=JSON_PLANS)
@pytest.mark.parametrize("backend", ["private", "keep"])
def test_plans_that_are_no_archives_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str, backend: str
) -> None:
    root, folder = tmp_path / "root", tmp_path / "session"
    root.mkdir()
    folder.mkdir()
    (root / "main.tf").write_text("")
    (root / "p").write_text(text)
    monkeypatch.chdir(root)
    session = SessionFolder(folder)
    session.prepare(backend=backend, data_dir="")
    monkeypatch.setattr(shim, "_exec_terraform", lambda *_: pytest.fail("it ran"))
    with pytest.raises(TerraformError, match=f"p: .*({message})"):
        shim.run(session, "tofu", "/bin/false", ["apply", "p"])


def test_other_json_is_not_a_plan(tmp_path: Path) -> None:
    path = tmp_path / "p"
    for text in ('{"a": "encrypted_data"}', "{", "[]", '{"format_version":"1.2"}'):
        path.write_text(text)
        assert saved_plan.read(path) is None
