"""`python -m automation`: the same as `./igot`."""

import sys

from automation.cli import main

sys.exit(main())
