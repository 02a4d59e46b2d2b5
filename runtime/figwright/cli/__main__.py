"""`python -m figwright.cli`, for where the script is not on the path."""

import sys

from figwright.cli import main

sys.exit(main())
