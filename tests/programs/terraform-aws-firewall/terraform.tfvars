network = "vpc-1"
allow_ssh = true
admin   = "192.0.2.7/32"
