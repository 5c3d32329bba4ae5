import { aloneBy, type Locks } from '../../web/lib/session/alone.ts';

const granting: Locks = { request: async (_, work) => work() };
const refusing: Locks = { request: () => Promise.reject(new DOMException('denied', 'SecurityError')) };

describe('work that one tab does at a time', () => {
  it.each([
    ['with locks', granting],
    ['without any', undefined],
    ['where the browser keeps no cookies and refuses them', refusing],
  ])('is done once %s', async (_, locks) => {
    let times = 0;
    const done = await aloneBy(
      locks,
      'name',
    )(async () => {
      times += 1;
      return 'done';
    });
    expect([done, times]).toEqual(['done', 1]);
  });

  it('is not done again where it failed itself', async () => {
    let times = 0;
    const failing = async () => {
      times += 1;
      throw new Error('its own');
    };
    await expect(aloneBy(granting, 'name')(failing)).rejects.toThrow('its own');
    expect(times).toBe(1);
  });
});
