import type { AwsService } from '../../lambdas/adapters/aws/service.ts';

/** How a client of the SDK reaches a stand-in for a service of AWS on loopback, which asks nobody who they are. */
export function standIn(port: number): AwsService & { endpoint: string } {
  const credentials = { accessKeyId: 'stand-in', secretAccessKey: 'stand-in' };
  return { endpoint: `http://127.0.0.1:${port}`, region: 'eu-west-1', credentials };
}
