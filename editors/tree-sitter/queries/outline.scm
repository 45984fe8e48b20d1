(param_declaration "param" @context name: (identifier) @name) @item
(input_declaration "input" @context name: (identifier) @name) @item
(let_declaration "let" @context name: (identifier) @name) @item
(type_declaration "type" @context name: (identifier) @name) @item
(function_declaration "fn" @context name: (identifier) @name) @item
(component_declaration "component" @context name: (identifier) @name) @item
(resource_declaration "resource" @context name: (identifier) @name type: (type_name) @context) @item
(data_declaration "data" @context name: (identifier) @name type: (type_name) @context) @item
(existing_declaration "existing" @context name: (identifier) @name type: (type_name) @context) @item
(module_declaration "module" @context name: (identifier) @name) @item
(output_declaration "output" @context name: (identifier) @name) @item
(stack_declaration "stack" @name) @item
(rule_declaration "rule" @context title: (_) @name) @item
(policy_declaration "policy" @context title: (_) @name) @item
(test_declaration "test" @context title: (_) @name) @item
(doc_comment) @annotation
