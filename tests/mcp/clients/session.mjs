// One session of an official TypeScript client with the program, from connect to close; what it saw goes to standard output
// as JSON.
//
//     node session.mjs NODE_MODULES sdk|client legacy|auto|2026-07-28 PROGRAM PROJECT LONG_PROJECT
//
// `sdk` is @modelcontextprotocol/sdk 1.x, which speaks legacy only; `client` is @modelcontextprotocol/client 2.x.
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, kind, era, program, project, longProject] = process.argv.slice(2);
const require = createRequire(join(modules, "here.js"));
const load = (name) => import(pathToFileURL(require.resolve(`@modelcontextprotocol/${name}`)));

const { Client } = await load(kind === "sdk" ? "sdk/client/index.js" : "client");
const { StdioClientTransport } = await load(kind === "sdk" ? "sdk/client/stdio.js" : "client/stdio");
const call = (client, params, options) =>
  kind === "sdk" ? client.callTool(params, undefined, options) : client.callTool(params, options);

async function connect(folder) {
  const mode = era === "legacy" || era === "auto" ? era : { pin: era };
  const options = kind === "sdk" ? {} : { versionNegotiation: { mode } };
  const client = new Client({ name: "session", version: "1" }, options);
  const transport = new StdioClientTransport({ command: program, args: ["--project", folder], stderr: "ignore" });
  await client.connect(transport);
  return { client, transport };
}

async function refusal(promise) {
  try {
    await promise;
    return "no error";
  } catch (error) {
    return { code: error.code, message: error.message };
  }
}

// Names, and what each of the calls gives.
async function look(client) {
  const prefix = { name: "revision", value: "202602" };
  const ref = { type: "ref/resource", uri: "migration://{revision}" };
  const text = async (uri) => (await client.readResource({ uri })).contents[0].text;
  return {
    tools: (await client.listTools()).tools.map((tool) => tool.name),
    resources: (await client.listResources()).resources.map((resource) => resource.uri),
    templates: (await client.listResourceTemplates()).resourceTemplates.map((family) => family.uriTemplate),
    prompts: (await client.listPrompts()).prompts.map((prompt) => prompt.name),
    completion: (await client.complete({ ref, argument: prefix })).completion.values,
    schema: await text("schema://head"),
    migration: await text("migration://head"),
    noResource: await refusal(client.readResource({ uri: "migration://none" })),
    noTool: await refusal(call(client, { name: "nothing", arguments: {} }).then((result) => {
      // 1.x and 2.x differ in whether an unknown tool is an error or a result.
      if (result.isError) throw new Error(result.content[0].text);
    })),
    wrongArguments: await call(client, { name: "create_migration", arguments: { description: 5 } }),
  };
}

async function create(client) {
  const wanted = { description: "add refunds table with amount", date: "2026-03-01" };
  const result = await call(client, { name: "create_migration", arguments: wanted });
  return { path: result.structuredContent.path, text: result.content[0].text, isError: result.isError };
}

// A call on a long chain, taken back as soon as it says how far it is; then the server must still answer, and soon.
async function cancel() {
  const { client } = await connect(longProject);
  const controller = new AbortController();
  const progress = [];
  const onprogress = (step) => {
    progress.push([step.progress, step.total, step.message]);
    controller.abort("enough");
  };
  const asked = { name: "create_migration", arguments: { description: "add refunds table" } };
  const refused = await refusal(call(client, asked, { signal: controller.signal, onprogress }));
  const started = performance.now();
  // A tool that writes waits for the one before it: it can only answer once the work has really stopped.
  const after = await call(client, { name: "create_migration", arguments: { description: 5 } });
  const milliseconds = performance.now() - started;
  await client.close();
  return { refused, progress, milliseconds, after: after.isError };
}

const { client, transport } = await connect(project);
const seen = {
  server: client.getServerVersion(),
  capabilities: client.getServerCapabilities(),
  version: kind === "sdk" ? transport._protocolVersion ?? null : client.getNegotiatedProtocolVersion(),
  look: await look(client),
  create: await create(client),
};
await client.close();
seen.cancel = await cancel();
console.log(JSON.stringify(seen));
