image   = "europe-docker.pkg.dev/shop-123456/web/web:1"
callers = ["user:a@example.com", "group:b@example.com"]
open    = true
