// GET /orders/{id}: what has become of an order.
const { DynamoDBClient, GetItemCommand } = require("@aws-sdk/client-dynamodb");

const db = new DynamoDBClient();

exports.handler = async (event) => {
  const Key = { id: { S: event.pathParameters.id } };
  const { Item } = await db.send(new GetItemCommand({ TableName: process.env.OrdersTable, Key }));
  if (!Item) return { statusCode: 404, body: "{}" };
  return { statusCode: 200, body: JSON.stringify({ id: Item.id.S, state: Item.state.S }) };
};
