import { createMetrics } from '../../lambdas/kernel/metrics.ts';

function collecting() {
  const lines: string[] = [];
  return { metrics: createMetrics({ service: 'sample', write: (line) => lines.push(line) }), lines };
}

describe('metrics', () => {
  it('are one record of CloudWatch embedded metric format a call', () => {
    const { metrics, lines } = collecting();
    metrics.count('SignInSucceeded', { method: 'password' });
    metrics.duration('RequestDuration', 12.5);
    const [count, duration] = lines.map((line) => JSON.parse(line));
    expect(count).toMatchObject({ service: 'sample', method: 'password', SignInSucceeded: 1 });
    expect(count._aws.CloudWatchMetrics).toEqual([
      {
        Namespace: 'Gatehouse',
        Dimensions: [['service', 'method']],
        Metrics: [{ Name: 'SignInSucceeded', Unit: 'Count' }],
      },
    ]);
    expect(duration).toMatchObject({ RequestDuration: 12.5 });
    expect(duration._aws.CloudWatchMetrics[0].Metrics).toEqual([{ Name: 'RequestDuration', Unit: 'Milliseconds' }]);
  });

  it('carry no dimension or value over into the next record', () => {
    const { metrics, lines } = collecting();
    metrics.count('A', { flow: 'x' });
    metrics.count('B');
    expect(JSON.parse(lines[1] ?? '')).not.toHaveProperty('A');
    expect(JSON.parse(lines[1] ?? '')).not.toHaveProperty('flow');
  });

  it('stay one line whatever a dimension holds [A92]', () => {
    const { metrics, lines } = collecting();
    metrics.count('A', { flow: 'x\r\n{"_aws":1}\u001b' });
    expect(lines[0]).toMatch(/^[\x20-\x7e]*$/);
  });
});
