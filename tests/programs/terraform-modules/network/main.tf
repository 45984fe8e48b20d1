variable "name" { type = string }

variable "zones" {
  type    = number
  default = 1
}

variable "settings" {
  type    = any
  default = {}
}

resource "terraform_data" "main" { input = var.name }

output "id" { value = terraform_data.main.id }

output "name" { value = var.name }

output "subnets" {
  value = [for zone in range(var.zones) : { name = "${var.name}-${zone}", tags = { zone = tostring(zone) } }]
}
