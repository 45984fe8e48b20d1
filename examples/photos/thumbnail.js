// Called by two: by the bucket, for each new object, of which it notes the size and the first bytes
// in the table; and by the API, for which it says where a photo is. The names of the bucket and the
// table come with the rights to use them.
const { S3Client, GetObjectCommand, HeadObjectCommand } = require("@aws-sdk/client-s3");
const { DynamoDBClient, PutItemCommand } = require("@aws-sdk/client-dynamodb");

const { UploadsBucket, PhotosTable } = process.env;
const s3 = new S3Client();
const db = new DynamoDBClient();

const respond = (statusCode, body) => ({
  statusCode,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

const note = async (key) => {
  const head = { Bucket: UploadsBucket, Key: key, Range: "bytes=0-1023" };
  const object = await s3.send(new GetObjectCommand(head));
  const preview = await object.Body.transformToString("base64");
  const size = Number(object.ContentRange?.split("/")[1] ?? object.ContentLength);
  const Item = {
    id: { S: key },
    size: { N: String(size) },
    type: { S: object.ContentType ?? "application/octet-stream" },
    preview: { S: preview },
  };
  await db.send(new PutItemCommand({ TableName: PhotosTable, Item }));
};

const find = async (key) => {
  try {
    const object = await s3.send(new HeadObjectCommand({ Bucket: UploadsBucket, Key: key }));
    return respond(200, { id: key, size: object.ContentLength, type: object.ContentType });
  } catch (error) {
    if (error.name === "NotFound") return respond(404, { error: "no such photo" });
    throw error;
  }
};

exports.handler = async (event) =>
  event.source === "aws.s3"
    ? note(event.detail.object.key)
    : find(event.pathParameters.id);
