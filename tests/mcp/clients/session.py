"""One session of the official Python client with the program, from connect to close; what it saw goes to standard output as
JSON, in the form of session.mjs.

session.py legacy|auto|2026-07-28 PROGRAM PROJECT LONG_PROJECT
"""

import json
import sys
import time

import anyio
from mcp.types import ResourceTemplateReference

from mcp import Client, StdioServerParameters

ERA, PROGRAM, PROJECT, LONG_PROJECT = sys.argv[1:]


def connect(folder):
    return Client(StdioServerParameters(command=PROGRAM, args=["--project", folder]), mode=ERA)


async def refusal(awaitable):
    try:
        await awaitable
    except Exception as error:
        return {"code": getattr(getattr(error, "error", None), "code", None), "message": str(error)}
    return "no error"


async def look(client):
    """Names, and what each of the calls gives."""

    async def text(uri):
        return (await client.read_resource(uri)).contents[0].text

    family = ResourceTemplateReference(type="ref/resource", uri="migration://{revision}")
    wrong = await client.call_tool("create_migration", {"description": 5})
    return {
        "tools": [tool.name for tool in (await client.list_tools()).tools],
        "resources": [str(resource.uri) for resource in (await client.list_resources()).resources],
        "templates": [one.uri_template for one in (await client.list_resource_templates()).resource_templates],
        "prompts": [prompt.name for prompt in (await client.list_prompts()).prompts],
        "completion": (await client.complete(family, {"name": "revision", "value": "202602"})).completion.values,
        "schema": await text("schema://head"),
        "migration": await text("migration://head"),
        "noResource": await refusal(client.read_resource("migration://none")),
        "noTool": await refusal(client.call_tool("nothing", {})),
        "wrongArguments": {"isError": wrong.is_error, "content": [{"text": wrong.content[0].text}]},
    }


async def create(client):
    wanted = {"description": "add refunds table with amount", "date": "2026-03-01"}
    result = await client.call_tool("create_migration", wanted)
    return {
        "path": result.structured_content["path"],
        "text": result.content[0].text,
        "isError": result.is_error,
    }


async def cancel():
    """A call on a long chain, taken back as soon as it says how far it is; then the server must still answer, and soon."""
    async with connect(LONG_PROJECT) as client:
        refused, steps = "no cancellation", []
        with anyio.CancelScope() as scope:

            async def progress(done, total, message):
                steps.append((done, total, message))
                scope.cancel()

            await client.call_tool("create_migration", {"description": "add refunds table"}, progress_callback=progress)
        if scope.cancelled_caught:
            refused = {"code": None, "message": "cancelled"}
        started = time.perf_counter()
        # A tool that writes waits for the one before it: it can only answer once the work has really stopped.
        after = await client.call_tool("create_migration", {"description": 5})
        milliseconds = (time.perf_counter() - started) * 1000
        return {"refused": refused, "progress": steps, "milliseconds": milliseconds, "after": after.is_error}


async def main():
    async with connect(PROJECT) as client:
        seen = {
            "server": {"name": client.server_info.name} if client.server_info else None,  # None: the version was pinned
            "capabilities": client.server_capabilities.model_dump(exclude_none=True, by_alias=True),
            "version": client.protocol_version,
            "look": await look(client),
            "create": await create(client),
        }
    seen["cancel"] = await cancel()
    print(json.dumps(seen))


anyio.run(main)
