stack_name = "shop"
