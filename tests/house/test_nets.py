"""The nets of conftest.py catch what they are for."""

import logging
import os
import socket
import threading
import time
from pathlib import Path

import pytest

from tests.helpers.leaks import no_threads_left
from tests.helpers.logfail import watched_log
from tests.helpers.network import is_local

LOG = logging.getLogger("qbodesk.house")


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("127.8.0.1", True),
        ("::1", True),
        ("localhost", True),
        (b"localhost", True),
        ("", True),
        (None, True),
        ("/run/bus", True),
        ("192.0.2.1", False),
        ("0.0.0.0.example", False),
        ("2001:db8::1", False),
        ("quickbooks.example", False),
    ],
)
def test_what_counts_as_this_computer(host, local):
    assert is_local(host) is local


def test_another_computer_cannot_be_reached_even_by_code_that_expects_errors():
    with pytest.raises(pytest.fail.Exception, match=r"192\.0\.2\.1"):
        try:
            socket.create_connection(("192.0.2.1", 80))
        except Exception:
            pytest.fail("swallowed")
    with pytest.raises(pytest.fail.Exception, match="hubspot"):
        socket.getaddrinfo("hubspot.example", 443)


def test_a_name_that_cannot_exist_is_not_found():
    with pytest.raises(socket.gaierror):
        socket.create_connection(("nowhere.invalid", 80))


def test_loopback_is_open():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_an_unexpected_warning_fails(expect_log):
    expect_log("boo")  # for the net of this test itself
    with pytest.raises(AssertionError, match="boo"), watched_log():
        LOG.warning("boo %s", 1)


def test_an_announced_warning_passes_and_must_come(expect_log):
    expect_log("boo")
    with watched_log() as expect:
        expect("boo [0-9]")
        LOG.error("boo %s", 1)
        LOG.info("not of interest")
    with pytest.raises(AssertionError, match="never came"), watched_log() as expect:
        expect("boo")


def test_a_thread_left_running_fails(monkeypatch):
    monkeypatch.setattr("tests.helpers.leaks.PATIENCE", 0.01)
    end = threading.Event()
    thread = threading.Thread(target=end.wait, name="straggler")
    with pytest.raises(AssertionError, match="straggler"), no_threads_left():
        thread.start()
    end.set()
    thread.join()


def test_a_thread_on_its_way_out_passes():
    with no_threads_left():
        threading.Thread(target=lambda: None).start()


def test_a_qthread_left_running_fails(qapp, monkeypatch):
    from PySide6.QtCore import QThread

    monkeypatch.setattr("tests.helpers.leaks.PATIENCE", 0.01)
    thread = QThread()
    thread.setObjectName("engine")
    with pytest.raises(AssertionError, match="QThread engine"), no_threads_left():
        thread.start()
    thread.quit()
    assert thread.wait(5000)
    with no_threads_left():
        thread.start()
        thread.quit()
        thread.wait(5000)


def test_home_and_time_are_our_own():
    assert "qbodesk-tests-" in str(Path.home())
    assert time.localtime(0).tm_hour == 0
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


@pytest.mark.parametrize("turn", [1, 2])
def test_secrets_are_kept_in_memory_and_not_from_test_to_test(turn):
    import keyring

    assert keyring.get_password("qbodesk", "key") is None
    keyring.set_password("qbodesk", "key", str(turn))
    assert keyring.get_password("qbodesk", "key") == str(turn)
    keyring.delete_password("qbodesk", "key")
    with pytest.raises(keyring.errors.PasswordDeleteError):
        keyring.delete_password("qbodesk", "key")
    keyring.set_password("qbodesk", "key", "left behind")
