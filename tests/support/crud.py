"""Calls of the CRUD tier over HTTP, in process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from flask import Flask

from tests.support.lab import ALICE, Answered, Json, RefusedError, ask, flatten
from tfmock.services.crud.rows import CrudRow

#: Host and version of products that only the CRUD tier has.
PRODUCTS: Final[Mapping[str, tuple[str, str]]] = {
    "kms": ("kms.cn-hangzhou.aliyuncs.com", "2016-01-20"),
    "slb": ("slb.cn-hangzhou.aliyuncs.com", "2014-05-15"),
    "ram": ("ram.aliyuncs.com", "2015-05-01"),
    "alb": ("alb.cn-hangzhou.aliyuncs.com", "2020-06-16"),
    "cbn": ("cbn.aliyuncs.com", "2017-09-12"),
    "rds": ("rds.aliyuncs.com", "2014-08-15"),
    "vpc": ("vpc.cn-hangzhou.aliyuncs.com", "2016-04-28"),
    "kvstore": ("r-kvstore.aliyuncs.com", "2015-01-01"),
    "cloudfw": ("cloudfw.aliyuncs.com", "2017-12-07"),
    "adb": ("adb.cn-hangzhou.aliyuncs.com", "2019-03-15"),
    "alikafka": ("alikafka.cn-hangzhou.aliyuncs.com", "2019-09-16"),
    "polardb": ("polardb.aliyuncs.com", "2017-08-01"),
    "sgw": ("sgw.cn-hangzhou.aliyuncs.com", "2018-05-11"),
    "clickhouse": ("clickhouse.aliyuncs.com", "2019-11-11"),
    "hbase": ("hbase.aliyuncs.com", "2019-01-01"),
    "pvtz": ("pvtz.aliyuncs.com", "2018-01-01"),
    "eventbridge": ("eventbridge-console.cn-hangzhou.aliyuncs.com", "2020-04-01"),
    "slsPop": ("sls.aliyuncs.com", "2019-10-23"),
    "sas": ("tds.aliyuncs.com", "2018-12-03"),
    "swas": ("swas-open.cn-hangzhou.aliyuncs.com", "2020-06-01"),
    "bss": ("business.aliyuncs.com", "2017-12-14"),
    "nlb": ("nlb.cn-hangzhou.aliyuncs.com", "2022-04-30"),
    "eipanycast": ("eipanycast.cn-hangzhou.aliyuncs.com", "2020-03-09"),
    "bastionhost": ("bastionhost.cn-hangzhou.aliyuncs.com", "2019-12-09"),
    "cloudsso": ("cloudsso.cn-shanghai.aliyuncs.com", "2021-05-15"),
    "dcdn": ("dcdn.aliyuncs.com", "2018-01-15"),
    "adcp": ("adcp.cn-beijing.aliyuncs.com", "2022-01-01"),
    "ess": ("ess.cn-hangzhou.aliyuncs.com", "2014-08-28"),
    "ecr": ("expressconnectrouter.cn-shanghai.aliyuncs.com", "2023-09-01"),
    "eais": ("eais.cn-hangzhou.aliyuncs.com", "2019-06-24"),
    "ehpc": ("ehpc.cn-hangzhou.aliyuncs.com", "2018-04-12"),
    "foas": ("foasconsole.aliyuncs.com", "2019-06-01"),
    "eflo": ("eflo-cnp.cn-hangzhou.aliyuncs.com", "2023-08-28"),
    "resourcemanager": ("resourcemanager.aliyuncs.com", "2020-03-31"),
    "mns": ("mns-open.cn-hangzhou.aliyuncs.com", "2022-01-19"),
    "ecs": ("ecs.cn-hangzhou.aliyuncs.com", "2014-05-26"),
    "alidns": ("alidns.aliyuncs.com", "2015-01-09"),
    "sddp": ("sddp.cn-zhangjiakou.aliyuncs.com", "2019-01-03"),
    "cms": ("metrics.cn-hangzhou.aliyuncs.com", "2019-01-01"),
    "gpdb": ("gpdb.aliyuncs.com", "2016-05-03"),
    "arms": ("arms.cn-hangzhou.aliyuncs.com", "2019-08-08"),
    "dg": ("dg.cn-hangzhou.aliyuncs.com", "2019-03-27"),
    "oos": ("oos.cn-hangzhou.aliyuncs.com", "2019-06-01"),
    "eds-aic": ("eds-aic.cn-shanghai.aliyuncs.com", "2023-09-30"),
    "esa": ("esa.cn-hangzhou.aliyuncs.com", "2024-09-10"),
}


@dataclass(frozen=True)
class Client:
    """An account's calls in one world."""

    app: Flask
    world: str
    account: str = ALICE

    @property
    def key(self) -> str:
        return f"{self.world}.{self.account}"

    def ask(self, action: str, params: Mapping[str, object] | None = None, /, **more: object) -> Answered:
        """Call ``product.Action``."""
        product, _, name = action.partition(".")
        host, version = PRODUCTS[product]
        common = {"Version": version, "Action": name, "Format": "JSON", "AccessKeyId": self.key}
        body = urlencode(flatten({**(params or {}), **more})).encode()
        return ask(self.app, query=urlencode(common), body=body, environ={"HTTP_HOST": host})

    def call(self, action: str, params: Mapping[str, object] | None = None, /, **more: object) -> Json:
        """The reply.

        Raises:
            RefusedError: the answer is an error envelope.
        """
        answered = self.ask(action, params, **more)
        if answered.status != 200:
            raise RefusedError(answered.status, answered.json())
        return answered.json()

    def vpc(self) -> str:
        """The id of a new VPC."""
        return str(self.call("vpc.CreateVpc", CidrBlock="10.0.0.0/8")["VpcId"])

    def database(self, **more: object) -> str:
        """The id of a new RDS instance."""
        required = {"Engine": "MySQL", "EngineVersion": "8.0", "DBInstanceClass": "small", "DBInstanceStorage": 20}
        return str(self.call("rds.CreateDBInstance", required, **more)["DBInstanceId"])

    def rest(self, method: str, host: str, path: str, version: str, body: object = None, query: str = "") -> Answered:
        """A REST call with a JSON body."""
        headers = {"Authorization": f"acs {self.key}:signature", "x-acs-version": version}
        sent = b"" if body is None else json.dumps(body).encode()
        environ = {"HTTP_HOST": host, "CONTENT_TYPE": "application/json"}
        return ask(self.app, method=method, path=path, query=query, body=sent, headers=headers, environ=environ)

    def functions(self, method: str, path: str, body: object = None) -> Answered:
        """A call as fc-go-sdk sends it: the version is in the path."""
        headers = {"Authorization": f"FC {self.key}:signature", "x-fc-date": "Thu, 01 Jan 2026 00:00:00 GMT"}
        sent = b"" if body is None else json.dumps(body).encode()
        environ = {"HTTP_HOST": f"{self.account}.cn-hangzhou.fc.aliyuncs.com", "CONTENT_TYPE": "application/json"}
        whole = f"/2016-08-15{path}"
        return ask(self.app, method=method, path=whole, body=sent, headers=headers, environ=environ)

    def attributes(self, type: str) -> Json:
        """What is stored of the only object of a Terraform type."""
        world = self.app.extensions["tfmock.universe"].world(self.world)
        (row,) = (row for row in world.store.table(CrudRow).rows() if row.type == type)
        stored: Json = json.loads(row.attributes)
        return stored
