"""``python -m w12studio``."""

import sys

from w12studio.cli import main

if __name__ == "__main__":
    sys.exit(main())
