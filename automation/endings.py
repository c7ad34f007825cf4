"""The signals by which somebody ends a run: Ctrl-C, a service manager, a closed terminal, Windows' Ctrl-Break."""

import signal

ENDINGS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name))
