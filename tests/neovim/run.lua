-- Opens a project in Neovim and does what people do: reads diagnostics, corrects one, completes, goes to a definition,
-- renames across files, formats. Leaves with an exit code of 1 where anything is not as it should be.

local WAIT = 10000

local function fail(text)
  io.stderr:write("FAILED " .. text .. "\n")
  vim.cmd("cquit 1")
end

local function check(condition, text)
  if not condition then fail(text) end
  print("ok " .. text .. "\n")
end

--- Waits until `condition` holds.
local function eventually(text, condition)
  check(vim.wait(WAIT, condition, 20), text)
end

local function lines(buffer) return vim.api.nvim_buf_get_lines(buffer or 0, 0, -1, true) end

local function text(buffer) return table.concat(lines(buffer), "\n") end

--- Puts the cursor onto the first sign of `needle` in this buffer, or so many signs behind it.
local function go_to(needle, behind)
  for number, line in ipairs(lines()) do
    local column = line:find(needle, 1, true)
    if column then return vim.api.nvim_win_set_cursor(0, { number, column - 1 + (behind or 0) }) end
  end
  fail("no `" .. needle .. "` in\n" .. text())
end

--- Writes over `old`, which stands on one line.
local function replace(old, new)
  go_to(old)
  local row, column = unpack(vim.api.nvim_win_get_cursor(0))
  vim.api.nvim_buf_set_text(0, row - 1, column, row - 1, column + #old, { new })
end

local function codes()
  return vim.tbl_map(function(diagnostic) return diagnostic.code end, vim.diagnostic.get(0))
end

local function has_code(code) return vim.tbl_contains(codes(), code) end

--- What the server answers to a request at the cursor.
local function ask(method, extra)
  local parameters = vim.tbl_extend("force", vim.lsp.util.make_position_params(), extra or {})
  local answers = vim.lsp.buf_request_sync(0, method, parameters, WAIT) or {}
  for _, answer in pairs(answers) do
    if answer.error then fail(method .. ": " .. answer.error.message) end
    return answer.result
  end
end

local function labels(result)
  return vim.tbl_map(function(item) return item.label end, result.items or result)
end

vim.cmd("edit main.infra")
local main = vim.api.nvim_get_current_buf()
check(vim.bo.filetype == "infra", "`.infra` files are known")
eventually("the server runs", function() return #vim.lsp.buf_get_clients(0) > 0 end)

eventually("a mistake is shown", function() return has_code("type::mismatch") end)
replace('"30 seconds"', "30")
eventually("corrected, it is gone without being saved", function() return not has_code("type::mismatch") end)

replace("VisibilityTimeout: 30", "Vis")
go_to("Vis", 3)
local properties = labels(ask("textDocument/completion"))
check(vim.tbl_contains(properties, "VisibilityTimeout"), "a property is completed")
replace("{ Vis }", "{ VisibilityTimeout: 30 }")

replace("AWS::SQS::Queue", "AWS::S3::Buck")
go_to("::Buck", 6)
local types = labels(ask("textDocument/completion"))
check(vim.tbl_contains(types, "AWS::S3::Bucket"), "a type is completed")
replace("AWS::S3::Buck", "AWS::SQS::Queue")

go_to("VisibilityTimeout")
local hover = ask("textDocument/hover")
check(hover and vim.inspect(hover.contents):find("43200", 1, true) ~= nil, "hover shows the bounds of a property")

go_to("known = stages", #"known = ")
vim.lsp.buf.definition()
eventually("a definition is in another file", function()
  return vim.api.nvim_buf_get_name(0):match("stages%.infra$") ~= nil
end)
local stages = vim.api.nvim_get_current_buf()
check(stages ~= main, "which has a buffer of its own")

vim.api.nvim_set_current_buf(main)
go_to("known = stages", #"known = ")
vim.lsp.buf.rename("environments")
eventually("a name is changed where it is used", function()
  return text(main):find("output known = environments", 1, true) ~= nil
end)
check(text(main):find("import { environments }", 1, true) ~= nil, "and where it is imported")
check(text(stages):find("let environments =", 1, true) ~= nil, "and where it is declared")

replace("resource jobs = ", "resource   jobs=")
if vim.lsp.buf.format then vim.lsp.buf.format({ timeout_ms = WAIT }) else vim.lsp.buf.formatting_sync(nil, WAIT) end
check(text(main):find("resource jobs = AWS::SQS::Queue {", 1, true) ~= nil, "a program is formatted")
eventually("and has no mistakes", function() return #vim.diagnostic.get(0, { severity = vim.diagnostic.severity.ERROR }) == 0 end)

-- The grammar for tree-sitter, in the parser that Neovim brings.
local root = vim.treesitter.get_parser(main, "infra"):parse()[1]:root()
check(not root:has_error(), "the grammar reads the program")
local found = {}
local highlights = vim.treesitter.get_query and vim.treesitter.get_query("infra", "highlights")
  or vim.treesitter.query.get("infra", "highlights")
for id in highlights:iter_captures(root, main, 0, -1) do
  found[highlights.captures[id]] = true
end
for _, capture in ipairs({ "keyword", "type", "string", "property", "keyword.import" }) do
  check(found[capture], "highlights have `@" .. capture .. "`")
end
for _, name in ipairs({ "folds", "indents", "injections", "locals", "textobjects" }) do
  local query = vim.treesitter.get_query and vim.treesitter.get_query("infra", name)
    or vim.treesitter.query.get("infra", name)
  check(query ~= nil, "the query for " .. name .. " is read")
end

vim.cmd("qall!")
