(function_declaration name: (identifier) @name) @definition.function
(component_declaration name: (identifier) @name) @definition.class
(type_declaration name: (identifier) @name) @definition.type
(resource_declaration name: (identifier) @name) @definition.constant
(data_declaration name: (identifier) @name) @definition.constant
(existing_declaration name: (identifier) @name) @definition.constant
(module_declaration name: (identifier) @name) @definition.module
(param_declaration name: (identifier) @name) @definition.constant
(input_declaration name: (identifier) @name) @definition.constant
(let_declaration name: (identifier) @name) @definition.constant
(output_declaration name: (identifier) @name) @definition.constant

(call_expression function: (identifier) @name) @reference.call
(resource_declaration type: (type_name) @name) @reference.class
