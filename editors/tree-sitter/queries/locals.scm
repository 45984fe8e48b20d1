; ---- scopes
[
  (source_file)
  (function_declaration)
  (component_declaration)
  (resource_declaration)
  (data_declaration)
  (module_declaration)
  (policy_declaration)
  (test_declaration)
  (rule_declaration)
  (block)
  (list_comprehension)
  (map_comprehension)
] @local.scope

; ---- definitions
(param_declaration name: (identifier) @local.definition @local.definition.var)
(input_declaration name: (identifier) @local.definition @local.definition.var)
(let_declaration name: (identifier) @local.definition @local.definition.var)
(let_statement name: (identifier) @local.definition @local.definition.var)
(resource_declaration name: (identifier) @local.definition @local.definition.var)
(data_declaration name: (identifier) @local.definition @local.definition.var)
(existing_declaration name: (identifier) @local.definition @local.definition.var)
(module_declaration name: (identifier) @local.definition @local.definition.var)
(function_declaration name: (identifier) @local.definition @local.definition.function)
(type_declaration name: (identifier) @local.definition @local.definition.type)
(component_declaration name: (identifier) @local.definition @local.definition.type)
(parameter name: (identifier) @local.definition @local.definition.parameter)
(for_clause binding: (identifier) @local.definition @local.definition.var)
(policy_declaration binding: (identifier) @local.definition @local.definition.var)
(import_name name: (identifier) @local.definition @local.definition.import !alias)
(import_name alias: (identifier) @local.definition @local.definition.import)
(import_declaration alias: (identifier) @local.definition @local.definition.namespace)

; ---- references
(expression/identifier) @local.reference
