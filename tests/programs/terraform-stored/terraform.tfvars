zones = "/service/zones"
