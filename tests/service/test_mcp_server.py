"""An assistant gets the text of the library and the answers of the command line."""

from __future__ import annotations

import sys
from importlib.util import find_spec

import pytest

import cleaner

# it takes half a second to import, which every process of the tests would pay here
pytestmark = pytest.mark.skipif(find_spec("mcp") is None, reason="the extra mcp is not installed")

TEXT = "Rain fell on the pier.\n\nREAD MORE: Snow fell\n\nIt stopped at noon."


def asked(*calls):
    """Return the names of the tools, and the result of each call."""
    import anyio
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client

    async def talk():
        server = StdioServerParameters(command=sys.executable, args=["-m", "cleaner", "mcp", "--isolated"])
        async with stdio_client(server) as (reading, writing), ClientSession(reading, writing) as session:
            await session.initialize()
            names = [tool.name for tool in (await session.list_tools()).tools]
            return names, [await session.call_tool(name, arguments) for name, arguments in calls]

    return anyio.run(talk)


def test_the_tools_answer_as_the_library_and_the_command_line_do(run):
    names, (cleaned, kept, page, why, neither, wrong, unknown) = asked(
        ("clean", {"text": TEXT, "title": "Rain"}),
        ("clean", {"text": TEXT, "ignore": ["related"]}),
        ("clean", {"html": "<html></html>"}),
        ("why", {"text": TEXT, "line": 3}),
        ("clean", {}),
        ("clean", {"text": TEXT, "budget": 7}),
        ("why", {"text": TEXT, "line": 99}),
    )
    assert names == ["clean", "why"]
    result = cleaner.clean(TEXT, title="Rain")
    assert cleaned.content[0].text == result.text != TEXT
    removals = result.to_dict()["removals"]
    assert cleaned.structured_content == {"text": result.text, "title": "Rain", "removals": removals}
    assert kept.content[0].text == TEXT
    assert why.content[0].text.encode() == run("why", "--isolated", "--", "-:3", stdin=TEXT.encode()).out
    errors = [one.content[0].text for one in (page, neither, wrong, unknown) if one.is_error]
    assert len(errors) == 4
    assert errors[1] == "pass the article as text, or as html"
    assert errors[2] == "budget is a number from 0 to 1, not 7"
    assert errors[3] == "standard input has no line 99; its last one is 5"
