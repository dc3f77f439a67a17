#!/usr/bin/env node
// Starts the program that npm installed for this system: the optional package of its platform.
"use strict";

const { spawn } = require("node:child_process");

const name = process.platform === "win32" ? "alembic-migrate.exe" : "alembic-migrate";
const holder = `@alembic-migrate/${process.platform}-${process.arch}`;

let program;
try {
  program = require.resolve(`${holder}/${name}`);
} catch {
  console.error(`alembic-migrate: ${holder} is not installed: there is no program for this system, or npm left optional packages out`);
  process.exit(2);
}

const child = spawn(program, process.argv.slice(2), { stdio: "inherit" });
const passed = ["SIGINT", "SIGTERM", "SIGHUP"];
for (const signal of passed) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
  console.error(`alembic-migrate: ${program} cannot be started: ${error.message}`);
  process.exit(2);
});
child.on("exit", (code, signal) => {
  if (signal === null) process.exit(code);
  for (const name of passed) process.removeAllListeners(name);
  process.kill(process.pid, signal);
});
