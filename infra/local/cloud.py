"""Starts the local cloud (ministack). Run with the cloud's own interpreter, `.venv-cloud/bin/python`.

ministack expands the SAM transform of a root template only. Its nested stacks go through the same parser, looked
up by name at call time, so the parser is wrapped to expand them too. The root path imported the parser by name
before and keeps the original. Seen with the pinned version; if the names move, this fails at once and says so.
"""

import sys

PINNED = "1.5.33"


def main() -> None:
    from importlib.metadata import version

    if version("ministack") != PINNED:
        sys.exit(f"infra/local/cloud.py was written for ministack {PINNED}, not {version('ministack')}")
    import ministack.app as app
    from ministack.services.cloudformation import changesets, engine, handlers

    parse = engine._parse_template
    for user in (changesets, handlers):
        if user._parse_template is not parse:
            sys.exit("ministack's CloudFormation no longer shares one template parser; see infra/local/cloud.py")
    engine._parse_template = lambda body: engine._apply_transforms(parse(body))
    app.main()


if __name__ == "__main__":
    main()
