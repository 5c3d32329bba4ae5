import { deviceName } from '../../../lambdas/domain/mail/templates/device.ts';
import { de } from '../../../lambdas/domain/mail/words/de.ts';
import { en } from '../../../lambdas/domain/mail/words/en.ts';

const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0';
const apple = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
const chromium = 'AppleWebKit/537.36 (KHTML, like Gecko)';

describe('the device that a mail names', () => {
  it.each([
    [`${windows} Safari/537.36`, 'Chrome on Windows'],
    [`${windows} Safari/537.36 Edg/150.0.0.0`, 'Edge on Windows'],
    [`${windows} Safari/537.36 OPR/130.0.0.0`, 'Opera on Windows'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0', 'Firefox on Linux'],
    [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${apple} Version/26.1 Safari/605.1.15`, 'Safari on macOS'],
    [`Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) ${apple} Version/26.1 Safari/604.1`, 'Safari on iOS'],
    [`Mozilla/5.0 (iPad; CPU OS 26_1 like Mac OS X) ${apple} CriOS/150.0 Safari/604.1`, 'Chrome on iOS'],
    [`Mozilla/5.0 (Linux; Android 10; K) ${chromium} Chrome/150.0 Mobile Safari/537.36`, 'Chrome on Android'],
    [
      `Mozilla/5.0 (Linux; Android 16) ${chromium} SamsungBrowser/29.0 Chrome/150.0 Safari/537.36`,
      'Samsung Internet on Android',
    ],
    [`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${chromium} Chrome/150.0 Safari/537.36`, 'Chrome on ChromeOS'],
  ])('is called as its owner calls it: %s', (userAgent, shown) => {
    expect(deviceName(userAgent, en)).toBe(shown);
  });

  it.each(['curl/8.14.1', 'okhttp/5.1', 'Mozilla/5.0 (compatible)', 'Firefox', ''])(
    'stays as it calls itself where it is no browser: %j',
    (userAgent) => {
      expect(deviceName(userAgent, en)).toBe(userAgent);
    },
  );

  it('is called so in the language of its reader', () => {
    expect(deviceName(`${windows} Safari/537.36`, de)).toBe('Chrome unter Windows');
  });
});
