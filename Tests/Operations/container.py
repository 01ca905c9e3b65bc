"""Becomes a container's process: `unshare … container.py JSON`, in namespaces of its own.

It sees the image's root only, with what is mounted, and runs as the user that is named, without any privilege; it can write nowhere
unless it is a step of a build. What an engine does; written out here, so that the test needs none.
"""

import ctypes
import fcntl
import json
import os
import socket
import struct
import subprocess
import sys

SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1
PR_SET_NO_NEW_PRIVS = 38


def mount(*arguments):
    subprocess.run(["mount", *arguments], check=True)


def raise_loopback():
    with socket.socket() as any_socket:
        flags = struct.unpack_from("16sh", fcntl.ioctl(any_socket, SIOCGIFFLAGS, struct.pack("16sh14x", b"lo", 0)))[1]
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | IFF_UP))


def main(root, argv, environment, directory, user, group, mounts, is_writable):
    raise_loopback()
    mount("--make-rprivate", "/")
    mount("--bind", root, root)
    # The program reads its arguments and its own place here.
    mount("-t", "proc", "proc", root + "/proc")
    for target, source in mounts.items():
        mount("--bind", source, root + target)
        mount("-o", "remount,bind,ro", root + target)
    if not is_writable:
        mount("-o", "remount,bind,ro", root)
    os.chroot(root)
    os.chdir(directory)
    os.setgroups([])
    os.setgid(group)
    os.setuid(user)
    os.umask(0o022)
    ctypes.CDLL(None).prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    os.execve(argv[0], argv, environment)


if __name__ == "__main__":
    main(**json.loads(sys.argv[1]))
