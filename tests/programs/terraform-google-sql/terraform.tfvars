network = "projects/shop-123456/global/networks/shop"
