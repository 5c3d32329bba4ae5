/** A closed loop over loopback: each connection sends its next request once the last one is answered. */
import { connect, type Socket } from 'node:net';

/** One answer, whole. */
export interface Answer {
  status: number;
  /** Status line and header lines. */
  head: string;
  body: string;
}

/** Who sits at one connection. What it sends next may come from its last answer. */
export interface Client {
  /** A whole request, as it goes over the wire. */
  next(): string;
  /** What is wrong with an answer, or null. */
  fault(answer: Answer): string | null;
}

export interface Load {
  requests: number;
  /** One sentence for each wrong answer and each broken connection. */
  faults: string[];
  milliseconds: number;
  /** Milliseconds of each request, ascending. */
  latencies: number[];
}

/**
 * Drives a server for so many milliseconds. A request that runs at the end is waited for, so that what the server spent
 * and what was counted are the same requests.
 */
export async function drive(port: number, clients: readonly Client[], milliseconds: number): Promise<Load> {
  const load: Load = { requests: 0, faults: [], milliseconds: 0, latencies: [] };
  const start = performance.now();
  const until = start + milliseconds;
  const rest = stayAwake();
  await Promise.all(clients.map((client) => converse(port, client, until, load)));
  rest();
  load.milliseconds = performance.now() - start;
  load.latencies.sort((a, b) => a - b);
  return load;
}

/**
 * Keeps this process from sleeping until it is told to rest. Whoever sends to a sleeping process pays for waking its
 * core, so a server that keeps its client waiting would be charged with more than its own work.
 */
function stayAwake(): () => void {
  let next = setImmediate(function again() {
    next = setImmediate(again);
  });
  return () => clearImmediate(next);
}

function converse(port: number, client: Client, until: number, load: Load): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let sent = 0;
    const send = () => {
      sent = performance.now();
      socket.write(client.next());
    };
    const stop = (fault?: string) => {
      if (fault) load.faults.push(fault);
      socket.destroy();
      resolve();
    };
    socket.once('connect', send);
    socket.once('error', (error) => stop(`the connection broke: ${error.message}`));
    socket.once('end', () => stop('the server closed the connection'));
    onAnswers(socket, (answer) => {
      if (!answer) return stop('an answer without a length');
      const now = performance.now();
      load.requests += 1;
      load.latencies.push(now - sent);
      const fault = client.fault(answer);
      if (fault) load.faults.push(fault);
      if (now < until) send();
      else stop();
    });
  });
}

const headEnd = '\r\n\r\n';

/** Reads answers that say their length; null for one that does not, which is then the last one. */
function onAnswers(socket: Socket, take: (answer: Answer | null) => void): void {
  let pending: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    const end = pending.indexOf(headEnd);
    if (end < 0) return;
    const head = pending.toString('latin1', 0, end);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (length === undefined) return take(null);
    const bodyStart = end + headEnd.length;
    const bodyEnd = bodyStart + Number(length);
    if (pending.length < bodyEnd) return;
    const body = pending.toString('utf8', bodyStart, bodyEnd);
    pending = pending.subarray(bodyEnd);
    take({ status: Number(head.slice(9, 12)), head, body });
  });
}
