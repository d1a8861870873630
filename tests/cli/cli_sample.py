"""A plain click command, as a plugin would write it, that makes every kind of output."""

import sys
import time
from decimal import Decimal

import click

from franchise.cli.help import examples
from franchise.cli.output import Col, Output, output_options
from franchise.cli.params import TextSource, group_option, store_option, yes_option
from franchise.cli.state import State, pass_state
from franchise.errors import NotFound, SetupInvalid

COLUMNS = (
    Col("name", "商品"),
    Col("supplier", "供应商"),
    Col("lines", "行数", "number"),
    Col("quantity", "数量", "quantity"),
    Col("amount", "金额", "money"),
)
ROWS = (
    {
        "name": "散养土鸡蛋（30枚装）[red]",
        "supplier": "王家湾合作社",
        "lines": 12,
        "quantity": 110_900,
        "amount": 26290,
    },
    {
        "name": "=cmd|' /C calc'!A0",
        "supplier": "a\tb\nc\x1b[31m",
        "lines": 3,
        "quantity": 9_999_000,
        "amount": 123_456_789,
    },
)


@click.group()
def sample():
    """一个示例命令，用来检查中文帮助的换行是否正确：每一行都不能比终端更宽，标点不能出现在行首。"""


@sample.command()
@output_options
def agenda(out: Output):
    """Print a table with what a narrow terminal can do without."""
    columns = [
        Col("time", "时间", whole=True),
        Col("slot", "代码", spare=True),
        Col("name", "名称"),
        Col("why", "原因"),
    ]
    out.table(columns, [{"time": "07:30-09:00", "slot": "good_morning", "name": "早安问候", "why": ""}])


@sample.command(epilog=examples("# 查看商品", "franchise sample table --json"))
@output_options
def table(out: Output):
    """Print a table."""
    out.say("talk")
    out.table(COLUMNS, ROWS, title="商品")


@sample.command()
@output_options
def value(out: Output):
    """Print one value."""
    out.data({"b": Decimal("1.30"), "a": "鸡蛋\x9b", "none": None})


@sample.command()
@click.option(
    "--quantity",
    type=click.Choice(["斤", "箱", "瓶"]),
    help="数量的单位；这里的说明文字特意写得很长，好让它一定要换行。",
)
@group_option(required=True)
@store_option
@pass_state
def echo(state: State, group, store, quantity):
    """Print what arrived."""
    click.echo(
        repr((group, store, state.store, state.db, state.language, state.color, state.quiet, quantity))
    )


@sample.command()
@click.argument("kind")
@output_options
def fail(kind, out: Output):
    """End badly."""
    if kind == "refused":
        raise NotFound("没有这个村。", hint="看看 `franchise group list`", where="V0001.txt:7")
    if kind == "setup":
        raise SetupInvalid(
            "2 mistakes.", problems=("groups.core: size", "catalog.egg: price"), where="setup.toml"
        )
    if kind == "bug":
        raise RuntimeError("secret thing")
    if kind == "exit":
        click.get_current_context().exit(3)
    if kind == "wait":
        out.say("waiting")
        sys.stderr.flush()
        time.sleep(30)


@sample.command()
@click.argument("text", type=TextSource(limit=2048))
def read(text):
    """Read a text."""
    click.echo(repr((text.name, text.text)))


@sample.command()
@yes_option
@output_options
def danger(yes, out: Output):
    """Ask first."""
    out.confirm("Delete 3 stores?", yes)
    out.lines("deleted")


@sample.command()
@click.option("-q", "quantity", default=1)
@output_options
@pass_state
def own(state: State, quantity, out: Output):
    """Has a -q of its own."""
    click.echo(repr((quantity, state.quiet)))


@sample.command()
@click.argument("lines", type=int)
def many(lines):
    """Print many lines."""
    for number in range(lines):
        click.echo(number)


@sample.command()
@output_options
def work(out: Output):
    """Work for long."""
    with out.progress(3, "汇总") as advance:
        for _ in range(3):
            advance(1)
    out.lines("done")
