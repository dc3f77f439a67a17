// A server of the official TypeScript SDK on standard input and output with one tool, for scripts/bench-server to measure
// beside ours: node peer_server.mjs NODE_MODULES
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(join(process.argv[2], "here.js"));
const load = (name) => import(pathToFileURL(require.resolve(name)));

const { McpServer } = await load("@modelcontextprotocol/server");
const { serveStdio } = await load("@modelcontextprotocol/server/stdio");

serveStdio(() => {
  const server = new McpServer({ name: "peer", version: "1.0" });
  server.registerTool("test_simple_text", { description: "A text" }, async () => ({
    content: [{ type: "text", text: "This is a simple text response for testing." }],
  }));
  return server;
});
