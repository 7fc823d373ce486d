"""The command line of `zipfile`."""

from . import main

if __name__ == "__main__":
    main()
