"""The clients of Node.js: a script each in `node/`, run by its test runner."""

import json
import os
import re
import subprocess

import pytest

from tests.witnesses.plugin import NODE
from tests.witnesses.simulator import REDIRECT, started

CLIENTS = {
    "node-quickbooks": "node-quickbooks.mjs",
    "intuit-oauth": "intuit-oauth.mjs",
    "@hubspot/api-client": "hubspot-api-client.mjs",
}


def test_every_scene_of_the_script(client, record_property):
    package = client.partition(" ")[0]
    with started() as simulator:
        told = json.dumps({"connection": simulator.connection, "redirect": REDIRECT})
        done = subprocess.run(
            ["node", "--test-reporter=tap", "--test", CLIENTS[package]],
            cwd=NODE, env=os.environ | {"QBODESK_WITNESS": told}, capture_output=True, text=True, check=False,
        )  # fmt: skip
    passed = re.search(r"^# pass (\d+)$", done.stdout, re.MULTILINE)
    if done.returncode or not passed:
        pytest.fail(f"{done.stdout}\n{done.stderr}", pytrace=False)
    record_property("scenes", int(passed[1]))
