"""The shell that every command shares: help, all checks before anything is written, Hydra, clean errors."""

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from experiments import launcher, streams
from experiments.places import short
from experiments.stopping import Terminated, terminable
from sim.core.errors import ConfigError, SimError, StoppedError

if TYPE_CHECKING:
    from sim.config.schema import Config

DONE, FAILED, REFUSED, INTERRUPTED, TERMINATED = 0, 1, 2, 130, 143


@dataclass(frozen=True)
class Job:
    """What a command is asked to do, checked, and the folder for what it makes."""

    config: "Config"
    overrides: tuple[str, ...]  # what the configuration was composed from; `sim.config.load` takes them
    folder: Path
    alone: bool  # not one of the runs of a sweep

    @property
    def unfinished(self) -> Path:
        """Where comparisons keep the runs that are done, until all of the work is: a killed one goes on from there."""
        from sim.comparison.disk import UNFINISHED

        return self.folder / UNFINISHED


@dataclass(frozen=True)
class Command:
    """A command: `python -m experiments.NAME`."""

    name: str
    text: str  # for a newcomer; paragraphs
    examples: tuple[tuple[str, str], ...]  # what follows the command, what it does
    work: Callable[[Job], None]
    standard: str = ""  # the experiment that is meant where neither it nor a world is named
    several: bool = False  # whether it can be asked of several platforms

    def main(self, arguments: Sequence[str] | None = None) -> int:
        """Do what the command line asks; the exit code is 0 only if all of it was done."""
        return guarded(lambda: _obey(self, parse(sys.argv[1:] if arguments is None else arguments)))


