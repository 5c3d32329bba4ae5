import { report } from '../../bench/report.ts';

const round = (requests: number, cpuMilliseconds: number, faults: string[] = []) => ({
  requests,
  cpuMilliseconds,
  faults,
  milliseconds: 1000,
  latencies: [1, 2, 3],
});
const measuredCase = { name: 'GET /thing', budget: 2, client: () => Promise.reject(new Error('not driven')) };

function reported(platform: ReturnType<typeof round>[], floor: ReturnType<typeof round>[]) {
  const lines: string[] = [];
  const kept = report(measuredCase, { platform, floor }, (text) => lines.push(text));
  return { kept, text: lines.join('\n') };
}

describe('what a benchmark reports', () => {
  it('is the median of the ratios of CPU per request, round by round: a busy moment that hits both changes nothing', () => {
    const platform = [round(100, 150), round(50, 750), round(100, 160)];
    const floor = [round(200, 200), round(100, 1000), round(200, 200)];
    expect(reported(platform, floor)).toMatchObject({ kept: true, text: expect.stringContaining('CPU ratio 1.50') });
  });

  it('says where a budget is missed', () => {
    const { kept, text } = reported([round(100, 201)], [round(100, 100)]);
    expect(kept).toBe(false);
    expect(text).toContain('CPU ratio 2.01 (2.01 to 2.01), budget 2: MISSED');
  });

  it('keeps no budget with wrong answers, from either server', () => {
    expect(reported([round(100, 100, ['answered 500'])], [round(100, 100)])).toMatchObject({
      kept: false,
      text: expect.stringContaining('1 WRONG, such as: answered 500'),
    });
    expect(reported([round(100, 100)], [round(100, 100, ['answered 401'])]).kept).toBe(false);
  });

  it('keeps no budget where nothing was answered', () => {
    expect(reported([round(0, 0)], [round(100, 100)]).kept).toBe(false);
    expect(reported([round(100, 100)], [round(0, 0)]).kept).toBe(false);
  });
});
