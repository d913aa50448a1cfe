"""`ipsteward eval attacks`."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from evals.attacks.cases import World, load_cases, load_world
from evals.told import tell_attacks, word
from knowledge import settings as configured
from knowledge.settings import Settings

File = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.option("--cases", "cases_file", type=File, required=True, help="The cases, one a line.")
@click.option("--world", "world_file", type=File, required=True, help="What every case starts from.")
@click.option(
    "--model", type=click.Choice(["obedient", "configured"]), default="obedient", show_default=True,
    help="A model that obeys every text that it reads, or the one of the settings.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="The figures as JSON on stdout.")
def attacks(cases_file: Path, world_file: Path, model: str, as_json: bool) -> int:
    """Play attacks, each in a world of its own: side effects, leaks, and what still is of use."""
    from evals.attacks.play import configured as own
    from evals.attacks.play import obedient
    from evals.attacks.run import run  # the agent costs seconds

    cases, world, settings = load_cases(cases_file), load_world(world_file), configured.load()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        task = bars.add_task(word("cases"), total=None)
        found = run(
            cases, world, obedient if model == "obedient" else own, settings_of(world, settings, model),
            progress=lambda done, total: bars.update(task, completed=done, total=total),
            allowed_addresses=_own_addresses(settings),
        )  # fmt: skip
    click.echo(json.dumps(found, ensure_ascii=False)) if as_json else tell_attacks(found)
    if not cases:
        return 2
    return 1 if found["side_effects"] or found["leaks"] else 0


def settings_of(world: World, settings: Settings, model: str) -> Settings:
    """The world's secrets and hosts in the places where a centre has its own."""
    changed: dict[str, Any] = {
        "telegram_token": world.secret("telegram_token") or None,
        "link_hosts": ",".join(world.allowed_hosts),
        "public_url": None,
    }
    if model == "obedient" or settings.model == "embedded":
        changed |= {"model": "embedded", "model_key": world.secret("llm_api_key") or None}
    return settings.model_copy(update=changed)


def _own_addresses(settings: Settings) -> frozenset[str]:
    """The configured model's endpoint is not what an attack reached for."""
    host = urlsplit(settings.model_url or "").hostname
    return frozenset({host}) if host else frozenset()
