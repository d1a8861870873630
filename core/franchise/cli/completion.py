"""``franchise completion``: the script that lets a shell complete commands, options and values."""

from __future__ import annotations

import os
from typing import Final

import click
from click.shell_completion import get_completion_class

from franchise.cli.group import COMPLETE_VAR, PROGRAM
from franchise.cli.help import examples
from franchise.errors import UsageProblem
from franchise.messages import gettext as _

SHELLS: Final = ("bash", "zsh", "fish", "powershell")


@click.command(
    help=_("Print the script that lets your shell complete commands, options and values when you press TAB."),
    epilog=examples(
        'eval "$(franchise completion bash)"              # ~/.bashrc',
        'eval "$(franchise completion zsh)"               # ~/.zshrc',
        "franchise completion fish | source               # config.fish",
        "franchise completion powershell | Out-String | Invoke-Expression",
    ),
)
@click.argument("shell", type=click.Choice(SHELLS), required=False)
@click.pass_context
def completion(ctx: click.Context, shell: str | None) -> None:
    name = shell or _own_shell()
    found = get_completion_class(name)
    if found is None:
        raise UsageProblem(_("Completion for {shell} needs a newer version of click.").format(shell=name))
    click.echo(found(ctx.find_root().command, {}, PROGRAM, COMPLETE_VAR).source())


def _own_shell() -> str:
    """The shell that SHELL names."""
    name = os.path.basename(os.environ.get("SHELL", "powershell" if os.name == "nt" else ""))  # noqa: PTH119
    if name not in SHELLS:
        raise UsageProblem(
            _("Which shell do you use? SHELL does not tell."),
            hint=f"franchise completion {'|'.join(SHELLS)}",
        )
    return name
