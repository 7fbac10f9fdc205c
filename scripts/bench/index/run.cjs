// Runs a Go program of WebAssembly in Node.js: node run.cjs wasm_exec.js file
// arguments. When it ends, the size of its memory goes to standard error as
// "memory <bytes>". Memory of WebAssembly never shrinks, so that this is the most
// it ever took.
"use strict";

const [glue, file, ...args] = process.argv.slice(2);
globalThis.fs = require("node:fs");
globalThis.path = require("node:path");
globalThis.require = require;
require(glue);

const go = new Go();
go.argv = [file, ...args];
go.env = {};
let status = 0;
go.exit = (code) => { status = code; };
WebAssembly.instantiate(fs.readFileSync(file), go.importObject).then(async ({ instance }) => {
	await go.run(instance);
	fs.writeSync(2, `memory ${instance.exports.mem.buffer.byteLength}\n`);
	// Go leaves timers behind that would wake a program that has ended.
	process.exit(status);
});
