import type { MailTemplate } from '../../../lambdas/domain/mail/mail-template.ts';
import { allMails, everyMail, hrefsOf, link, linksOf, origin, render, tagsOf, wordsOf } from './mails.ts';

/** What is ours: chosen from lists, or made by the platform. */
const ours = new Set(['template', 'to', 'locale', 'factor', 'how', 'token', 'code', 'returnTo', 'rows', 'jobId']);
/** Each place in each mail where the words of a stranger may stand, with such a mail in every language. */
const places = everyMail.flatMap(([name, mails]) => {
  const strings = mails.flatMap((mail) => Object.entries(mail).filter(([, value]) => typeof value === 'string'));
  const keys = new Set(strings.map(([key]) => key).filter((key) => !ours.has(key)));
  return [...keys].map((key) => {
    const having = mails.filter((mail) => key in mail);
    return [`${key} of ${name}`, [...new Map(having.map((mail) => [mail.locale, mail])).values()], key] as const;
  });
});
const bait = (mail: MailTemplate, key: string, value: string) => render({ ...mail, [key]: value } as MailTemplate);
const baits = (mails: readonly MailTemplate[], key: string, values: readonly string[]) =>
  mails.flatMap((mail) => {
    const plain = bait(mail, key, 'Ada');
    return values.map((value) => ({ plain, odd: bait(mail, key, value) }));
  });
/** All but the line feed that ends a line of ours. */
const unseen = /[[\p{C}\p{Default_Ignorable_Code_Point}\u2028\u2029]--[\n]]/v;
const markup = ['<a href="https://evil.example">x</a>', '"><img src=x onerror=alert(1)>', "' onmouseover='x", '<!--'];
const invisible = [
  'A\r\nBcc: eve@evil.example\r\n\r\nx',
  '\u202elive\u2066\u200f.reganam',
  'A\u200b\u0007\u001b[31m\ud800',
];
const links = [
  'https://evil.example/x',
  'www.evil.example',
  'eve@evil.example',
  '//evil.example',
  'mailto:e@evil.example',
];
/** Without the masked account that a link names for its page, in characters that end no link and no attribute. */
const nameless = (parts: readonly string[]) => parts.map((part) => part.replace(/&(?:amp;)?account=[\w%.-]*/, ''));
const templates = ['{{7*7}}', `\${7*7}`, '#{7*7}', '<%= 7*7 %>', '%s %d', '$& $1 $`'];

describe('the words of a stranger', () => {
  it('stand in names, labels, addresses, devices and times', () => {
    expect([...new Set(places.map(([, , key]) => key))].toSorted()).toEqual([
      'currentEmail',
      'inviter',
      'ip',
      'label',
      'name',
      'newEmail',
      'until',
      'userAgent',
      'when',
    ]);
  });

  it.each(places)('as %s change no tag, no link, no reader and no subject [A18] [A23]', (_, mails, key) => {
    for (const { plain, odd } of baits(mails, key, [...markup, ...invisible, ...links, ...templates])) {
      expect([odd.subject, odd.to]).toEqual([plain.subject, plain.to]);
      expect([tagsOf(odd.html), linksOf(odd.text)].map(nameless)).toEqual(
        [tagsOf(plain.html), linksOf(plain.text)].map(nameless),
      );
      expect(odd.text).not.toMatch(unseen);
      expect(odd.html).not.toMatch(unseen);
    }
  });

  it.each(places)('as %s are nothing that a client makes a link of [A23]', (_, mails, key) => {
    for (const { odd } of baits(mails, key, links))
      for (const form of [odd.text, wordsOf(odd.html)])
        expect(form).not.toMatch(/evil[.。．｡]\p{L}|[.。．｡]evil|:\/\/evil|\/\/evil|\S@evil|mailto:\S/u);
  });

  it.each(places)('as %s are never calculated [A23]', (_, mails, key) => {
    const results = (form: string) => form.split('49').length;
    for (const { plain, odd } of baits(mails, key, templates))
      expect([results(odd.text), results(odd.html)]).toEqual([results(plain.text), results(plain.html)]);
  });

  it.each(places)('as %s are on no line of their own, where they could pass for a code', (_, mails, key) => {
    const codes = (text: string) => text.split('\n').filter((line) => /^\s*[A-Z\d]{4}-?[A-Z\d]{4}\s*$/.test(line));
    const pads = [0, 20, 30, 40, 45, 50, 55, 60, 65, 70, 75, 80];
    const values = pads.map((length) => `${'x'.repeat(length)} QQQQ-7777 ${'y'.repeat(40)}`);
    for (const { plain, odd } of baits(mails, key, values)) expect(codes(odd.text)).toEqual(codes(plain.text));
  });

  it.each(places)('as %s are cut where they would be a message of their own [A23]', (_, mails, key) => {
    for (const { odd } of baits(mails, key, [`Your account was closed, call us: ${'🐎 '.repeat(200)}`])) {
      expect(odd.text.split('🐎').length).toBeLessThan(40);
      expect(odd.text.isWellFormed()).toBe(true);
    }
  });
});

