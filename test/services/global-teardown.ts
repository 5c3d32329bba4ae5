import { started } from './global-setup.ts';

export default async function globalTeardown(): Promise<void> {
  await Promise.all(started.map((server) => server.stop()));
}
