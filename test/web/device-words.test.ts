import { deviceWords, isHandheld } from '../../web/lib/device-words.ts';

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0';
const headless =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/150.0.0.0 Safari/537.36';
const phone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/604.1';

describe('a device in a list', () => {
  it.each([
    [firefox, 'Firefox on Linux'],
    [phone, 'Safari on iOS'],
    [headless, 'Chrome on Linux'],
    ['curl/8.14.1', 'curl/8.14.1'],
    ['', 'Unknown device'],
    ['\u202e\u200b', 'Unknown device'],
    ['evil\u202egnp\n', 'evilgnp'],
    ['a'.repeat(61), `${'a'.repeat(60)}…`],
  ])('is called as its owner calls it, and says no more of a program that is no browser: %j', (userAgent, shown) => {
    expect(deviceWords(userAgent)).toBe(shown);
  });

  it('is one that is held in a hand where it says so', () => {
    expect([phone, firefox, 'curl/8.14.1'].map(isHandheld)).toEqual([true, false, false]);
  });
});
