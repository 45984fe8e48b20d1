; `outer` and `inner` are Neovim's, `around` and `inside` Helix's.

(function_declaration body: (_) @function.inner @function.inside) @function.outer @function.around

(component_declaration body: (_) @class.inner @class.inside) @class.outer @class.around
(resource_declaration body: (_) @class.inner @class.inside) @class.outer @class.around
(data_declaration body: (_) @class.inner @class.inside) @class.outer @class.around
(existing_declaration body: (_) @class.inner @class.inside) @class.outer @class.around
(module_declaration body: (_) @class.inner @class.inside) @class.outer @class.around
(stack_declaration body: (_) @class.inner @class.inside) @class.outer @class.around

(test_declaration body: (_) @test.inner @test.inside) @test.outer @test.around
[(policy_declaration body: (_) @block.inner) (rule_declaration body: (_) @block.inner)] @block.outer

(parameter) @parameter.inner @parameter.inside @parameter.outer @parameter.around
(arguments (_) @parameter.inner @parameter.inside @parameter.outer @parameter.around)

(entry value: (_) @assignment.rhs @entry.inside) @assignment.outer @entry.around
(list (_) @entry.inside @entry.around)

(call_expression arguments: (_) @call.inner) @call.outer
(if_expression) @conditional.outer
(match_expression) @conditional.outer

[(comment) (block_comment) (doc_comment)] @comment.outer @comment.around @comment.inside
