"use strict";
// Starts `tei-edition lsp`, the language server, and has commands that run others in a terminal.

const fs = require("node:fs");
const path = require("node:path");
const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

const INSTALL = 'pip install tei-edition "pygls>=2.1,<3"';
const MANUAL = "Show how to install it";

let client;

/** The folder of the workspace with the edition; else the first one, if there is one. */
function findFolder() {
  const folders = (vscode.workspace.workspaceFolders || []).map((folder) => folder.uri.fsPath);
  return folders.find((folder) => fs.existsSync(path.join(folder, "edition.toml"))) || folders[0];
}

/** The program: that of the settings, of a virtual environment in the folder, or of the PATH. */
function findProgram(folder) {
  const chosen = vscode.workspace.getConfiguration("tei-edition").get("program");
  if (chosen) return chosen;
  const inside = process.platform === "win32" ? ["Scripts", "tei-edition.exe"] : ["bin", "tei-edition"];
  const own = folder ? [".venv", "venv"].map((name) => path.join(folder, name, ...inside)) : [];
  return own.find((file) => fs.existsSync(file)) || "tei-edition";
}

async function start() {
  const folder = findFolder();
  const program = findProgram(folder);
  const run = { command: program, args: ["lsp"], options: { cwd: folder } };
  client = new LanguageClient(
    "tei-edition",
    "tei-edition",
    { run, debug: run },
    {
      documentSelector: [{ scheme: "file", language: "xml" }],
      initializationOptions: {
        schema: vscode.workspace.getConfiguration("tei-edition").get("schemaProblems") !== false,
      },
    },
  );
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    const told = `tei-edition could not be started as "${program}": ${error.message || error}`;
    const chosen = await vscode.window.showErrorMessage(told, MANUAL);
    if (chosen === MANUAL) runInTerminal(`# ${INSTALL}`, false);
  }
}

async function stop() {
  const running = client;
  client = undefined;
  if (running) await running.stop();
}

/** Type a command into a terminal; it is run at once if `runs`. */
function runInTerminal(command, runs) {
  const terminal = vscode.window.createTerminal({ name: "tei-edition", cwd: findFolder() });
  terminal.show();
  terminal.sendText(command, runs);
}

function runProgram(...words) {
  const program = findProgram(findFolder());
  // PowerShell calls a quoted program by "&".
  const quoted = / /.test(program) ? `${process.platform === "win32" ? "& " : ""}"${program}"` : program;
  runInTerminal([quoted, ...words].join(" "), true);
}

async function activate(context) {
  const commands = {
    "tei-edition.restart": async () => {
      await stop();
      await start();
    },
    "tei-edition.serve": () => runProgram("serve", "--open"),
    "tei-edition.check": () => runProgram("check"),
    "tei-edition.build": () => runProgram("build"),
  };
  for (const [name, command] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(name, command));
  }
  await start();
}

module.exports = { activate, deactivate: stop };
