import { connect, createServer, type Socket } from 'node:net';

export interface Relay {
  port: number;
  /** How many times the client has written since the last `reset`. */
  writes(): number;
  reset(): void;
  /** Lets nothing more through on the connections that are open; they stay open. New ones work. */
  silence(): void;
  close(): Promise<void>;
}

/** Stands between a client and a server on loopback and counts the client's writes, to show what travels together. */
export function startRelay(serverPort: number): Promise<Relay> {
  let count = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(serverPort, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    }
    client.on('data', () => {
      count += 1;
    });
    client.pipe(upstream).pipe(client);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve({
        port: address && typeof address === 'object' ? address.port : 0,
        writes: () => count,
        reset() {
          count = 0;
        },
        silence() {
          for (const socket of sockets) socket.unpipe();
        },
        close() {
          for (const socket of sockets) socket.destroy();
          return new Promise((closed) => server.close(() => closed()));
        },
      });
    });
  });
}