describe('a name that a stranger chose', () => {
  const withName = (name: string) => render({ template: 'verify_email', ...link, name });
  const greeting = (name: string) => withName(name).text.split('\n')[0];

  it('is never markup [A23]', () => {
    const { html } = withName('<a href=//evil>"\'&<img src=x onerror=alert(1)>');
    expect(html).toContain('&lt;a href=');
    expect(html).toContain('&quot;&#39;&amp;&lt;img');
    expect(html).not.toMatch(/<img|<a href=\/|href=\/\//);
  });

  it.each([
    ['A\u202eda\u2066\u200f', 'Hello Ada,'],
    ['A\u200bd\u00ada\ufe0f', 'Hello Ada,'],
    ['A\u0007d\u001b[31ma', 'Hello Ad[31ma,'],
    ['A\ud800da', 'Hello Ada,'],
    ['Ada\r\nBcc: e', 'Hello Ada Bcc: e,'],
    ['Ada\u2028\u0085 L', 'Hello Ada L,'],
  ])('holds only what can be seen, on one line: %j [A18] [A23]', (name, expected) => {
    expect(greeting(name)).toBe(expected);
  });

  it.each([
    'https://evil.com/x',
    'HTTP://EVIL.COM',
    'evil.com',
    'www.evil.co.uk',
    'evil。com',
    'ev\u200bil.\u200bcom',
    'a@evil.com',
    'mailto:a@evil.com',
    '//evil',
    '\\\\evil\\share',
  ])('makes no link: %s [A23]', (name) => {
    const line = greeting(name) ?? '';
    expect(line).toMatch(/evil/i);
    expect(line).not.toMatch(/[.。．｡]\p{L}|:\/\/|\/\/|\\\\|@\S/u);
    expect(wordsOf(withName(name).html)).toContain(line);
  });

  it.each(['{{7*7}}', `\${7*7}`, '<%= 7*7 %>', '%s %d', '$& $1', '__proto__'])('is no template: %s [A23]', (name) => {
    expect(greeting(name)).toBe(`Hello ${name},`);
  });

  it('is cut where it would be a message of its own', () => {
    const line = greeting(`Your account was closed, call us at once ${'🐎'.repeat(100)}`) ?? '';
    expect([...line].length).toBeLessThanOrEqual('Hello ,'.length + 61);
    expect(line).toMatch(/🐎…,$/u);
    expect(line.isWellFormed()).toBe(true);
  });

  it('of a person stays as it is', () => {
    for (const name of ['Ada Lovelace', "Conan O'Brien", 'Jürgen Müller-Lüdenscheidt', 'محمد', '山田 太郎', 'Dr. No'])
      expect(greeting(name)).toBe(`Hello ${name},`);
  });
});

describe('a secret of a mail', () => {
  const odd = '"><a href="https://evil.example/#&return_to=//evil';
  const secret = allMails.filter((mail) => 'token' in mail);

  it.each(['token', 'returnTo'])('leads nobody astray, whatever it holds: %s [A24]', (key) => {
    const withoutFragment = (url: string) => url.replace(/#.*/, '');
    for (const mail of secret.filter((each) => key in each)) {
      const plain = render(mail);
      const { html, text } = bait(mail, key, odd);
      const hrefs = hrefsOf(html);
      expect([...hrefs, ...linksOf(text)].filter((url) => new URL(url).origin !== origin)).toEqual([]);
      expect(hrefs.map(withoutFragment)).toEqual(hrefsOf(plain.html).map(withoutFragment));
      expect(new URLSearchParams(hrefs[0]?.split('#')[1]).get(key === 'token' ? 'token' : 'return_to')).toBe(odd);
      expect(tagsOf(html)).toHaveLength(tagsOf(plain.html).length);
    }
  });
});

describe('an address that is not to be known', () => {
  it.each([
    ['victor@example.com', 'v***@e***.com'],
    ['v***@e***.com', 'v***@e***.com'],
    ['𝒗ictor@bücher.example', '𝒗***@b***.example'],
    ['\u202evictor@example.com\r\n', 'v***@e***.com'],
    ['victor@example.com\r\nBcc: eve@evil.example', 'v***@e***.example'],
    ['v@e.<b>', 'v***@ e***.<b>'],
    ['<@<.evil', '<***@<***.evil'],
    ['nobody', '***@ n***'],
  ])('%j is shown as %j in every mail that names it [A23]', (address, shown) => {
    for (const mail of allMails) {
      const key = 'currentEmail' in mail ? 'currentEmail' : 'newEmail' in mail ? 'newEmail' : null;
      if (key) expect(bait(mail, key, address).text.replace(/\s+/g, ' ')).toContain(shown);
    }
  });
});
