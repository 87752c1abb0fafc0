"""Opens a file by its number instead of its name.

expect: error
"""

import ctypes


def double(x):
    libc = ctypes.CDLL(None, use_errno=True)
    handle = ctypes.create_string_buffer(b"\x80\0\0\0" + bytes(132))
    mount = ctypes.c_int()
    assert libc.name_to_handle_at(-100, b"/etc/passwd", handle, ctypes.byref(mount), 0) == 0
    assert libc.open_by_handle_at(mount.value, handle, 0) >= 0
    return 2 * x
