import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { passOn, textOf } from '../../services/faulty-service.ts';
import { type Permission, permissionsOf } from './calls.ts';

/** A statement of a role's policy, as a template has it. */
export interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: string | string[];
  Condition?: { StringEquals?: Record<string, string> };
}

export interface AccessControl {
  /** Every service of AWS, for `AWS_ENDPOINT_URL`. */
  endpoint: string;
  /** Every call that a role did not allow, in words. */
  denied: string[];
  /** Closes every connection, as services do with those that nobody uses. */
  dropConnections(): void;
  close(): Promise<void>;
}

export interface AccessControlOptions {
  /** The ports of the stand-ins, by the name that calls to them are signed for. */
  ports: Readonly<Record<string, number>>;
  /** By access key. Who has none may do nothing. */
  roles: ReadonlyMap<string, readonly Statement[]>;
}

const credential = /Credential=([\w-]+)\/\d{8}\/[\w-]+\/([\w-]+)\/aws4_request/;

/** Stands before the services: a call is passed on where the role of whoever signed it allows it. */
export function startAccessControl({ ports, roles }: AccessControlOptions): Promise<AccessControl> {
  const denied: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await textOf(request);
    const [, caller = '', service = ''] = credential.exec(request.headers.authorization ?? '') ?? [];
    const target = request.headers['x-amz-target']?.toString() ?? '';
    const asked = permissionsOf({
      service,
      method: request.method ?? '',
      path: request.url ?? '',
      target,
      body: body.toString(),
    });
    const refused = asked.filter((permission) => !isAllowed(roles.get(caller) ?? [], permission));
    if (refused.length > 0) {
      denied.push(...refused.map(({ action, resource }) => `${caller} may not ${action} on ${resource}`));
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
      response.end('{"__type": "AccessDeniedException", "Message": "The role does not allow it."}');
      return;
    }
    const answer = await passOn(ports[service] ?? 0, request, body).catch(() => undefined);
    if (answer) response.writeHead(answer.status, answer.headers).end(answer.body);
    else response.destroy();
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve({
        endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        denied,
        dropConnections: () => server.closeAllConnections(),
        close() {
          server.closeAllConnections();
          return new Promise((closed) => server.close(() => closed()));
        },
      }),
    );
  });
}

/** Names are compared whole: of our policies that of the archive alone has a wildcard, at its end. */
function isAllowed(statements: readonly Statement[], { action, resource, conditions }: Permission): boolean {
  return statements.some(({ Effect, Action, Resource, Condition }) => {
    const wanted = Object.entries(Condition?.StringEquals ?? {});
    const meets = wanted.every(([key, value]) => conditions[key] === value);
    return (
      Effect === 'Allow' &&
      [Action].flat().includes(action) &&
      [Resource].flat().some((named) => isNamed(named, resource)) &&
      meets
    );
  });
}

function isNamed(named: string, resource: string): boolean {
  return named.endsWith('/*') ? resource.startsWith(named.slice(0, -1)) : named === resource;
}
