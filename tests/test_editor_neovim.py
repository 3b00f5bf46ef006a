"""Neovim, without a window, as a real client of the language server, with the manual's settings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from building import REPOSITORY
from language_client import LETTER, OTHER, REGISTER, SETTINGS

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("pygls", reason="pygls is not installed: pip install pygls")

SCRIPT = """
-- Neovim 0.7 has no `vim.lsp.start` and no `vim.fs`; later ones have.
if not vim.lsp.start then
  vim.fs = {
    dirname = function(path) return path and vim.fn.fnamemodify(path, ":h") end,
    find = function(name, given) return { vim.fn.findfile(name, given.path .. ";") } end,
  }
  vim.lsp.start = function(config)
    vim.lsp.buf_attach_client(0, vim.lsp.start_client(config))
  end
end
dofile("SETTINGS")
local result = {}
local function ask(method, more)
  local params = vim.lsp.util.make_position_params()
  for key, value in pairs(more or {}) do params[key] = value end
  local answers = vim.lsp.buf_request_sync(0, method, params, 60000)
  for _, answer in pairs(answers or {}) do
    if answer.error then return answer.error.message end
    return answer.result
  end
end
local ok, message = pcall(function()
  vim.cmd("edit a.xml")
  vim.bo.filetype = "xml"
  vim.wait(60000, function() return #vim.lsp.buf_get_clients(0) > 0 or
    next(vim.lsp.buf_get_clients(0)) ~= nil end)
  local function type_in(line, column, words)
    vim.api.nvim_win_set_cursor(0, { line, column })
    vim.api.nvim_buf_set_text(0, line - 1, column, line - 1, column, { words })
    vim.api.nvim_win_set_cursor(0, { line, column + #words })
  end
  local line = vim.fn.search("Ich sah")
  local column = vim.fn.getline(line):find("Ich sah") - 1
  type_in(line, column, "<")
  result.elements = {}
  for _, item in ipairs(ask("textDocument/completion").items) do
    table.insert(result.elements, item.label)
  end
  type_in(line, column + 1, 'persName ref="#muelller">x</persName>')
  vim.wait(60000, function() return #vim.diagnostic.get(0) > 0 end)
  result.problems = {}
  for _, problem in ipairs(vim.diagnostic.get(0)) do
    table.insert(result.problems, { problem.code or "", problem.col, problem.source })
  end
  vim.api.nvim_win_set_cursor(0, { line, column + 20 })
  result.persons = {}
  for _, item in ipairs(ask("textDocument/completion").items) do
    table.insert(result.persons, item.label)
  end
  vim.cmd("undo")
  vim.cmd("undo")
  line = vim.fn.search("#mueller")
  vim.api.nvim_win_set_cursor(0, { line, vim.fn.getline(line):find("#mueller") + 2 })
  result.hover = ask("textDocument/hover").contents.value
  local edit = ask("textDocument/rename", { newName = "karl" })
  vim.lsp.util.apply_workspace_edit(edit, "utf-16")
  vim.cmd("silent wall")
end)
result.error = not ok and tostring(message) or nil
local file = io.open("result.json", "w")
file:write(vim.fn.json_encode(result))
file:close()
vim.cmd("qa!")
"""


@pytest.mark.program("nvim")
def test_neovim_completes_reports_explains_and_renames(tmp_path: Path) -> None:
    """Started with the lines of the manual, on an edition of two letters and a register."""
    (tmp_path / "edition.toml").write_text(SETTINGS)
    for name, text in (("a.xml", LETTER), ("b.xml", OTHER), ("register.xml", REGISTER)):
        (tmp_path / name).write_bytes(text.encode())
    program = tmp_path / "bin" / "tei-edition"
    program.parent.mkdir()
    code = "from tei_edition.cli import main; main()"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{code}" "$@"\n')
    program.chmod(0o755)
    settings = REPOSITORY / "docs" / "manual" / "how-to" / "editor" / "neovim.lua"
    (tmp_path / "drive.lua").write_text(SCRIPT.replace("SETTINGS", str(settings)))
    subprocess.run(
        ["nvim", "--headless", "-u", "NONE", "-c", "luafile drive.lua"],
        cwd=tmp_path,
        env={
            **os.environ,
            "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
            "XDG_STATE_HOME": str(tmp_path / "state"),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
            "XDG_DATA_HOME": str(tmp_path / "data"),
        },
        check=True,
        timeout=300,
        capture_output=True,
    )
    result = json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))
    assert "error" not in result, result["error"]
    assert {"persName", "date", "lb"} <= {*result["elements"]}
    assert "div" not in result["elements"]
    assert "tei-edition" in {source for _, _, source in result["problems"]}
    assert result["persons"] == ["Müller, Karl"]
    assert "A printer." in result["hover"]
    for name, text in (("a.xml", LETTER), ("b.xml", OTHER)):
        renamed = text.replace("#mueller", "#karl")
        assert (tmp_path / name).read_text(encoding="utf-8") == renamed
    assert 'xml:id="karl"' in (tmp_path / "register.xml").read_text(encoding="utf-8")
