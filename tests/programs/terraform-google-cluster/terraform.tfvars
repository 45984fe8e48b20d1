project = "shop-123456"
