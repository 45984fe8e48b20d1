// POST /orders: writes the order into the table and puts it into the queue.
const { DynamoDBClient, PutItemCommand } = require("@aws-sdk/client-dynamodb");
const { SQSClient, SendMessageCommand } = require("@aws-sdk/client-sqs");

const { OrdersTable, WorkQueue } = process.env;
const db = new DynamoDBClient();
const sqs = new SQSClient();

exports.handler = async (event) => {
  const id = crypto.randomUUID();
  const Item = {
    id: { S: id },
    state: { S: "placed" },
    placed: { S: new Date().toISOString() },
    order: { S: event.body ?? "{}" },
  };
  await db.send(new PutItemCommand({ TableName: OrdersTable, Item }));
  await sqs.send(new SendMessageCommand({ QueueUrl: WorkQueue, MessageBody: id }));
  return { statusCode: 202, body: JSON.stringify({ id }) };
};
