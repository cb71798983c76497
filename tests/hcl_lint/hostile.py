"""Configurations that are small and would take for ever, or all memory: name -> files of one directory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_NETWORK: Final = (
    'provider "alicloud" {\n  region = "cn-hangzhou"\n}\nresource "alicloud_vpc" "a" {\n  vpc_name = %s\n}\n'
)
_LONG: Final = "a" * 5_000
_YAML: Final = r"- a: {b: [c, d]}\n"


def _name(expression: str, locals: str = "") -> dict[str, str]:
    """A configuration that needs an expression for a name."""
    return {"main.tf": _NETWORK % f"jsonencode({expression})" + (f"locals {{\n{locals}\n}}\n" if locals else "")}


def _doubled(depth: int) -> dict[str, str]:
    """Modules that each call the next one twice."""
    files = {"main.tf": _NETWORK % '"x"' + 'module "m" {\n  source = "./m0"\n}\n'}
    for number in range(depth):
        calls = "".join(f'module "{name}" {{\n  source = "../m{number + 1}"\n}}\n' for name in "ab")
        files[f"m{number}/main.tf"] = calls
    files[f"m{depth}/main.tf"] = 'resource "alicloud_vpc" "v" {}\n'
    return files


def _counted(depth: int) -> dict[str, str]:
    """Modules inside each other, a thousand of each."""
    files = {"main.tf": _NETWORK % '"x"' + 'module "m" {\n  source = "./m0"\n  count = 1000\n}\n'}
    for number in range(depth):
        files[f"m{number}/main.tf"] = f'module "m" {{\n  source = "../m{number + 1}"\n  count = 1000\n}}\n'
    files[f"m{depth}/main.tf"] = 'resource "alicloud_vpc" "v" {}\n'
    return files


def _doubling(twice: str) -> str:
    """Local values whose types would each be twice as large as the one before."""
    values = (f'alicloud_vpc.a.id == "x" ? {twice.format(i)} : {twice.format(i)}' for i in range(60))
    return '  a0 = alicloud_vpc.a.id == "x" ? [1] : [2]\n' + "\n".join(
        f"  a{i + 1} = {v}" for i, v in enumerate(values)
    )


_DYNAMIC: Final = """resource "alicloud_network_acl" "a" {
  dynamic "ingress_acl_entries" {
    for_each = range(1000)
    content {
      dynamic "x" {
        for_each = range(1000)
        content {
          dynamic "y" {
            for_each = range(1000)
            content {
              port = y.value
            }
          }
        }
      }
    }
  }
}
"""

_TEMPLATE: Final = (
    "%{ for a in range(1000) }%{ for b in range(1000) }%{ for c in range(1000) }x%{ endfor }%{ endfor }%{ endfor }"
)

#: What was seen to hang or to take gigabytes, and what is like it.
HOSTILE: Final[Mapping[str, Mapping[str, str]]] = {
    "regex: nested options": _name(f'regexall("(a?){{40}}a{{40}}b", "{_LONG}")'),
    "regex: many stars": _name(f'regexall(".*.*.*.*.*.*x", "{_LONG}")'),
    "regex: one letter": _name(f'regexall("a*a*a*a*a*a*a*b", "{_LONG}")'),
    "regex: classes": _name(f'regexall("\\\\w*\\\\d*\\\\w*\\\\d*\\\\w*\\\\d*\\\\w*!", "{_LONG}")'),
    "regex: a large program": _name(f'regexall("((a{{0,30}}){{0,30}}b){{0,1}}", "{_LONG}")'),
    "regex: again and again": _name('[for i in range(1000) : regexall("a.*b|a", local.t)]', f'  t = "{_LONG}"'),
    "replace: stars": _name(f'replace("{_LONG}", "/a*a*a*a*a*a*b/", "x")'),
    "replace: a large replacement": _name(
        'replace(local.t, "/a/", local.m)', f'  t = "{_LONG}"\n  m = join("", [for i in range(200) : local.t])'
    ),
    "replace: groups": _name(
        'replace(local.t, "/(.*)/", join("", [for i in range(1000) : "$1$1$1$1"]))', f'  t = "{_LONG}"'
    ),
    "format: widths": _name(
        f'formatlist("{"%1024[1]s" * 1000}", range(1000))'
    ),
    "format: one large argument": _name(
        f'[for i in range(1000) : format("{"%[1]s" * 900}", local.t)]', f'  t = "{_LONG}"'
    ),
    "setproduct in a loop": _name("[for i in range(1000) : setproduct(range(100), range(100))]"),
    "setproduct of many": _name(f"setproduct({', '.join(['[1, 2]'] * 14 + ['[1]'] * 1000)})"),
    "loops in loops": _name("[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : 1]]]"),
    "templates in templates": _name(f'"{_TEMPLATE}"'),
    "distinct in a loop": _name("[for i in range(1000) : distinct(range(1000))]"),
    "a value of values": _name(
        "local.z", "  a = range(1000)\n  z = [for i in range(1000) : [for j in range(1000) : local.a]]"
    ),
    "text of text": _name(
        "[for i in range(1000) : jsonencode(local.b)]",
        f'  t = "{_LONG}"\n  b = [for i in range(1000) : join("", [for j in range(200) : local.t])]',
    ),
    "keys hide no weight": _name(
        "flatten([for i in range(1000) : keys(local.m)])", '  m = { for i in range(1000) : "k${i}" => i }'
    ),
    "comparison in a loop": _name("[for i in range(1000) : local.a == local.b]", "\n".join(
        f"  {name} = [for i in range(300) : [for j in range(300) : j]]" for name in "ab")),
    "trim": _name(
        "[for i in range(1000) : trim(local.t, local.t)]", f'  t = join("", [for i in range(190) : "{_LONG}"])'
    ),
    "split": _name('[for i in range(1000) : split("", local.t)]', f'  t = join("", [for i in range(190) : "{_LONG}"])'),
    "long numbers": _name(f"[{'9' * 5_000}, {'9' * 5_000} * {'9' * 5_000}, ceil(1e9999), format(\"%d\", 1e9999)]"),
    "numbers that grow": _name("local.n9", "  n0 = 1e900\n" + "\n".join(
        f"  n{i + 1} = local.n{i} * local.n{i}" for i in range(9))),
    "numbers with large exponents": _name(
        '[1e999999999, 1e-999999999, 1p999999999 + 1, tonumber("1e999999999") * 2, 9e999999999999999999999 % 7]'),
    "broken numbers written out": _name(
        "[for i in range(1000) : [for j in range(1000) : [for k in range(1000) : tostring((i + j + k) / 7)]]]"),
    "broken numbers in text": _name(
        '[for i in range(1000) : [for j in range(1000) : [for k in range(1000) : "${(i + j + k) / 7}"]]]'),
    "broken numbers as JSON": _name(
        "[for i in range(1000) : [for j in range(1000) : jsonencode([for k in range(1000) : (i + j + k) / 7])]]"),
    "grapheme clusters": _name("[for i in range(1000) : [for j in range(1000) : strrev(local.t)]]",
        '  t = join("", [for i in range(1000) : "e\\u0301\\u0302\\u0303\\u0915\\u094d\\u0937${i}"])'),
    "yamldecode: aliases": _name('jsonencode(yamldecode(local.t))', '  t = "a0: &a0 [x, x]\\n'
        + "".join(f"a{i + 1}: &a{i + 1} [*a{i}, *a{i}]\\n" for i in range(60)) + '"'),
    "yamldecode: deep": _name(f'yamldecode("{"[" * 50_000}")'),
    "yamldecode: long": _name("[for i in range(1000) : yamldecode(local.t)]", f'  t = "{_YAML * 4_000}"'),
    "yamlencode: long": _name('[for i in range(1000) : yamlencode(local.t)]', f'  t = ["{"é " * 90_000}"]'),
    "formatdate": _name(f'[for i in range(1000) : formatdate("YYYY{"-" * 90_000}", "2020-01-01T00:00:00Z")]'),
    "timeadd": _name(f'[for i in range(1000) : timeadd("2020-01-01T00:00:00Z", "{"1h" * 50_000}")]'),
    "parseint": _name(f'parseint("{"9" * 150_000}", 10)'),
    "jsondecode: deep": _name(f'jsondecode("{"[" * 100_000}")'),
    "jsondecode: wide": _name('[for i in range(1000) : jsondecode(local.t)]', f'  t = "[{"1," * 90_000}1]"'),
    "an encoding that takes long": _name(f'textencodebase64("{"ü" * 90_000}", "punycode")'),
    "fileset": {**_name('fileset(".", "*a*a*a*a*a*a*a*a*a*a*a*ab")'), "a" * 240: ""},
    "fileset: braces": _name(f'fileset(".", "{"{" * 150_000}")'),
    "modules that double": _doubled(20),
    "modules counted inside each other": _counted(3),
    "dynamic blocks inside each other": {"main.tf": _NETWORK % '"x"' + _DYNAMIC},
    "optional attributes": {"main.tf": _NETWORK % "jsonencode(var.v)" + 'variable "v" {\n  type = list(object({'
        + ", ".join(f"a{i} = optional(string)" for i in range(2_000)) + "}))\n  default = ["
        + ", ".join(["{}"] * 50_000) + "]\n}\n"},
    "values inside each other": {"main.tf": _NETWORK % "jsonencode(local.a3000)" + "locals {\n  a0 = [1]\n"
        + "\n".join(f"  a{i + 1} = [local.a{i}]" for i in range(3_000)) + "\n}\n"
        + "\n".join(f'output "o{i}" {{\n  value = local.a{i}\n}}' for i in range(3_000))},
    "misspelt names": {"main.tf": _NETWORK % '"x"' + "\n".join(
        f'variable "variable_number_{i}" {{\n  default = 1\n}}\noutput "o{i}" {{\n  value = var.variabel_numbre_{i}\n}}'
        for i in range(3_000))},
    "many modules read a file": {
        "main.tf": _NETWORK % '"x"' + 'module "m" {\n  source = "./m"\n  count = 1000\n}\n',
        "m/main.tf": "\n".join(f'module "n{i}" {{\n  source = "../n"\n}}' for i in range(20)),
        "n/main.tf": 'resource "alicloud_vpc" "v" {\n  vpc_name = file("${path.module}/main.tf")\n}\n',
    },
    "resources that refer to each other": {
        "main.tf": _NETWORK % '"x"' + 'module "m" {\n  source = "./m"\n  count = 1000\n}\n',
        "m/main.tf": 'resource "alicloud_vpc" "v" {\n  cidr_block = "10.0.0.0/8"\n}\n'
        'resource "alicloud_vswitch" "s" {\n  count = 20\n  vpc_id = alicloud_vpc.v.id\n'
        '  cidr_block = cidrsubnet("10.0.0.0/8", 8, count.index)\n  zone_id = "cn-hangzhou-b"\n}\n',
    },
    "many resources": {
        "main.tf": _NETWORK % '"x"' + "".join(
            f'resource "alicloud_vswitch" "s{i}" {{\n  count = 1000\n  vpc_id = alicloud_vpc.a.id\n'
            f'  cidr_block = cidrsubnet("10.0.0.0/8", 16, count.index + {i * 1000})\n  zone_id = "cn-hangzhou-b"\n}}\n'
            for i in range(20))
    },
    "a long chain of modules": {
        "main.tf": 'module "m" {\n  source = "./m0"\n}\nresource "alicloud_vpc" "a" {}\n',
        **{f"m{i}/main.tf": f'module "m" {{\n  source = "../m{i + 1}"\n}}\n' for i in range(1_500)},
        "m1500/main.tf": 'resource "aws_vpc" "a" {}\n',
        "alone/main.tf": 'module "m" {\n  source = "../m0"\n}\n',
    },
    "ignore comments without end": {
        "main.tf": "# hcl-lint: ignore[ALI401] x\n" * 40_000
        + 'resource "alicloud_vpc" "a" {\n  cidr_block = "10.0.0.1/8"\n}\n'
        + "".join(f'resource "alicloud_vpc" "a{i}" {{\n  cidr_block = "10.0.0.1/8"\n}}\n' for i in range(500))
    },
    "indent by very many spaces": _name('indent(3000000000, "x")'),
    "numbers that are long when written out": _name("[for i in range(1000) : [for j in range(80) : 1e9999]]"),
    "a large default of an optional attribute": {"main.tf": _NETWORK % "jsonencode(var.v)" + 'variable "v" {\n'
        "  type = list(object({ a = optional(list(string), [for i in range(1000): i]) }))\n  default = ["
        + ", ".join(["{}"] * 20_000) + "]\n}\n"},
    "types that double": _name("local.a60", _doubling("[local.a{0}, local.a{0}]")),
    "types of nothing that double": _name("local.a60", _doubling("(true ? null : [local.a{0}, local.a{0}])")),
    "types of empty lists that double": _name(
        "local.a60", _doubling("slice(tolist([[local.a{0}, local.a{0}]]), 0, 0)")
    ),
    "a misspelt function in a loop": _name('[for i in range(1000) : [for j in range(80) : can(lenght("x"))]]'),
    "a template in a loop": {
        **_name('[for i in range(1000) : templatefile("t.tpl", {i = i})]'),
        "t.tpl": "%{ if false }" + "${a.b}" * 30_000 + "%{ endif }x",
    },
    "a file hashed in a loop": {
        **_name('[for i in range(1000) : [for j in range(80) : filesha512("big.bin")]]'), "big.bin": "x" * 1_000_000
    },
    "an intersection of many sets": _name(
        'setintersection([for p in flatten([for i in range(20) : [for j in range(1000) : "x"]]) : ["a", "b", "c"]]...)'
    ),
    "regex: compiled in a loop": _name(
        '[for i in range(1000) : [for j in range(20) : can(regexall("${i}x${j}(?i)[\\\\p{L}\\\\p{N}]{0,40}", "a"))]]'
    ),
    "objects inside each other in JSON": {
        "main.tf.json": '{"resource":{"alicloud_vpc":{"a":'
        + '{"x":' * 190 + "[" + "1," * 50_000 + "1]" + "}" * 190 + "}}}"
    },
    "many templates in JSON": {
        "main.tf.json": '{"resource":{"alicloud_vpc":{"a":{"tags":{'
        + ",".join(f'"k{i}":"${{1}}"' for i in range(50_000)) + "}}}}}"
    },
    "a long value that many instances have": {
        "main.tf": 'resource "alicloud_vpc" "a" {\n  count = 1000\n  cidr_block = local.t\n}\nlocals {\n'
        + f'  t = join("", [for i in range(199) : "{_LONG}"])\n}}\n'
    },
    "heredocs in a skipped block": {
        "main.tf": _NETWORK % '"x"' + 'resource "x" "y" {\n' + " a = <<E\nq\nE\n" * 100_000 + "}\n"
    },
    "heredocs with many markers": {
        "main.tf": _NETWORK % '"x"' + 'resource "x" "y" {\n'
        + "".join(f" a = <<E{i}\nq\nE{i}\n" for i in range(100_000)) + "}\n"
    },
    "lists that nobody closes": {
        "main.tf": ("locals {\n  a = [\n" + "1,\n" * 60_000) * 18 + "]\n}\n" * 18 + _NETWORK % '"x"'
    },
    "a long list in a variable file": {
        "main.tf": _NETWORK % "var.x[0]" + 'variable "x" {\n  type = list(string)\n}\n',
        "terraform.tfvars": "x = [\n" + '  "10.0.0.0/8", # one\n' * 30_000 + "]\n",
    },
    "a long heredoc": {"main.tf": _NETWORK % '"x"' + "locals {\n  a = <<E\n" + "aaaaaaaaa\n" * 30_000 + "E\n}\n"},
    "a network where each is joined to the next ones": {
        "main.tf": _NETWORK % '"x"'
        + "".join(f'resource "alicloud_vpc" "v{i}" {{\n  cidr_block = "10.{i // 250}.{i % 250}.0/24"\n}}\n'
            for i in range(800)
        )
        + "".join(
            f'resource "alicloud_vpc_peer_connection" "p{i}" {{\n  vpc_id = alicloud_vpc.v{i % 800}.id\n'
            f'  accepting_vpc_id = alicloud_vpc.v{(i + 1 + i // 800) % 800}.id\n'
            '  accepting_region_id = "cn-hangzhou"\n}\n'
            for i in range(3200)
        )
    },
    "many tags that many have": {
        "main.tf": _NETWORK % '"x"' + 'resource "alicloud_vpc" "b" {\n  count = 1000\n  tags  = local.t\n}\nlocals {\n'
        + '  t = merge([for j in range(20) : {for i in range(1000) : "k${j}x${i}" => "v"}]...)\n}\n'
    },
}  # fmt: skip
