; Later patterns win over earlier ones.

; ---- names
(identifier) @variable
(property_name) @property
(field_expression field: (property_name) @variable.member)
(with_target (identifier) @variable.member)

; ---- keywords
[
  "let"
  "param"
  "input"
  "resource"
  "data"
  "existing"
  "module"
  "output"
  "stack"
  "rule"
  "policy"
  "test"
  "by"
  "with"
] @keyword
"fn" @keyword.function
["type" "component"] @keyword.type
["import" "from" "as"] @keyword.import
["if" "then" "else" "match"] @keyword.conditional
"for" @keyword.repeat
["assert" "require" "warn" "expect" "snapshot"] @keyword.debug
"in" @keyword.operator
(for_clause "in" @keyword.repeat)
(policy_declaration "in" @keyword.repeat)

; ---- declarations
(resource_declaration name: (identifier) @variable)
(param_declaration name: (identifier) @constant)
(input_declaration name: (identifier) @constant)
(type_declaration name: (identifier) @type.definition)
(component_declaration name: (identifier) @type.definition)
(function_declaration name: (identifier) @function)
(parameter name: (identifier) @variable.parameter)
(named_argument name: (property_name) @variable.parameter)
(import_declaration alias: (identifier) @module)
(module_declaration name: (identifier) @module)

; ---- attributes
(attribute "@" @attribute name: (identifier) @attribute)

; ---- types
[(type_name) (qualified_type)] @type
((type_name) @type.builtin
  (#any-of? @type.builtin "string" "int" "number" "bool" "null" "json" "any" "list" "map"))

; ---- calls
(call_expression function: (identifier) @function.call)
(call_expression function: (field_expression field: (property_name) @function.method.call))

; ---- what only the deployment knows, and CloudFormation's intrinsics
((identifier) @variable.builtin
  (#any-of? @variable.builtin "aws" "cfn"))

; ---- texts and literals
[
  (string)
  (multiline_string)
  (raw_string)
  (multiline_raw_string)
] @string
(escape_sequence) @string.escape
(pattern) @string.regexp
(import_declaration path: (_) @string.special.path)
[(number) (negative_number)] @number
[(true) (false)] @boolean
(null) @constant.builtin
(wildcard) @character.special

; ---- signs
[
  "="
  "=="
  "!="
  "<="
  ">="
  "+"
  "-"
  "*"
  "/"
  "%"
  "&&"
  "||"
  "!"
  "??"
  ".."
  "..."
  "=>"
  "->"
  "|"
  "?"
] @operator
(binary_expression ["<" ">"] @operator)
(generic_type ["<" ">"] @punctuation.bracket)
(pattern "/" @string.regexp)
["(" ")" "[" "]" "{" "}"] @punctuation.bracket
["." "?." "," ":" ";"] @punctuation.delimiter
(interpolation ["${" "}"] @punctuation.special)

; ---- comments
[(comment) (block_comment)] @comment
(doc_comment) @comment.documentation
