functions = { check = "arn:aws:lambda:eu-west-1:123456789012:function:check", ship = "arn:aws:lambda:eu-west-1:123456789012:function:ship" }
