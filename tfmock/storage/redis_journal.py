"""The journal in Redis: ``--store redis://host``. Several tfmock behind a load balancer serve the same worlds.

One stream per world. What must be atomic is a Lua script, which Redis runs one at a time: reading what is new, and
appending if no other process has. A reader's position is the id of the last record it has seen; ids are
never used twice, not even by a world that was deleted and made again, so that a position is found in the stream only
if everything before it is what the reader has.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, cast

from tfmock.core.errors import ConflictError, StoreUnavailableError

if TYPE_CHECKING:
    from redis import Redis

_LOG: Final = "tfmock:log:"
_SHELF: Final = "tfmock:shelf:"
_SECONDS: Final = 5.0
#: A script's answer as redis-py hands it over.
_Script = Callable[..., object]

# KEYS: log, shelf. ARGV: position, milliseconds to live (0: no change).
# -> false: there is no log; else: id of the last record, and ids and records of all that this reader has not seen
_READ: Final = """
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
if #last == 0 then return false end
if ARGV[2] ~= '0' then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  redis.call('PEXPIRE', KEYS[2], ARGV[2])
end
if last[1][1] == ARGV[1] then return {last[1][1], {}} end
local from = '-'
if ARGV[1] ~= '' and #redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1]) == 1 then from = '(' .. ARGV[1] end
return {last[1][1], redis.call('XRANGE', KEYS[1], from, '+')}
"""

# KEYS: log, shelf. ARGV: position, milliseconds to live, record, whether it is a base, a random number. A log begins at
# that number of its millisecond: one that is deleted and made again within it has other ids. By that number a record is
# also known whose answer was lost: appending it once more gives its id.
# -> id of the new record, or false if the position is not the end of the log
_APPEND: Final = """
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
local at = ''
if #last == 1 then at = last[1][1] end
if at ~= ARGV[1] then
  local from = '-'
  if ARGV[1] ~= '' then from = '(' .. ARGV[1] end
  local mine = redis.call('XRANGE', KEYS[1], from, '+', 'COUNT', 1)
  if #mine == 1 and mine[1][2][4] == ARGV[5] then return mine[1][1] end
  return false
end
local new = '*'
if at == '' then
  local time = redis.call('TIME')
  new = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000)) .. '-' .. ARGV[5]
end
local id = redis.call('XADD', KEYS[1], new, 'r', ARGV[3], 'w', ARGV[5])
if ARGV[4] == '1' then redis.call('XTRIM', KEYS[1], 'MINID', id) end
if ARGV[2] ~= '0' then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  redis.call('PEXPIRE', KEYS[2], ARGV[2])
end
return id
"""

# KEYS: log, shelf. ARGV: position, milliseconds to live, name, and the document to store, if there is one. One script,
# so that no world is deleted between reading its log and changing its snapshots.
# -> whether it is done: not if the reader's world is gone or was changed (its position is no longer there)
_CHANGE_SNAPSHOTS: Final = """
if #redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1]) == 0 then return 0 end
for _, entry in ipairs(redis.call('XRANGE', KEYS[2], '-', '+')) do
  if entry[2][2] == ARGV[3] then redis.call('XDEL', KEYS[2], entry[1]) end
