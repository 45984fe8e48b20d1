variable "greeting" {
  type = string
}

variable "names" {
  type = list(string)
}

resource "terraform_data" "text" {
  count = length(var.names)
  input = "${var.greeting}, ${var.names[count.index]}"
}

output "texts" {
  value = terraform_data.text[*].output
}
