//! The programs that the table measures. In: a size. Out: source text.

use std::fmt::Write;

/// One resource without a property.
pub fn smallest() -> String {
    "resource queue = AWS::SQS::Queue {}\n".to_string()
}

/// `count` pairs of a queue and its alarm, from a loop and a function.
pub fn pairs(count: usize) -> String {
    format!(
        r#"let prefix = "photos-${{aws.stackName}}"

fn tags(number: int) -> list<AWS::SQS::Queue.Tag> =
  [{{ Key: "team", Value: "team-${{number}}" }}, {{ Key: "prefix", Value: prefix }}]

resource deadLetters = AWS::SQS::Queue {{ MessageRetentionPeriod: 14 * 86400 }}

resource queue for number in 1..{count} = AWS::SQS::Queue {{
  QueueName: "${{prefix}}-${{number}}"
  Tags: tags(number)
  RedrivePolicy: {{ deadLetterTargetArn: deadLetters.Arn, maxReceiveCount: 5 }}
}}

resource alarm for number, q in queue = AWS::CloudWatch::Alarm {{
  Namespace: "AWS/SQS"
  MetricName: "ApproximateAgeOfOldestMessage"
  Dimensions: [{{ Name: "QueueName", Value: q.QueueName }}]
  ComparisonOperator: "GreaterThanThreshold"
  Statistic: "Maximum"
  Threshold: 300
  Period: 60
  EvaluationPeriods: 5
}}
"#
    )
}

/// `count` pairs of a queue and its alarm for Terraform, from a loop and a function.
pub fn terraform_pairs(count: usize) -> String {
    format!(
        r#"stack {{ target: "terraform" }}

let prefix = "photos-${{aws.stackName}}"

fn tags(number: int) -> map<string> = {{ team: "team-${{number}}", prefix: prefix }}

resource deadLetters = aws_sqs_queue {{ message_retention_seconds: 14 * 86400 }}

resource queue for number in 1..{count} = aws_sqs_queue {{
  name: "${{prefix}}-${{number}}"
  tags: tags(number)
  redrive_policy: toJson({{ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 5 }})
}}

resource alarm for number, q in queue = aws_cloudwatch_metric_alarm {{
  alarm_name: "age-${{number}}"
  namespace: "AWS/SQS"
  metric_name: "ApproximateAgeOfOldestMessage"
  dimensions: {{ QueueName: q.name }}
  comparison_operator: "GreaterThanThreshold"
  statistic: "Maximum"
  threshold: 300
  period: 60
  evaluation_periods: 5
}}
"#
    )
}

/// `count` resources written out, ten lines each: queues and alarms in turn.
pub fn written_out(count: usize) -> String {
    let mut text = String::with_capacity(count * 400);
    for number in 0..count {
        // Writing to a String cannot fail.
        let _ = if number % 2 == 0 {
            write!(
                text,
                r#"resource queue{number} = AWS::SQS::Queue {{
  QueueName: "photos-${{aws.stackName}}-{number}"
  VisibilityTimeout: {timeout}
  MessageRetentionPeriod: 14 * 86400
  ReceiveMessageWaitTimeSeconds: 20
  SqsManagedSseEnabled: true
  Tags: [{{ Key: "number", Value: "{number}" }}]
}}

// The alarm of this queue follows.
"#,
                timeout = 30 + number % 600,
            )
        } else {
            write!(
                text,
                r#"resource alarm{number} = AWS::CloudWatch::Alarm {{
  Namespace: "AWS/SQS", MetricName: "ApproximateAgeOfOldestMessage"
  Dimensions: [{{ Name: "QueueName", Value: queue{queue}.QueueName }}]
  ComparisonOperator: "GreaterThanThreshold"
  Statistic: "Maximum"
  Threshold: {threshold}
  Period: 60
  EvaluationPeriods: 5
}}

"#,
                queue = number - 1,
                threshold = 300 + number % 100,
            )
        };
    }
    text
}