def guarded(action: Callable[[], int]) -> int:
    """Do something and give its exit code; an error is said on one or two lines."""
    streams.hold()
    try:
        with terminable():
            return action()
    except ConfigError as error:
        print(f"error: {error}", file=sys.stderr)
        return REFUSED
    except StoppedError as stopped:
        print(stopped, file=sys.stderr)
        return INTERRUPTED
    except SimError as error:
        print(f"error: {error}", file=sys.stderr)
        return FAILED
    except BrokenPipeError:  # whoever read the output has seen enough of it, as in `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing is said at exit, either
        return FAILED
    except OSError as error:
        print(f"error: {error.filename or 'a file'} cannot be used: {error.strerror or error}", file=sys.stderr)
        return FAILED
    except Terminated:
        print("terminated", file=sys.stderr)
        return TERMINATED
    except MemoryError as error:
        print(
            f"error: memory ran out{f': {error}' if str(error) else ''}\n"
            "  smaller: population.users, population.creators, horizon_days; or fewer processes",
            file=sys.stderr,
        )
        return FAILED
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise ConfigError(f"{message}, allowed are the options of --help")


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The options that all commands share, and the overrides."""
    parser = _Parser(add_help=False, allow_abbrev=False)
    parser.add_argument("-h", "--help", action="store_true")
    parser.add_argument("-m", "--multirun", action="store_true")
    parser.add_argument("-c", "--cfg", choices=("job", "hydra", "all"))
    parser.add_argument("--info", nargs="?", const="all")
    parser.add_argument("--parameters", nargs="?", const="", metavar="WORD")
    parser.add_argument("overrides", nargs="*")
    return parser.parse_intermixed_args(arguments)


def _obey(command: Command, options: argparse.Namespace) -> int:
    from experiments.guide import help_text, parameters_text

    if options.help:
        print(help_text(command.name, command.text, command.examples))
    elif options.parameters is not None:
        print(parameters_text(options.parameters))
    else:
        _run(command, options)
    return DONE


def _run(command: Command, options: argparse.Namespace) -> None:
    from experiments.own_folder import refuse_links_of
    from sim.config import overrides
    from sim.config.load import as_yaml, load_beside_hydra

    if options.multirun and (options.cfg or options.info):
        raise ConfigError("--multirun is given with --cfg or --info, allowed is one of them")
    named = any(one.lstrip("+").startswith(("experiment=", "scenario=")) for one in options.overrides)
    if command.standard and not named:
        options.overrides.insert(0, f"experiment={command.standard}")
    if options.multirun:
        options.overrides[:0] = launcher.flags(options.overrides)
    cells = list(overrides.cells(options.overrides)) if options.multirun else [options.overrides]
    for number, cell in enumerate(cells, start=1):  # judge all before anything is written
        try:
            config = load_beside_hydra(cell)
            _refuse_several(command, config)
        except ConfigError as error:
            if len(cells) == 1:
                raise
            raise ConfigError(f"{str(error).splitlines()[0]}\n  in run {number} of {len(cells)}") from None
    if options.cfg == "job":
        print(as_yaml(config), end="")
        return
    refuse_links_of(options.overrides)
    flags = ["--multirun"] if options.multirun else []
    flags += ["--cfg", options.cfg] if options.cfg else []
    flags += ["--info", options.info] if options.info else []
    _hand_to_hydra(command, [*flags, *overrides.ready(options.overrides, sweep=options.multirun)])


def _refuse_several(command: Command, config: "Config") -> None:
    if config.platforms and not command.several:
        raise ConfigError(
            f"platform is [{','.join(config.platforms)}], allowed in experiments.{command.name} is one platform\n"
            "  several platforms: experiments.run, sweep, content_fit, two_platforms; or sim.simulate"
        )


@contextmanager
def _alone_in(named: Path) -> Iterator[Path]:
    """Hold a folder, so that no two commands write to it at once, and say where it is. If it stays empty, it goes.

    Raises:
        ConfigError: if another command holds it.
    """
    from sim.results.folder import sweep_up
    from sim.store.claim import claim

    folder = named.resolve()  # whatever links lead to it, it has one lock
    lock = folder.with_name(f".{folder.name}.lock")
    with claim(lock) as free:
        if not free:
            raise ConfigError(
                f"hydra.run.dir is {named}, which another command is writing to ({_holder(lock)})\n"
                "  allowed is another folder, or to wait until it is done"
            )
        sweep_up(folder)
        try:
            yield folder
        finally:
            ours = not named.is_symlink() and not Path.cwd().is_relative_to(folder)
            if ours and folder.is_dir() and not any(folder.iterdir()):
                with suppress(OSError):  # another disk may begin there
                    folder.rmdir()


@contextmanager
def _kept_if_stopped(job: Job) -> Iterator[None]:
    """Say what is kept of work that is stopped; when it is done, nothing is."""
    try:
        yield
    except (KeyboardInterrupt, Terminated):
        if job.unfinished.exists():
            said = f"what is done is kept: the same command goes on with hydra.run.dir={short(job.folder)}"
            print(f"\n{said}", file=sys.stderr)
        raise
    shutil.rmtree(job.unfinished, ignore_errors=True)


def _holder(lock: Path) -> str:
    try:
        host, process = lock.read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return "not known which"
    return f"process {process} on {host}"


def _hand_to_hydra(command: Command, arguments: Sequence[str]) -> None:
    """Let Hydra make the folder, start the log, and run the work once or for every cell of a sweep."""
    import hydra

    from experiments.own_folder import refuse_links
    from sim.config.choices import config_folder
    from sim.config.load import HYDRA, validate

    refused: list[SimError] = []

    def task(raw: Any) -> None:
        from hydra.core.hydra_config import HydraConfig
        from hydra.types import RunMode

        own = HydraConfig.get()
        named, alone = Path(own.runtime.output_dir), own.mode == RunMode.RUN
        try:
            refuse_links(named)
            with _alone_in(named) as folder:
                job = Job(validate(raw), tuple(own.overrides.task), folder, alone)
                with _kept_if_stopped(job):
                    command.work(job)
        except SimError as error:
            if not alone:  # a sweep goes on, and Hydra says at its end which run failed
                raise
            refused.append(error)

    os.environ["HYDRA_FULL_ERROR"] = "1"  # errors reach `main` as they are
    before = sys.argv
    sys.argv = [f"experiments.{command.name}", *arguments, f"hydra.job.name={command.name}"]
    try:
        hydra.main(version_base=HYDRA, config_path=str(config_folder()), config_name="config")(task)()
    finally:
        sys.argv = before
    if refused:
        raise refused[0]
