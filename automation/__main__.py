"""`python -m automation`: the same as `./igot`."""

import sys

try:
    from automation.cli import main

    code = main()
except KeyboardInterrupt:  # in the first moments, when nothing has begun yet
    sys.stderr.write("igot: interrupted.\n")
    code = 130
sys.exit(code)
