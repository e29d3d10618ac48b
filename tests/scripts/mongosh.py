"""As much of mongosh as scripts/server/init.js uses, around a real server: mongosh itself is in the image."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pymongo
import quickjs
from bson import json_util
from pymongo.errors import OperationFailure

_SHELL = """
const process = { env: JSON.parse(host_environment) };
function require(name) { return { readFileSync: (path, encoding) => host_readFile(path) }; }
function print(...words) { host_say(words.join(" ")); }
function failing(answer) {
  if (answer.ok !== 1) {
    const error = new Error(answer.errmsg);
    error.codeName = answer.codeName;
    throw error;
  }
  return answer;
}
const db = {
  getSiblingDB: (name) => ({
    runCommand: (command) => failing(JSON.parse(host_runCommand(name, JSON.stringify(command)))),
    auth: (user, password) => failing(JSON.parse(host_logIn(name, user, password))),
  }),
};
"""


class Mongosh:
    """Runs a script against the server on a local port; ``said`` is what it printed."""

    def __init__(self, port: int) -> None:
        self._address = f"mongodb://127.0.0.1:{port}/?directConnection=true&serverSelectionTimeoutMS=5000"
        self._client: pymongo.MongoClient[dict[str, Any]] = pymongo.MongoClient(self._address)
        self.said: list[str] = []

    def run(self, script: Path, environment: Mapping[str, str]) -> None:
        """Raises quickjs.JSException for what the script throws."""
        context = quickjs.Context()
        context.add_callable("host_readFile", lambda path: Path(path).read_text(encoding="utf-8"))
        context.add_callable("host_runCommand", self._run_command)
        context.add_callable("host_logIn", self._log_in)
        context.add_callable("host_say", self.said.append)
        context.add_callable("sleep", lambda ms: threading.Event().wait(ms / 1000))
        context.set("host_environment", json.dumps(dict(environment)))
        context.eval(_SHELL)
        try:
            context.eval(script.read_text(encoding="utf-8"))
        finally:
            self._client.close()

    def _run_command(self, database: str, command: str) -> str:
        return self._answer(lambda: self._client[database].command(json_util.loads(command)))

    def _log_in(self, database: str, user: str, password: str) -> str:
        client: pymongo.MongoClient[dict[str, Any]] = pymongo.MongoClient(
            self._address, username=user, password=password, authSource=database
        )
        answer = self._answer(lambda: client.admin.command("listDatabases"))
        if json.loads(answer)["ok"] == 1:
            self._client.close()
            self._client = client
        else:
            client.close()
        return answer

    def _answer(self, ask: Any) -> str:
        try:
            answer = ask()
        except OperationFailure as error:
            answer = {"ok": 0, "errmsg": str(error), "codeName": (error.details or {}).get("codeName")}
        return json_util.dumps(answer, json_options=json_util.RELAXED_JSON_OPTIONS)
