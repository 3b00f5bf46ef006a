"use strict";
// Activates the packed extension in plain Node, with a stand-in for the program VS Code, opens one
// text, and prints as JSON what the extension did: node drive.js EXTENSION.js FOLDER PROGRAM TEXT

const Module = require("node:module");
const fs = require("node:fs");
const { pathToFileURL } = require("node:url");

const [, , bundle, folder, program, text] = process.argv;
const seen = { commands: [], providers: [], problems: [], errors: [] };
const disposable = { dispose() {} };
const event = () => disposable;

class Uri {
  constructor(file) {
    this.fsPath = file;
    this.scheme = "file";
    this.path = file;
  }
  toString() {
    return pathToFileURL(this.fsPath).href;
  }
  static parse(href) {
    return new Uri(decodeURIComponent(new URL(href).pathname));
  }
  static file(file) {
    return new Uri(file);
  }
}
class Position {
  constructor(line, character) {
    Object.assign(this, { line, character });
  }
}
class Range {
  constructor(start, end) {
    Object.assign(this, { start, end });
  }
}
class Diagnostic {
  constructor(range, message) {
    Object.assign(this, { range, message });
  }
}
class Emitter {
  constructor() {
    this.listeners = [];
    this.event = (listener) => {
      this.listeners.push(listener);
      return disposable;
    };
  }
  fire(value) {
    for (const listener of this.listeners) listener(value);
  }
  dispose() {}
}

const document = {
  uri: new Uri(text),
  fileName: text,
  languageId: "xml",
  version: 1,
  getText: () => fs.readFileSync(text, "utf8"),
};
const channel = new Proxy({ onDidChangeLogLevel: event, logLevel: 2 }, {
  get: (target, name) => target[name] ?? (() => {}),
});
// Whatever is not named here: a class that can be made and extended, and called as a function.
const anything = () =>
  new Proxy(function Anything() {}, {
    get: (target, name) => (name in target || typeof name !== "string" ? target[name] : anything()),
    apply: () => anything(),
  });
const register = (name) => (...given) => {
  seen.providers.push(name);
  void given;
  return disposable;
};
const named = {
  Uri,
  Position,
  Range,
  Diagnostic,
  EventEmitter: Emitter,
  CancellationTokenSource: class {
    constructor() {
      this.token = { isCancellationRequested: false, onCancellationRequested: event };
    }
    cancel() {}
    dispose() {}
  },
  env: { language: "en", appName: "stand-in", isTelemetryEnabled: false },
  version: "1.91.0",
  workspace: fill({
    workspaceFolders: [{ uri: new Uri(folder), name: "edition", index: 0 }],
    textDocuments: [document],
    notebookDocuments: [],
    getConfiguration: () => ({
      get: (name, other) => ({ program, schemaProblems: true })[name] ?? other,
    }),
    getWorkspaceFolder: () => ({ uri: new Uri(folder), name: "edition", index: 0 }),
    createFileSystemWatcher: () => fill({}),
  }),
  window: fill({
    createOutputChannel: () => channel,
    showErrorMessage: async (words) => void seen.errors.push(words),
    tabGroups: fill({ all: [] }),
    activeTextEditor: { document },
    visibleTextEditors: [{ document }],
    visibleNotebookEditors: [],
  }),
  commands: fill({
    registerCommand(name) {
      seen.commands.push(name);
      return disposable;
    },
  }),
  languages: fill({
    match: () => 10,
    createDiagnosticCollection: () => fill({
      set: (_uri, found) => seen.problems.push(...(found ?? []).map((one) => String(one.message))),
    }),
  }, "register"),
};

/** An object whose events never come, and whose other functions do nothing. */
function fill(own, prefix) {
  return new Proxy(own, {
    get(target, name) {
      if (name in target || typeof name !== "string") return target[name];
      if (name.startsWith("on")) return event;
      return prefix && name.startsWith(prefix) ? register(name) : () => disposable;
    },
  });
}

const vscode = new Proxy(named, { get: (target, name) => (name in target ? target[name] : anything()) });
const load = Module._load;
Module._load = (name, ...more) => (name === "vscode" ? vscode : load(name, ...more));

async function run() {
  const extension = require(bundle);
  await extension.activate({ subscriptions: [] });
  for (let tries = 0; tries < 100 && seen.problems.length === 0; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await extension.deactivate();
  process.stdout.write(`${JSON.stringify(seen)}\n`, () => process.exit(0));
}

run().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
