"""`python -m cam_core`: what the pages do, without a browser."""

import sys

from cam_core.cli import main

if __name__ == "__main__":
    sys.exit(main())
