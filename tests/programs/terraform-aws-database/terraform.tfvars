stage    = "prod"
subnets  = ["subnet-1", "subnet-2"]
pager_key = "0123456789"
