//! The project that is edited: a stack, and files of components, functions and types that it uses. In: how
//! many files of how many lines. Out: their names and texts.

use std::fmt::Write;

/// What is typed of resource types.
pub const TYPES: &[&str] = &[
    "AWS::S3::B",
    "s3buck",
    "Queue",
    "lambdafunc",
    "AWS::",
    "dynamotable",
    "AWS::EC2::Sec",
    "role",
];

pub fn files(count: usize, lines: usize) -> Vec<(String, String)> {
    let parts = (1..count).map(|number| (format!("part{number}.infra"), part(number, lines)));
    let main = ("main.infra".to_owned(), main(count, lines));
    std::iter::once(main).chain(parts).collect()
}

fn main(count: usize, lines: usize) -> String {
    let mut text = String::new();
    for number in 1..count {
        let _ = writeln!(
            text,
            "import {{ Worker{number}, name{number} }} from \"./part{number}.infra\""
        );
    }
    text.push_str("\nparam stage: \"dev\" | \"prod\" = \"dev\"\nlet isProd = stage == \"prod\"\n");
    for number in 1..count {
        let _ = write!(
            text,
            r#"
resource worker{number} = Worker{number} {{
  name: name{number}("main")
  memory: if isProd then 1024 else 256
}}
output workerArn{number} = worker{number}.arn
"#
        );
    }
    let mut number = 0;
    while text.lines().count() + 6 < lines {
        number += 1;
        let _ = write!(
            text,
            r#"
resource topic{number} = AWS::SNS::Topic {{
  DisplayName: "topic {number} of ${{stage}}"
  Tags: [{{ Key: "stage", Value: stage }}]
}}
"#
        );
    }
    text
}

/// A component, and many resources, functions and types beside each other.
fn part(number: usize, lines: usize) -> String {
    let mut text = format!(
        r#"type Memory{number} = int(128..10240)

/// The name of something of part {number}.
fn name{number}(what: string) -> string = "part-{number}-${{what}}"

/// A function that works on a queue.
component Worker{number}(name: string, memory: Memory{number} = 256) {{
  resource dead = AWS::SQS::Queue {{ MessageRetentionPeriod: 14 * 86400 }}
  resource queue = AWS::SQS::Queue {{
    QueueName: "${{name}}-queue"
    VisibilityTimeout: 60
    RedrivePolicy: {{ deadLetterTargetArn: dead.Arn, maxReceiveCount: 5 }}
  }}
  resource role = AWS::IAM::Role {{
    AssumeRolePolicyDocument: {{
      Version: "2012-10-17"
      Statement: [{{
        Effect: "Allow"
        Principal: {{ Service: "lambda.amazonaws.com" }}
        Action: "sts:AssumeRole"
      }}]
    }}
    Policies: [{{
      PolicyName: "queue"
      PolicyDocument: {{
        Version: "2012-10-17"
        Statement: [{{ Effect: "Allow", Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage"], Resource: queue.Arn }}]
      }}
    }}]
  }}
  resource worker = AWS::Lambda::Function {{
    Runtime: "nodejs22.x"
    Handler: "index.handler"
    Role: role.Arn
    MemorySize: memory
    Environment: {{ Variables: {{ QUEUE: queue.QueueUrl, NAME: name{number}(name) }} }}
    Code: {{ ZipFile: "exports.handler = async () => 1;" }}
  }}
  output arn = worker.Arn
"#
    );
    let mut alarm = 0;
    while text.lines().count() + 14 < lines {
        alarm += 1;
        let _ = write!(
            text,
            r#"  resource alarm{alarm} = AWS::CloudWatch::Alarm {{
    Namespace: "AWS/SQS"
    MetricName: "ApproximateAgeOfOldestMessage"
    Dimensions: [{{ Name: "QueueName", Value: queue.QueueName }}]
    ComparisonOperator: "GreaterThanThreshold"
    Statistic: "Maximum"
    Threshold: {alarm} * 300
    Period: 60
    EvaluationPeriods: 5
    AlarmDescription: "the oldest message of ${{name}} is older than {alarm}"
  }}
"#
        );
    }
    text.push_str("}\n");
    text
}
