"""Reading block headers from HCL, whatever the expressions between them hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tfmock.terraform.blocks import parse
from tfmock.terraform.root_module import find_backend, find_remote_states, is_override

TRICKY = {
    "a comment": '# terraform { backend "gcs" {} }\n/* terraform {\n backend "gcs" {} } */\n',
    "a string with braces": 'locals {\n  x = "}} ${ lookup({ a = "}" }, "a") } {{"\n}\n',
    "a heredoc": 'locals {\n  x = <<-EOT\n    terraform {\n      backend "gcs" {}\n    }}}}\n  EOT\n  y = 1\n}\n',
    "an object": 'locals {\n  x = { terraform = { backend = "gcs" } }\n  y = [\n    { a = 1 },\n    2,\n  ]\n}\n',
    "a condition": 'locals {\n  x = (1 == 2\n    ? "a" : "b")\n  y = a >= 1 ? 2 : 3\n}\n',
    "escapes": 'locals {\n  x = "\\" { $${ %%{ \\\\"\n}\n',
    "a string that is not closed": 'locals {\n  x = "{{\n}\n',
    "too many closing braces": "}}}\n",
    "one line": 'locals { x = "a" }\n',
    "windows": "locals {\r\n  x = <<EOT\r\n{{\r\nEOT\r\n}\r\n",
}


@pytest.mark.parametrize("before", TRICKY.values(), ids=TRICKY)
def test_a_backend_is_found_behind(tmp_path: Path, before: str) -> None:
    (tmp_path / "main.tf").write_bytes(
        f'{before}terraform {{\n  backend "s3" {{\n    bucket = "b" # c\n  }}\n}}\n'.encode()
    )
    backend = find_backend(tmp_path)
    assert backend is not None
    assert (backend.kind, backend.line, dict(backend.attributes)) == ("s3", before.count("\n") + 2, {"bucket": "b"})


@pytest.mark.parametrize("text", [*TRICKY.values(), 'module "terraform" {\n  backend = "s3"\n}\n'])
def test_no_backend_is_found_in_other_text(tmp_path: Path, text: str) -> None:
    (tmp_path / "main.tf").write_bytes(text.encode())
    assert find_backend(tmp_path) is None


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        ({"a.tf.json": {"terraform": {"backend": {"gcs": {"bucket": "b"}}}}}, "gcs"),
        ({"a.tf.json": {"terraform": [{"backend": [{"gcs": {}}]}]}}, "gcs"),
        ({"a.tf.json": {"terraform": {"cloud": {"organization": "o"}}}}, "cloud"),
        ({"a.tf.json": [{"terraform": {"backend": {"pg": {}}}}]}, "pg"),
        ({"a.tf": "terraform {\n  cloud {}\n}\n", "override.tf": 'terraform {\n  backend "local" {}\n}\n'}, "local"),
        ({"b_override.tf": 'terraform { backend "s3" {} }', "z.tf": 'terraform { backend "gcs" {} }'}, "s3"),
        ({"a.tofu": 'terraform { backend "s3" {} }'}, "s3"),
        ({".a.tf": 'terraform { backend "s3" {} }', "b.tf~": 'terraform { backend "s3" {} }'}, None),
        ({"a.tf": b'\xef\xbb\xbfterraform { backend "s3" {} }\n# \xff'}, "s3"),
        ({"a.tf.json": '{"terraform": {"back\\u0065nd": {"gcs": {}}}}'}, "gcs"),
        ({"a.tf.json": "{ not json, backend"}, None),
        ({"a.tf.json": '{"backend": ' + "[" * 100_000}, None),
        ({"a.tf": "backend " + "{" * 100_000}, None),
    ],
)
def test_which_backend_counts(tmp_path: Path, files: dict[str, object], kind: str | None) -> None:
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content if isinstance(content, str) else json.dumps(content)
        (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    backend = find_backend(tmp_path)
    assert (backend and backend.kind) == kind


@pytest.mark.parametrize(
    ("attributes", "environ", "leads"),
    [
        ("", {}, True),
        ('endpoint = "oss-cn-beijing.aliyuncs.com"', {}, True),
        ('endpoint = "https://oss-cn-beijing.aliyuncs.com:443/x"', {}, True),
        ("endpoint = var.x", {}, False),
        ('endpoint = "http://127.0.0.1:4180"', {"TFMOCK_SERVER": "127.0.0.1:4180"}, True),
        ('endpoint = "https://127.0.0.1:4181/x"', {"HTTPS_PROXY": "http://127.0.0.1:4181"}, True),
        ('endpoint = "http://127.0.0.1:9000"', {"TFMOCK_SERVER": "127.0.0.1:4180"}, False),
        ('endpoint = "oss-cn-beijing.aliyuncs.com"', {"OSS_ENDPOINT": "minio.example.com"}, True),
        ('endpoint = "aliyuncs.com.example.com"', {}, False),
        ("", {"OSS_ENDPOINT": "minio.example.com"}, False),
    ],
)
def test_oss_leads_into_tfmock(tmp_path: Path, attributes: str, environ: dict[str, str], leads: bool) -> None:
    (tmp_path / "a.tf").write_text(f'terraform {{\n  backend "oss" {{\n    {attributes}\n  }}\n}}\n')
    backend = find_backend(tmp_path)
    assert backend is not None
    assert backend.is_in_tfmock(environ) is leads


@pytest.mark.parametrize(
    ("name", "override"),
    [("override.tf", True), ("a_override.tf.json", True), ("x_override.tofu", True), ("overrides.tf", False)],
)
def test_which_file_is_an_override(name: str, override: bool) -> None:
    assert is_override(name) is override


def test_remote_states_of_modules_that_call_each_other(tmp_path: Path) -> None:
    for name, other in (("a", "b"), ("b", "a")):
        (tmp_path / name).mkdir()
        call = f'module "x" {{\n  source = "../{other}"\n}}\n'
        text = f'{call}data "terraform_remote_state" "{name}" {{\n  backend = "s3"\n}}\n'
        (tmp_path / name / "main.tf").write_text(text)
    assert {
        (remote_state.name, remote_state.backend, remote_state.line)
        for remote_state in find_remote_states(tmp_path / "a")
    } == {
        ("a", "s3", 4),
        ("b", "s3", 4),
    }


def test_attributes_that_are_no_plain_string_are_empty() -> None:
    block = parse('x {\n  a = "${b}"\n  c = "d"\n  e = f("g")\n}\n').blocks[0]
    assert block.attributes == {"a": "", "c": "d", "e": ""}
