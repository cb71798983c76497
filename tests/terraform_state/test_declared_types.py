from __future__ import annotations

import json
from pathlib import Path

from tfmock.terraform.declared_types import declared_blocks


def write(folder: Path, **files: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.tf").write_text(text, "utf-8")
    return folder


def types(root: Path) -> list[str]:
    return [block.type for block in declared_blocks(root)[0]]


def test_comments_and_texts_are_no_blocks(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        main='# resource "a" "x" {\n/* data "b" "x" {} */\nlocals {\n  t = <<-E\n    resource "c" "x" {}\n  E\n'
        '  s = "resource \\"d\\" \\"x\\" {"\n}\nresource "alicloud_vpc" "x" {\n  tags = { data = "e" }\n}\n'
        'data "alicloud_zones" "x" {}\n',
    )
    blocks, unread = declared_blocks(root)
    assert [(block.mode, block.type, block.line) for block in blocks] == [
        ("resource", "alicloud_vpc", 9),
        ("data", "alicloud_zones", 12),
    ]
    assert blocks[0].file == str(tmp_path / "main.tf")
    assert unread == []


def test_json_syntax(tmp_path: Path) -> None:
    tree = {"resource": {"alicloud_vpc": {"a": {}, "b": {}}}, "data": [{"alicloud_zones": {"z": {}}}]}
    (tmp_path / "main.tf.json").write_text(json.dumps(tree), "utf-8")
    assert types(tmp_path) == ["alicloud_vpc", "alicloud_vpc", "alicloud_zones"]


def test_local_modules_count_once(tmp_path: Path) -> None:
    root = write(tmp_path / "root", main='module "a" {\n  source = "../net"\n}\nmodule "b" {\n  source = "../net"\n}\n')
    write(tmp_path / "net", main='resource "alicloud_vpc" "x" {}\nmodule "deep" {\n  source = "./deep"\n}\n')
    write(tmp_path / "net" / "deep", main='resource "alicloud_vswitch" "x" {}\n')
    assert types(root) == ["alicloud_vpc", "alicloud_vswitch"]


def test_installed_modules_are_read_and_others_are_told(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        main='module "a" {\n  source = "alibaba/vpc/alicloud"\n}\nmodule "b" {\n  source = "git::https://x.example/y"\n}\n',
    )
    installed = write(
        tmp_path / ".terraform" / "modules" / "a",
        main='resource "alicloud_vpc" "x" {}\nmodule "inner" {\n  source = "alibaba/z/alicloud"\n}\n',
    )
    write(tmp_path / ".terraform" / "modules" / "a.inner", main='resource "alicloud_eip" "x" {}\n')
    modules = [{"Key": "", "Dir": "."}, *({"Key": key, "Dir": f".terraform/modules/{key}"} for key in ("a", "a.inner"))]
    (installed.parent / "modules.json").write_text(json.dumps({"Modules": modules}), "utf-8")
    blocks, unread = declared_blocks(root)
    assert [block.type for block in blocks] == ["alicloud_vpc", "alicloud_eip"]
    assert unread == ["module b (git::https://x.example/y) is not here; terraform init gets it"]


def test_a_broken_manifest_is_as_none(tmp_path: Path) -> None:
    root = write(tmp_path, main='module "a" {\n  source = "x/y/z"\n}\n')
    write(tmp_path / ".terraform" / "modules")
    for text in ("{", "[]", '{"Modules": 1}', '{"Modules": [{}]}'):
        (tmp_path / ".terraform" / "modules" / "modules.json").write_text(text, "utf-8")
        assert len(declared_blocks(root)[1]) == 1
