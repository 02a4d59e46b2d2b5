"""`python -m figwright_cli`, for where the script is not on the path."""

import sys

from figwright_cli import main

sys.exit(main())
