"""The comparison with sliders: `python -m experiments.app [port]`."""

import sys

from experiments.counts import cut, is_count


def main() -> int:
    """Serve until interrupted."""
    from experiments.app.server import server

    if {"-h", "--help"} & set(sys.argv[1:]):
        print(f"{__doc__}\n\nIt serves a page to this computer alone, at port 8765 or the one that is given.")
        return 0
    port = sys.argv[1] if len(sys.argv) > 1 else "8765"
    if not is_count(port) or not 0 < int(port) < 65_536:
        print(f"error: port is {cut(port)}, allowed is a whole number from 1 to 65535", file=sys.stderr)
        return 2
    try:
        serving = server(int(port))
    except OSError as error:
        print(f"error: port {port} cannot be used: {error.strerror}", file=sys.stderr)
        return 1
    print(f"open http://127.0.0.1:{port} in a browser; Ctrl-C ends it", flush=True)
    try:
        serving.serve_forever()
    except KeyboardInterrupt:
        print("ended")
    return 0


if __name__ == "__main__":
    sys.exit(main())
