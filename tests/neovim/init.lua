-- The set-up that docs/editors.md tells for any Neovim: how `.infra` files are known, and which server they have.

vim.cmd("autocmd BufRead,BufNewFile *.infra setfiletype infra")

local path = assert(vim.env.INFRA, "INFRA names the binary")

vim.api.nvim_create_autocmd("FileType", {
  pattern = "infra",
  callback = function()
    local root = vim.fs and vim.fs.dirname((vim.fs.find("infra.toml", { upward = true }) or {})[1]) or vim.fn.getcwd()
    -- One client for all buffers of a project, as `vim.lsp.start` of newer versions sees to by itself.
    Client = Client or vim.lsp.start_client({ name = "infra", cmd = { path, "lsp" }, root_dir = root })
    vim.lsp.buf_attach_client(0, Client)
  end,
})

-- Runs the test; a mistake in it ends Neovim as one in the program does.
function Run()
  local done, problem = pcall(dofile, vim.env.HERE .. "/run.lua")
  if done then return end
  io.stderr:write(tostring(problem) .. "\n")
  vim.cmd("cquit 1")
end
