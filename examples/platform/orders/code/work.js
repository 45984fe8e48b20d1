// Messages of the queue: sends each order. Those that fail are tried again, the others are not.
const { DynamoDBClient, UpdateItemCommand } = require("@aws-sdk/client-dynamodb");

const db = new DynamoDBClient();

const send = (id) =>
  db.send(
    new UpdateItemCommand({
      TableName: process.env.OrdersTable,
      Key: { id: { S: id } },
      UpdateExpression: "SET #state = :sent",
      ExpressionAttributeNames: { "#state": "state" },
      ExpressionAttributeValues: { ":sent": { S: "sent" } },
    }),
  );

exports.handler = async ({ Records }) => {
  const results = await Promise.allSettled(Records.map((record) => send(record.body)));
  const failed = Records.filter((_, i) => results[i].status === "rejected");
  return { batchItemFailures: failed.map((r) => ({ itemIdentifier: r.messageId })) };
};
