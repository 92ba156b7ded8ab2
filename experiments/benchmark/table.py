"""The figures of the benchmark as text."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

Life = dict[str, Any]
OUTSIDE_AT_MOST = 0.25  # of the CPU time of a run with careers, outside the kernel
TIMES_A_SYSTEM = 100.0  # as many impressions a second as a system of this field


def columns(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with a line of headings, words to the left and numbers to the right."""
    lines = [list(head), *(list(row) for row in rows)]
    width = [max(len(line[i]) for line in lines) for i in range(len(head))]
    return "\n".join(
        "  ".join([line[0].ljust(width[0]), *(cell.rjust(w) for cell, w in zip(line[1:], width[1:], strict=True))])
        for line in lines
    )


def per_second(life: Life) -> float:
    """Impressions a CPU second of the whole run."""
    return float(life["impressions"] / life["cpu_seconds"])


def ratio(life: Life) -> str:
    """How many times the NumPy batch's CPU time is that of the whole run."""
    return f"{life['numpy_cpu_seconds'] / life['cpu_seconds']:.2f} x"


def beside_c(life: Life) -> tuple[str, str]:
    """CPU time of the hand-written C program, and how many times as long the kernel takes."""
    seconds = life["c_cpu_seconds"]
    return ("-", "-") if seconds is None else (f"{seconds:.2f} s", f"{life['kernel_cpu_seconds'] / seconds:.2f} x")


def of_run(lives: Sequence[Life]) -> str:
    """Speed of the whole run, and where the time goes."""
    speed = columns(
        (
            "whole run",
            "users",
            "accounts",
            "items",
            "impressions",
            "CPU s",
            "impressions/s",
            "NumPy batch",
            "ratio",
            "C",
            "kernel",
        ),
        [
            (
                f"{life['candidates_per_slot']} candidates a slot",
                f"{life['users']:,}",
                f"{life['creators']:,}",
                f"{life['items']:,}",
                f"{life['impressions']:,}",
                f"{life['cpu_seconds']:.2f}",
                f"{per_second(life):,.0f}",
                f"{life['numpy_cpu_seconds']:.2f} s",
                ratio(life),
                *beside_c(life),
            )
            for life in lives
        ],
    )
    shares = columns(
        ("share of time", *lives[0]["phases"], "kernel alone", "world built before"),
        [
            (
                f"{life['candidates_per_slot']} candidates a slot",
                *(f"{seconds / life['wall_seconds']:.1%}" for seconds in life["phases"].values()),
                f"{life['kernel_cpu_seconds'] / life['cpu_seconds']:.1%}",
                f"{life['build_cpu_seconds']:.1f} s",
            )
            for life in lives
        ],
    )
    return f"{speed}\n\n{shares}\n"


def of_scale(lives: Sequence[Life]) -> str:
    """Cost and memory by number of users, and what a user is made of."""
    cost = columns(
        ("users", "ns/impression", "NumPy batch", "ratio", "peak MB", "before", "allowed", "fits"),
        [
            (
                f"{life['users']:,}",
                f"{1e9 / per_second(life):,.0f}",
                f"{1e9 * life['numpy_cpu_seconds'] / life['impressions']:,.0f}",
                ratio(life),
                f"{life['peak_mib']:,.0f}",
                f"{life['peak_mib_before']:,.0f}",
                f"{life['budget_mib']:,.0f}",
                "yes" if life["peak_mib"] <= life["budget_mib"] else "NO",
            )
            for life in lives
        ],
    )
    size = lives[0]["bytes_a_user"]
    rows = [(name, f"{count:,}") for name, count in sorted(size.items(), key=lambda pair: -pair[1])]
    return f"{cost}\n\n{columns(('column', 'bytes a user'), [*rows, ('in all', f'{sum(size.values()):,}')])}\n"


def of_accounts(lives: Sequence[Life]) -> str:
    """Cost by number of accounts, and how much of it is not the kernel's."""
    return (
        columns(
            ("accounts", "items", "users", "ns/impression", "NumPy batch", "ratio", "beside the kernel, ms a refresh"),
            [
                (
                    f"{life['creators']:,}",
                    f"{life['items']:,}",
                    f"{life['users']:,}",
                    f"{1e9 / per_second(life):,.0f}",
                    f"{1e9 * life['numpy_cpu_seconds'] / life['impressions']:,.0f}",
                    ratio(life),
                    f"{life['fixed_ms_a_refresh']:.1f}",
                )
                for life in lives
            ],
        )
        + "\n"
    )


