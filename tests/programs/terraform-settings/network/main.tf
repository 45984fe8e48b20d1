terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.replica]
    }
  }
}

variable "name" { type = string }

resource "aws_sqs_queue" "near" { name = var.name }

resource "aws_sqs_queue" "far" {
  provider = aws.replica
  name     = var.name
}

output "arn" { value = aws_sqs_queue.near.arn }
