stage = "prod"
with_extra = true
owner = "ada"
