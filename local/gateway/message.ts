/** One request as it came over the wire, or as a test makes it up. */
export interface GatewayRequest {
  method: string;
  /** Path and query string, percent-encoded as sent. */
  target: string;
  /** In the order sent, names in any case, a name as often as it was sent. */
  headers: readonly HeaderField[];
  body: Buffer;
  /** The peer's address, as the socket tells it. */
  sourceIp: string;
  /** `HTTP/1.1` where it is not given. */
  protocol?: string;
}

export interface GatewayAnswer {
  status: number;
  /** `set-cookie` may appear several times. */
  headers: readonly HeaderField[];
  body: Buffer;
}

export type HeaderField = readonly [name: string, value: string];

/** What API Gateway answers by itself: a status and one sentence, without our envelope and headers. */
export function bareAnswer(status: number, message: string): GatewayAnswer {
  const body = Buffer.from(JSON.stringify({ message }));
  return { status, headers: [['content-type', 'application/json']], body };
}
