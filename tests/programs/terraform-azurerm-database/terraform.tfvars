password = "0123456789abc"
zones    = true
backup   = 14
