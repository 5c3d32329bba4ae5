import { account } from '../../lambdas/flows/account/contract.ts';
import { languagesFor } from '../../web/features/account/languages.ts';

const values = (browser: string[], saved: string | null = null) =>
  languagesFor(browser, saved).map(({ value }) => value);

describe('the languages that a person may choose', () => {
  it('are all taken by the API', () => {
    for (const locale of values(['rm', 'es-419', 'zh-Hant-HK']))
      expect(account.routes.updateMe.body.safeParse({ locale })).toMatchObject({ success: true });
  });

  it('have those of the browser among them, once and in one spelling', () => {
    const chosen = values(['de', 'RM', 'en-gb', 'rm', 'not a language', '']);
    expect(chosen.filter((value) => ['rm', 'de', 'en-GB'].includes(value)).sort()).toEqual(['de', 'en-GB', 'rm']);
    expect(new Set(chosen).size).toBe(chosen.length);
  });

  it('have the saved one among them, whatever it is', () => {
    expect(values([], 'tlh-x-warrior')).toContain('tlh-x-warrior');
  });

  it('are called what they call themselves', () => {
    const labels = new Map(languagesFor([], null).map(({ value, label }) => [value, label]));
    expect([labels.get('de'), labels.get('fr'), labels.get('ja')]).toEqual(['Deutsch', 'Français', '日本語']);
  });
});