def of_laws(each: dict[str, float]) -> str:
    """What pieces of arithmetic cost, beside the first."""
    first = next(iter(each.values()))
    rows = [(name, f"{cost:.1f}", f"{cost / first:.2f} x") for name, cost in each.items()]
    return columns(("one call of", "ns CPU", "of the first"), rows) + "\n"


def of_threads(lives: Sequence[Life]) -> str:
    """Two threads against one, at each size."""
    alone = {life["users"]: life["wall_seconds"] for life in lives if life["threads"] == 1}
    return (
        columns(
            ("users", "threads", "wall s", "CPU s", "speed-up"),
            [
                (
                    f"{life['users']:,}",
                    f"{life['threads']}",
                    f"{life['wall_seconds']:.2f}",
                    f"{life['cpu_seconds']:.2f}",
                    f"{alone[life['users']] / life['wall_seconds']:.2f} x",
                )
                for life in lives
            ],
        )
        + "\n"
    )


def of_refresh(found: Life) -> str:
    """What a refresh and a day cost beside the kernel."""
    kernel = " and ".join(
        f"{each:.3f} in one of {minutes} minutes"
        for each, minutes in zip(found["kernel_ms"], found["minutes"], strict=True)
    )
    kept = "yes" if found["ms_a_refresh"] <= found["allowed_ms"] else "NO"
    return (
        f"a refresh at {found['users']:,} users and {found['creators']:,} accounts: {found['ms_a_refresh']:.3f} ms CPU "
        f"outside the kernel (at most {found['allowed_ms']}: {kept}), and {found['ms_a_day']:.3f} ms a day\n"
        f"  (over {found['days']} days at two lengths; the kernel takes {kernel})\n"
    )


def of_paid(lives: Sequence[Life]) -> str:
    """What selling the paid slots costs, as a share of the run's time."""
    rows = []
    for free, sold in zip(lives[::2], lives[1::2], strict=True):
        per_free, per_sold = (1e9 / per_second(life) for life in (free, sold))
        rows.append(
            (
                f"{100 * sold['ad_load']:.0f} % of slots paid",
                f"{sold['users']:,}",
                f"{sold['creators']:,}",
                f"{per_free:,.0f}",
                f"{per_sold:,.0f}",
                f"{1.0 - per_free / per_sold:.1%}",
            )
        )
    return columns(("paid lane", "users", "accounts", "ns/impression", "slots sold", "share of time"), rows) + "\n"


def of_start(seconds: dict[str, float]) -> str:
    """Importing and starting, against a bare Python."""
    bare = seconds["bare_python"]
    return (
        columns(
            ("start", "CPU s", "bare Pythons"),
            [(name.replace("_", " "), f"{cost:.2f}", f"{cost / bare:.1f} x") for name, cost in seconds.items()],
        )
        + "\n"
    )


def of_compiling(seconds: dict[str, float]) -> str:
    """A tiny life with an empty cache, against the same with a full one."""
    cold, warm = seconds["cold"], seconds["warm"]
    return f"compiling: {cold - warm:.1f} s CPU (a tiny life takes {cold:.1f} s cold, {warm:.1f} s warm)\n"


def of_policies(rows: Sequence[dict[str, Any]]) -> str:
    """What every policy takes beside `interest`, the dearest first."""
    table = columns(
        ("policy", "CPU s", "interest", "ratio", "least", "most", "allowed", "ns/impression", "kept"),
        [
            (
                row["policy"],
                f"{row['cpu_seconds']:.2f}",
                f"{row['interest_seconds']:.2f}",
                f"{row['ratio']:.2f} x",
                f"{row['least']:.2f}",
                f"{row['most']:.2f}",
                f"{row['allowed']:.2f}",
                f"{1e9 * row['cpu_seconds'] / max(row['slots'], 1):,.0f}",
                "yes" if row["ratio"] <= row["allowed"] else "NO",
            )
            for row in sorted(rows, key=lambda row: -row["ratio"])
        ],
    )
    return f"{table}\n"


