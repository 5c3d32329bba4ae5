import { createAttemptKeys } from '../../web/lib/attempt-keys.ts';

function keys() {
  let made = 0;
  return createAttemptKeys(() => {
    made += 1;
    return `key-${made}`;
  });
}

const silence = () => Promise.reject(new TypeError('fetch failed'));
const answer = (key: string) => Promise.resolve(key);

describe('a change', () => {
  it('has a key of its own each time, also after a refusal', async () => {
    const { send } = keys();
    expect(await send({ name: 'Ada' }, answer)).toBe('key-1');
    expect(await send({ name: 'Ada' }, answer)).toBe('key-2');
  });

  it('that got no answer is sent under the same key when it is tried again, and under another once it is another', async () => {
    const { send } = keys();
    await expect(send({ name: 'Ada' }, silence)).rejects.toThrow();
    await expect(send({ name: 'Ada' }, silence)).rejects.toThrow();
    expect(await send({ name: 'Ada' }, answer)).toBe('key-1');
    await expect(send(undefined, silence)).rejects.toThrow();
    expect(await send({ name: 'Grace' }, answer)).toBe('key-3');
    expect(await send(undefined, answer)).toBe('key-4');
  });
});
