// Each night: tells operators of orders that were placed more than an hour ago and not sent.
const { DynamoDBClient, QueryCommand } = require("@aws-sdk/client-dynamodb");
const { SNSClient, PublishCommand } = require("@aws-sdk/client-sns");

const { OrdersTable, OperatorsTopic } = process.env;
const db = new DynamoDBClient();
const sns = new SNSClient();

exports.handler = async () => {
  const stuck = await db.send(
    new QueryCommand({
      TableName: OrdersTable,
      IndexName: "byState",
      KeyConditionExpression: "#state = :placed AND placed < :before",
      ExpressionAttributeNames: { "#state": "state" },
      ExpressionAttributeValues: {
        ":placed": { S: "placed" },
        ":before": { S: new Date(Date.now() - 3600000).toISOString() },
      },
    }),
  );
  if (stuck.Count === 0) return;
  const Message = stuck.Items.map((item) => item.id.S).join("\n");
  const Subject = `${stuck.Count} orders are stuck`;
  await sns.send(new PublishCommand({ TopicArn: OperatorsTopic, Subject, Message }));
};