def of_careers(life: Life) -> str:
    """What all but the kernel takes of a month with daily careers."""
    outside = 1.0 - life["kernel_cpu_seconds"] / life["cpu_seconds"]
    shares = ", ".join(f"{name} {part / life['wall_seconds']:.1%}" for name, part in life["phases"].items())
    kept = "yes" if outside < OUTSIDE_AT_MOST else "NO"
    return (
        f"a month with careers at {life['users']:,} users and {life['creators']:,} accounts: "
        f"{life['cpu_seconds']:.1f} s CPU, {outside:.1%} of it outside the kernel "
        f"(less than {OUTSIDE_AT_MOST:.0%}: {kept})\n"
        f"  (share of wall time: {shares})\n"
    )


def of_platforms(found: Life) -> str:
    """What an impression costs on two platforms beside one."""
    one, two = (1e9 * found[side] for side in ("one", "two"))
    shown = " and ".join(f"{count:,}" for count in found["impressions"])
    return (
        f"two platforms beside one, {found['users']:,} users and {found['creators']:,} accounts, "
        f"{found['days']} days, {shown} impressions: {two:,.0f} ns each against {one:,.0f}, {found['ratio']:.2f} x "
        f"({found['least']:.2f} to {found['most']:.2f}; less than {found['allowed']}: "
        f"{'yes' if found['ratio'] < found['allowed'] else 'NO'})\n"
    )


def of_peers(found: Life) -> str:
    """Impressions a second of the whole run beside others': how many times as many."""
    return f"{of_engines(found['engines'])}\n{of_systems(found['systems'])}"


def of_engines(lives: Sequence[Life]) -> str:
    """General engines on the same visits: the best of their turns, for a shared machine slows some."""
    names = list(lives[0]["peers"])
    rows = []
    for life in lives:
        own = per_second(life)
        others = [[life["impressions"] / life["numpy_cpu_seconds"]], *(life["peers"][name] for name in names)]
        rows.append((
            f"{life['candidates_per_slot']} candidates a slot", f"{own:,.0f}",
            *(_beside(own, max(turns)) for turns in others),
        ))  # fmt: skip
    return columns(("impressions a CPU second", "whole run", "NumPy batch", *names), rows) + "\n"


def _beside(own: float, other: float | str) -> str:
    return other if isinstance(other, str) else f"{other:,.0f}, {own / other:.1f} x"


def of_systems(rows: Sequence[Life]) -> str:
    """Systems of this field in worlds of their own, and the whole run in a world of about that size."""
    items, accounts = rows[0]["own"]
    head = (
        "impressions a CPU second", "users", "items", "its speed", "whole run, as many items", "",
        "as many accounts", "", f"{TIMES_A_SYSTEM:.0f} x",
    )  # fmt: skip
    table = columns(head, [_system(row) for row in rows])
    return (
        f"{table}\n  (whole run at 4 candidates a slot: {items['items']:,} items of {items['creators']:,} accounts; "
        f"{accounts['items']:,} items of {accounts['creators']:,} accounts)\n"
    )


def _system(row: Life) -> tuple[str, ...]:
    if "missing" in row:
        return (f"{row['peer']}: {row['missing']}", *[""] * 8)
    other = per_second(row)
    own = [per_second(life) for life in row["own"]]
    kept = [speed >= TIMES_A_SYSTEM * other for speed in own]
    note = f"; {row['note']}" if row["note"] else ""
    return (
        f"{row['peer']} {row['version']}: {row['way']}{note}", f"{row['users']:,}", f"{row['items']:,}",
        f"{other:,.0f}", *(cell for speed in own for cell in (f"{speed:,.0f}", f"{speed / other:,.0f} x")),
        "yes" if all(kept) else "as many items" if kept[0] else "NO",
    )  # fmt: skip


SHOW: dict[str, Callable[[Any], str]] = {
    "run": of_run,
    "scale": of_scale,
    "accounts": of_accounts,
    "laws": of_laws,
    "threads": of_threads,
    "refresh": of_refresh,
    "paid": of_paid,
    "start": of_start,
    "compile": of_compiling,
    "policies": of_policies,
    "careers": of_careers,
    "platforms": of_platforms,
    "peers": of_peers,
}
