vim.api.nvim_create_autocmd("FileType", {
  pattern = "xml",
  callback = function(event)
    local settings = vim.fs.find("edition.toml", {
      upward = true,
      path = vim.fs.dirname(vim.api.nvim_buf_get_name(event.buf)),
    })
    vim.lsp.start({
      name = "tei-edition",
      cmd = { "tei-edition", "lsp" },
      root_dir = vim.fs.dirname(settings[1]),
    })
  end,
})
