"""Run the real command in a real process, through pipes or on a real pseudo-terminal."""

import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from fcntl import ioctl
from pathlib import Path

HERE = Path(__file__).parent
FRANCHISE = [sys.executable, "-m", "franchise"]
_WITH_SAMPLE = f"""
import sys
sys.path.insert(0, {str(HERE)!r})
import cli_sample
from franchise.cli import COMMANDS, Lazy, main
main.lazy = {{**COMMANDS, "sample": Lazy("cli_sample:sample", "A sample.")}}
main(prog_name="franchise")
"""
SAMPLE = [sys.executable, "-c", _WITH_SAMPLE]
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def environment(**more):
    """A plain environment: nothing of the machine that runs the tests."""
    base = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
        "FRANCHISE_ACTOR": "tester",
    }
    return {name: value for name, value in {**base, **more}.items() if value is not None}


def piped(command, *args, text=None, env=None, **more):
    """Run with pipes; bytes are decoded as UTF-8 strictly."""
    data = text.encode() if isinstance(text, str) else text
    given = {"stdin": subprocess.DEVNULL} if data is None else {"input": data}
    done = subprocess.run(
        [*command, *args],
        capture_output=True,
        env=env or environment(),
        timeout=60,
        check=False,
        **given,
        **more,
    )
    done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
    return done


def franchise(*args, **more):
    return piped(FRANCHISE, *args, **more)


def sample(*args, **more):
    return piped(SAMPLE, "sample", *args, **more)


class Screen:
    """A process whose standard streams are a pseudo-terminal."""

    def __init__(self, command, *, columns=80, env=None):
        self.master, slave = pty.openpty()
        ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=env or environment(),
            start_new_session=True,
            preexec_fn=lambda: ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509  # Ctrl-C reaches it
        )
        os.close(slave)
        self.seen = b""

    def read_until(self, words=None, seconds=30):
        """Everything shown so far, once ``words`` are there; without words, once the process has ended."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if words is not None and words.encode() in self.seen:
                break
            if select.select([self.master], [], [], 0.1)[0]:
                try:
                    more = os.read(self.master, 65536)
                except OSError:  # Linux: the other side is closed
                    break
                if not more:
                    break
                self.seen += more
            elif self.process.poll() is not None:
                break
        shown = self.seen.decode().replace("\r\n", "\n")
        assert words is None or words in shown, f"not shown: {words!r} in {shown!r}"
        return shown

    def type(self, keys):
        os.write(self.master, keys.encode())

    def finish(self):
        """Wait for the end; exit status and everything shown."""
        shown = self.read_until()
        status = self.process.wait(30)
        os.close(self.master)
        return status, shown


def on_screen(command, *args, columns=80, env=None):
    """Run on a terminal; exit status and what was shown."""
    return Screen([*command, *args], columns=columns, env=env).finish()
