name   = "shop-eu"
stage  = "prod"
zones  = ["a", "b"]
limits = { cpu = 4, memory = 8 }
server = { host = "db", tags = ["x"] }
rules  = [{ from = "a", to = "b" }]
free   = [1, "two"]
