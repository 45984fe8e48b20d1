; `indent.begin` and `indent.branch` are Neovim's, `indent` and `outdent` Helix's, `indent` and `end` Zed's.

[
  (items)
  (statements)
  (record)
  (record_type)
  (with_clause)
  (list)
  (list_comprehension)
  (map_comprehension)
  (block)
  (match_expression)
  (arguments)
  (parameters)
  (import_names)
  (parenthesized_expression)
] @indent.begin @indent

["}" "]" ")"] @indent.branch @outdent @end

[(comment) (block_comment) (doc_comment)] @indent.ignore
[(multiline_string) (multiline_raw_string)] @indent.ignore
