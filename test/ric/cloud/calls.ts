/** What a call to a service asks leave for, by the actions and resources of the Service Authorization Reference. */
export interface Permission {
  action: string;
  resource: string;
  conditions: Readonly<Record<string, string>>;
}

export interface ServiceCall {
  /** As it is signed for. */
  service: string;
  method: string;
  path: string;
  /** The header `x-amz-target`. */
  target: string;
  body: string;
}

const account = 'eu-west-1:000000000000';

export const tableArn = (name: string) => `arn:aws:dynamodb:${account}:table/${name}`;
export const secretArn = (name: string) => `arn:aws:secretsmanager:${account}:secret:${name}`;
export const identityArn = (domain: string) => `arn:aws:ses:${account}:identity/${domain}`;
export const configurationSetArn = (name: string) => `arn:aws:ses:${account}:configuration-set/${name}`;

/** By bucket and name, as in the path. */
export const objectArn = (name: string) => `arn:aws:s3:::${decodeURIComponent(name)}`;

/** Throws where the call is of a service or a form that no function uses. */
export function permissionsOf(call: ServiceCall): Permission[] {
  switch (call.service) {
    case 'dynamodb':
      return ofDynamoDb(call);
    case 'secretsmanager':
      return [allowing(`secretsmanager:${operationOf(call)}`, String(JSON.parse(call.body).SecretId))];
    case 'rds-data':
      return ofDataApi(call);
    case 'ses':
      return ofSes(call);
    case 's3':
      return ofS3(call);
    default:
      throw new Error(`no function calls ${call.service}`);
  }
}

function ofDynamoDb(call: ServiceCall): Permission[] {
  const { TableName, RequestItems = {} } = JSON.parse(call.body) as { TableName?: string; RequestItems?: object };
  const tables = TableName === undefined ? Object.keys(RequestItems) : [TableName];
  return tables.map((name) => allowing(`dynamodb:${operationOf(call)}`, tableArn(name)));
}

/** The service reads the secret as its caller. */
function ofDataApi({ path, body }: ServiceCall): Permission[] {
  const { resourceArn, secretArn: secret } = JSON.parse(body) as { resourceArn: string; secretArn: string };
  const operation = path === '/Execute' ? 'ExecuteStatement' : path.slice(1);
  return [allowing(`rds-data:${operation}`, resourceArn), allowing('secretsmanager:GetSecretValue', secret)];
}

function ofSes({ body }: ServiceCall): Permission[] {
  const form = new URLSearchParams(body);
  const from = form.get('Source') ?? '';
  const set = form.get('ConfigurationSetName');
  const conditions = { 'ses:FromAddress': from };
  const resources = [identityArn(from.slice(from.indexOf('@') + 1)), ...(set ? [configurationSetArn(set)] : [])];
  return resources.map((resource) => ({ action: `ses:${form.get('Action')}`, resource, conditions }));
}

/** To lock an object as it is put is a permission of its own; no function reads one. */
function ofS3({ method, path }: ServiceCall): Permission[] {
  if (method !== 'PUT') throw new Error(`no function asks S3 to ${method}`);
  const [name = ''] = path.slice(1).split('?');
  return ['s3:PutObject', 's3:PutObjectRetention'].map((action) => allowing(action, objectArn(name)));
}

function operationOf({ target }: ServiceCall): string {
  return target.slice(target.indexOf('.') + 1);
}

function allowing(action: string, resource: string): Permission {
  return { action, resource, conditions: {} };
}
