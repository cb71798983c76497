"""Which files are read, and what becomes of those that are no text."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hcl_lint.evaluate.load import Options, load
from hcl_lint.source.files import MAX_BYTES, decode, list_directory, walk
from hcl_lint.source.text import Source, Span

VPC = 'resource "alicloud_vpc" "a" {\n  vpc_name = "x"\n}\n'


def messages(path: Path) -> list[str]:
    return [f"{issue.code} {issue.message}" for issue in load([str(path)], Options()).all_issues()]


def test_terraforms_files_in_its_order_and_no_others(tmp_path: Path) -> None:
    for name in (
        "b.tf",
        "a.tf",
        "x.tf.json",
        "override.tf",
        "z_override.tf.json",
        ".hidden.tf",
        "a.tf~",
        "#a.tf#",
        "c.txt",
    ):
        (tmp_path / name).write_text("{}" if name.endswith("json") else "")
    for name in ("terraform.tfvars", "b.auto.tfvars", "a.auto.tfvars.json", "other.tfvars"):
        (tmp_path / name).write_text("")
    listing = list_directory(str(tmp_path))
    assert [os.path.basename(path) for path in listing.primary] == ["a.tf", "b.tf", "x.tf.json"]
    assert [os.path.basename(path) for path in listing.overrides] == ["override.tf", "z_override.tf.json"]
    variables = [os.path.basename(path) for path in listing.automatic_variables]
    assert variables == ["terraform.tfvars", "a.auto.tfvars.json", "b.auto.tfvars"]


def test_hidden_excluded_and_linked_directories_are_not_entered(tmp_path: Path) -> None:
    for name in ("a", "a/b", ".terraform/modules/x", "node_modules/y", "skip/z"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "main.tf").write_text("")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    directories = [listing.directory for listing in walk(str(tmp_path), ("skip",), [], [])]
    assert directories == [str(tmp_path / "a"), str(tmp_path / "a" / "b")]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (VPC.encode("utf-16"), "expected UTF-8, found UTF-16: save the file as UTF-8"),
        (VPC.encode() + b"# caf\xe9\n", "expected UTF-8, found byte 0xe9 on line 4"),
        (b"#" * (MAX_BYTES + 1), f"expected at most {MAX_BYTES} bytes, found {MAX_BYTES + 1}"),
    ],
    ids=["UTF-16", "Latin-1", "huge"],
)
def test_a_binary_file_is_one_diagnostic_and_the_others_are_read(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "bad.tf").write_bytes(data)
    (tmp_path / "good.tf").write_text(VPC.replace('"a"', '"b"'))
    configuration = load([str(tmp_path)], Options())
    assert [(issue.code, issue.message) for issue in configuration.all_issues()] == [("ALI002", message)]
    (root,) = configuration.roots
    assert [resource.address for resource in root.resources] == ["alicloud_vpc.b"]
    assert not root.complete


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_a_directory_with_one_utf_16_file_is_not_empty(tmp_path: Path, encoding: str) -> None:
    """The byte scan that leaves out directories without our resources finds no word in such a file."""
    (tmp_path / "main.tf").write_bytes(VPC.encode(encoding))
    (message,) = messages(tmp_path)
    assert message.startswith(("ALI001", "ALI002"))


def test_an_unreadable_file_is_a_diagnostic(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.tf")
    (tmp_path / "gone.tf").symlink_to(tmp_path / "nowhere")
    assert messages(tmp_path) == [
        "ALI002 expected a file that can be read: No such file or directory",
        "ALI002 expected a regular file",
    ]
    assert messages(tmp_path / "missing.tf") == ["ALI002 expected a file that can be read: No such file or directory"]


def test_a_byte_order_mark_and_crlf_change_no_position() -> None:
    source = decode("a.tf", b"\xef\xbb\xbfa = 1\r\nb = 2\r\n")
    assert isinstance(source, Source)
    assert source.byte_order_mark
    assert source.newline == "\r\n"
    span = Span(source, source.text.index("b"), source.text.index("b") + 1)
    assert (span.line, span.column, source.line(2)) == (2, 1, "b = 2")


def test_positions_count_characters_and_lines_from_one() -> None:
    source = Source("a.tf", "é = 1\n变量 = x\n")
    assert [source.position(offset) for offset in (0, 4, 6, 11)] == [(1, 1), (1, 5), (2, 1), (2, 6)]
    assert (source.line(1), source.line(3), source.line(9)) == ("é = 1", "", "")
