import { whenUsed } from '../../lambdas/kernel/when-used.ts';

describe('what is loaded when it is used', () => {
  it('is loaded once, for all who ask meanwhile', async () => {
    let loads = 0;
    const use = whenUsed(async () => {
      loads += 1;
      return { loads };
    });
    expect(loads).toBe(0);
    const [one, other] = await Promise.all([use(), use()]);
    expect([one === other, one === (await use()), loads]).toEqual([true, true, 1]);
  });
  it('is loaded anew where it failed, and each who waited is told', async () => {
    let loads = 0;
    const use = whenUsed(async () => {
      loads += 1;
      if (loads === 1) throw new Error('too many open files');
      return loads;
    });
    const first = await Promise.allSettled([use(), use()]);
    expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect([await use(), await use()]).toEqual([2, 2]);
  });
});