end
if ARGV[4] then redis.call('XADD', KEYS[2], '*', 'n', ARGV[3], 'd', ARGV[4]) end
if ARGV[2] ~= '0' then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  redis.call('PEXPIRE', KEYS[2], ARGV[2])
end
return 1
"""


class StoreError(Exception):
    """The store cannot be used; the message says why in one line."""


class RedisJournal:
    """All logs in one Redis, for any number of processes."""

    shared: Final = True

    def __init__(self, url: str, idle: float | None = None) -> None:
        """Connect.

        Args:
            url: ``redis://[[user]:password@]host[:port][/database]``, or ``rediss://`` for TLS, or ``unix://``.
            idle: seconds without a call after which Redis forgets a world.

        Raises:
            StoreError: there is no Redis there, or no client for it here.
        """
        try:
            import redis
            from redis.backoff import NoBackoff
            from redis.retry import Retry
        except ImportError:
            raise StoreError(
                "needs the Python package redis. Install it with: pip install 'tfmock-alicloud[redis]'"
            ) from None
        #: The last record of each world that was read here; of a world that is in use, under its lock.
        self.positions: Final[dict[str, bytes]] = {}
        self._problem: Final = (redis.RedisError, OSError)
        self._lost: Final = (redis.ConnectionError, redis.TimeoutError, OSError)
        self._life = "0" if idle is None else str(max(1, round(idle * 1000)))
        try:
            # No silent repeats: what was done but not answered would be done twice. See `add_once`.
            self._redis: Redis = redis.Redis.from_url(
                url, socket_timeout=_SECONDS, socket_connect_timeout=_SECONDS, retry=Retry(NoBackoff(), 0)
            )
            self._redis.ping()
        except ValueError as error:
            raise StoreError(f"is no address of a Redis: {error}") from None
        except self._problem as error:
            raise StoreError(f"cannot be reached: {error}") from None
        self.read: Final = cast("_Script", self._redis.register_script(_READ))
        self.add: Final = cast("_Script", self._redis.register_script(_APPEND))
        self._change_script: Final = cast("_Script", self._redis.register_script(_CHANGE_SNAPSHOTS))

    def log(self, world: str) -> RedisLog:
        return RedisLog(self, world, self._life)

    def worlds(self) -> Sequence[str]:
        with self.using():
            keys = cast("Iterator[bytes]", self._redis.scan_iter(match=f"{_LOG}*", count=1000))
            return sorted({key.decode().removeprefix(_LOG).strip("{}") for key in keys})

    def delete_world(self, world: str) -> None:
        with self.using():
            self._redis.delete(*keys_of(world))
        self.positions.pop(world, None)

    def save_snapshot(self, world: str, name: str, document: bytes) -> None:
        self._change_snapshots(world, name, document)

    def list_snapshots(self, world: str) -> Mapping[str, bytes]:
        with self.using():
            return {name: document for _, name, document in self._entries(keys_of(world)[1])}

    def delete_snapshot(self, world: str, name: str) -> None:
        self._change_snapshots(world, name)

    def close(self) -> None:
        self._redis.close()

    @contextmanager
    def using(self) -> Iterator[None]:
        """Around every use of Redis.

        Raises:
            StoreUnavailableError: Redis failed or is not reachable.
        """
        try:
            yield
        except self._problem as error:
            raise StoreUnavailableError(f"{error}.") from None

    def add_once(self, keys: tuple[str, str], arguments: list[str | bytes]) -> object:
        """``add``, and once more where its answer was lost with the connection: the record may be there, and the caller
        must not be told that nothing was changed.

        Raises:
            redis.RedisError, OSError: Redis failed or is not reachable.
        """
        try:
            return self.add(keys=keys, args=arguments)
        except self._lost:
            return self.add(keys=keys, args=arguments)

    def _change_snapshots(self, world: str, name: str, *document: bytes) -> None:
        position = self.positions.get(world)
        with self.using():
            arguments = [position, self._life, name, *document]
            done = position is not None and self._change_script(keys=keys_of(world), args=arguments)
        if not done:
            raise StoreUnavailableError(f"world {world} was deleted or changed meanwhile.")

    def _entries(self, key: str) -> list[tuple[bytes, str, bytes]]:
        entries = cast("list[tuple[bytes, dict[bytes, bytes]]]", self._redis.xrange(key))
        return [(id, fields[b"n"].decode(), fields[b"d"]) for id, fields in entries]


class RedisLog:
    """One world's records, as far as this process has seen them."""

    def __init__(self, journal: RedisJournal, world: str, life: str) -> None:
        self._journal = journal
        self._world = world
        self._keys = keys_of(world)
        self._life = life
        self._position = b""

    def read_new(self, *, use: bool = True) -> Sequence[bytes] | None:
        with self._journal.using():
            answer = self._journal.read(keys=self._keys, args=[self._position, self._life if use else "0"])
        if answer is None:
            self._position = b""
            self._journal.positions.pop(self._world, None)
            return None
        last, entries = cast("tuple[bytes, list[tuple[bytes, list[bytes]]]]", answer)
        self._position = self._journal.positions[self._world] = last
        return [fields[1] for _, fields in entries]

    def forget_position(self) -> None:
        self._position = b""

    def append(self, record: bytes, *, base: bool = False) -> None:
        with self._journal.using():
            id = self._journal.add_once(
                self._keys, [self._position, self._life, record, "1" if base else "0", str(secrets.randbits(48))]
            )
        if id is None:
            raise ConflictError
        self._position = self._journal.positions[self._world] = cast("bytes", id)


def keys_of(world: str) -> tuple[str, str]:
    """The two keys of a world. World names are of letters, digits and hyphens."""
    return f"{_LOG}{{{world}}}", f"{_SHELF}{{{world}}}"
