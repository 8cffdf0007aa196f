"""Forbids a process and its children the internet: for tests that run in a process of their own.

    python -c "from tests.support.offline import forbid; forbid(); …"

On Linux the kernel ends the process at the first internet socket, whoever asks for it, Python or a library in C (a
seccomp filter). Everywhere, Python's own sockets and questions to a name server end the process as well.
"""

import ctypes
import os
import platform
import sys

LEFT = 99  # the exit status of a process that Python's own hook ended
_EVENTS = (
    "socket.connect",
    "socket.bind",
    "socket.sendto",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "urllib.Request",
)
_INTERNET = (2, 10, 17)  # AF_INET, AF_INET6, AF_PACKET on Linux
_SOCKET = {"x86_64": 41, "aarch64": 198}  # the number of the call
_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_KILL, _ALLOW = 0x80000000, 0x7FFF0000


class _Step(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("value", ctypes.c_uint))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(_Step)))


def forbid():
    """From here on an internet socket ends this process; cannot be taken back."""
    if by_kernel():
        _filter()
    sys.addaudithook(_hook)


def by_kernel():
    """Whether the kernel watches here, over libraries in C as well."""
    return sys.platform.startswith("linux") and platform.machine() in _SOCKET


def _hook(event, arguments):
    if event in _EVENTS and getattr(arguments[0], "family", None) != 1:  # 1: between programs of one computer
        print(f"the program used the network: {event} {arguments[1:]}", file=sys.stderr, flush=True)
        os._exit(LEFT)


def _filter():
    machine = platform.machine()
    steps = [
        _Step(_LOAD, 0, 0, 4),  # the architecture
        _Step(_EQUAL, 0, 3 + len(_INTERNET), _ARCHITECTURE[machine]),
        _Step(_LOAD, 0, 0, 0),  # the number of the call
        _Step(_EQUAL, 0, 1 + len(_INTERNET), _SOCKET[machine]),
        _Step(_LOAD, 0, 0, 16),  # its first argument, the family
        *(_Step(_EQUAL, len(_INTERNET) - number, 0, family) for number, family in enumerate(_INTERNET)),
        _Step(_RETURN, 0, 0, _ALLOW),
        _Step(_RETURN, 0, 0, _KILL),
    ]
    code = (_Step * len(steps))(*steps)
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    for option, *values in (
        (_NO_NEW_PRIVILEGES, 1, 0, 0, 0),
        (_SECCOMP, _FILTER, ctypes.addressof(_Program(len(steps), code)), 0, 0),
    ):
        if library.prctl(option, *values):
            raise OSError(ctypes.get_errno(), "no filter for this process")
