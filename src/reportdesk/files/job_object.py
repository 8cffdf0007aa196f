"""A job object of Windows: it bounds the memory of a worker, and ends it together with this process.

Type-checked, but not run: there was no Windows to run it on.
"""

import sys

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _SET_QUOTA, _TERMINATE = 0x0100, 0x0001  # rights to a process
    _EXTENDED_LIMITS = 9  # JobObjectExtendedLimitInformation
    _PROCESS_MEMORY, _NO_ERROR_BOX, _KILL_ON_CLOSE = 0x0100, 0x0400, 0x2000

    class _BasicLimits(ctypes.Structure):
        """JOBOBJECT_BASIC_LIMIT_INFORMATION"""

        _fields_ = (
            ("process_time", wintypes.LARGE_INTEGER),
            ("job_time", wintypes.LARGE_INTEGER),
            ("flags", wintypes.DWORD),
            ("least_working_set", ctypes.c_size_t),
            ("most_working_set", ctypes.c_size_t),
            ("processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
        )

    class _ExtendedLimits(ctypes.Structure):
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION"""

        _fields_ = (
            ("basic", _BasicLimits),
            ("io_counters", ctypes.c_ulonglong * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process_memory", ctypes.c_size_t),
            ("peak_job_memory", ctypes.c_size_t),
        )

    class JobObject:
        """Holds one process, which ends when the job is closed or this process ends. Raises OSError."""

        def __init__(self, process: int) -> None:
            self._kernel = ctypes.WinDLL("kernel32", use_last_error=True)
            self._kernel.CreateJobObjectW.restype = wintypes.HANDLE
            self._kernel.OpenProcess.restype = wintypes.HANDLE
            self._job = wintypes.HANDLE(self._kernel.CreateJobObjectW(None, None))
            self.limit_memory(None)
            held = wintypes.HANDLE(self._kernel.OpenProcess(_SET_QUOTA | _TERMINATE, False, process))
            try:
                self._check(self._kernel.AssignProcessToJobObject(self._job, held))
            finally:
                self._kernel.CloseHandle(held)

        def limit_memory(self, size: int | None) -> None:
            """The most bytes that the process may commit; None: no bound."""
            limits = _ExtendedLimits()
            limits.basic.flags = _KILL_ON_CLOSE | _NO_ERROR_BOX | (_PROCESS_MEMORY if size else 0)
            limits.process_memory = size or 0
            self._check(
                self._kernel.SetInformationJobObject(
                    self._job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
                )
            )

        def close(self) -> None:
            """Ends the process."""
            self._kernel.CloseHandle(self._job)

        def _check(self, success: int) -> None:
            if not success:
                raise ctypes.WinError(ctypes.get_last_error())
