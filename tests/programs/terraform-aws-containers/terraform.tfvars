subnets = ["subnet-1", "subnet-2"]
network = "vpc-1"
