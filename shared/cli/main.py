"""The command `madoguchi`. A command's rooms are imported when that command runs, never before."""

import importlib

import click

# name → "module in shared.cli:attribute"; sorted
COMMANDS: dict[str, str] = {
    "act": "records:act",
    "apply": "apply:apply",
    "arrive": "paper_in:arrive_command",
    "backup": "keeping:backup",
    "catalogue": "catalogue:catalogue",
    "code": "records:code",
    "device": "device:device",
    "doctor": "doctor:doctor",
    "draft": "apply:draft",
    "find": "find:find",
    "guide": "guide:guide",
    "keys": "keeping:keys",
    "number": "number:number",
    "paper": "paper:paper",
    "protect": "protect:protect",
    "queue": "records:queue",
    "receipt": "records:receipt",
    "receive": "receive:receive",
    "restore": "keeping:restore",
    "serve": "serve:serve",
    "show": "records:show",
    "staff": "staff:staff",
    "status": "citizen:status",
    "trail": "trail:trail",
    "type": "paper_in:type_command",
    "value": "value:value",
    "verify": "citizen:verify",
    "waiting": "paper_in:waiting_command",
}


class Rooms(click.Group):
    """A group whose commands are loaded by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        command = getattr(importlib.import_module(f"shared.cli.{module}"), attribute)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Rooms, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """ちょうどいい窓口: procedures of a city hall, for home, counter and paper."""
