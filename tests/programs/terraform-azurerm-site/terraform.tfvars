connection = "postgres://example"
