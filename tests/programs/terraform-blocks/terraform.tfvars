stage   = "prod"
rules   = [{ rule_no = 100, from_port = 80, to_port = 80, protocol = "tcp", action = "allow" }]
origins = [{ origin_id = "o", domain_name = "example.com", custom_header = [{ name = "a", value = "b" }] }]
