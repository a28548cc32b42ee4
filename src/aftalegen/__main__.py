"""`python -m aftalegen`."""

from aftalegen.cli.app import run

if __name__ == "__main__":  # a spawned process reads this file again
    run()
