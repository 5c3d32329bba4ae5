import type { MailTemplate } from '../../../lambdas/domain/mail/mail-template.ts';
import { renderMail } from '../../../lambdas/domain/mail/render-mail.ts';
import { fakeConfig } from '../../kernel/fakes.ts';

const origin = 'https://auth.example.com';
const config = fakeConfig({ GATEHOUSE_ORIGIN: origin, GATEHOUSE_BRAND_NAME: 'Acme & Sons' });
const token = 'tVx-_9'.repeat(7);
const occurrence = {
  to: 'ada@example.com',
  when: '2030-01-31T09:05:07.000Z',
  ip: '192.0.2.7',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0',
};
const to = 'ada@example.com';
const link = { to, name: 'Ada', token, code: 'ABCD2345' };
const verifyEmail = { template: 'verify_email', ...link } as const;
const requested: MailTemplate[] = [
  verifyEmail,
  { template: 'already_registered', to, name: 'Ada' },
  { template: 'invitation', to, token, inviter: 'Grace Hopper' },
  { template: 'reset_password', ...link },
  { template: 'magic_link', ...link },
  { template: 'reauthentication_code', to, code: 'ABCD2345' },
  { template: 'confirm_email', ...link, currentEmail: 'ada@old.example' },
  { template: 'email_change_taken', to },
];
const notices = [
  { template: 'refresh_token_reused', ...occurrence },
  { template: 'email_change_asked', ...occurrence, newEmail: 'ada@new.example' },
  { template: 'email_changed', ...occurrence, token, newEmail: 'ada@new.example' },
  { template: 'email_reverted', ...occurrence },
  { template: 'new_device', ...occurrence },
  { template: 'password_changed', ...occurrence, how: 'changed' },
  { template: 'password_breached', ...occurrence },
  { template: 'factor_added', ...occurrence, factor: 'passkey', label: 'Phone' },
  { template: 'factor_removed', ...occurrence, factor: 'identity', label: 'Google' },
  { template: 'recovery_code_used', ...occurrence, left: 3 },
  { template: 'account_deleted', ...occurrence, until: '2030-03-02T09:05:07.000Z' },
  { template: 'data_exported', ...occurrence },
] as const satisfies MailTemplate[];
const templates: MailTemplate[] = [...requested, ...notices];
const render = (mail: MailTemplate) => renderMail(mail, config, 'row-1');
const named = templates.map((mail) => [mail.template, mail] as const);
const linksOf = (text: string) => text.match(/\bhttps?:[^\s"<]+/g) ?? [];
/** The words of an HTML mail: without head and tags, entities read. */
const wordsOf = (html: string) =>
  html
    .replace(/<head>[\s\S]*<\/head>/, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');

describe('every mail', () => {
  it.each(named)('%s has an id, a sender, one reader, a subject with the brand, text and HTML', (_, mail) => {
    const message = render(mail);
    expect(message).toMatchObject({ id: 'row-1', from: 'no-reply@example.com', to: 'ada@example.com' });
    expect(message.subject).toContain('Acme & Sons');
    expect(message.subject).toMatch(/^[^\r\n]{10,80}$/);
    expect(message.html).toMatch(/^<!doctype html>\n<html lang="en">/);
  });

  it.each(named)('%s says the same in text and in HTML', (_, mail) => {
    const { text, html } = render(mail);
    const words = wordsOf(html);
    for (const line of text.split('\n').filter((one) => one.trim() !== '' && one !== '-- ')) {
      expect(words).toContain(line.replace(/\s+/g, ' ').trim());
    }
  });

  it.each(named)('%s links to the configured origin alone, and loads nothing [A24]', (_, mail) => {
    const { text, html } = render(mail);
    const hrefs = Array.from(html.matchAll(/href="([^"]*)"/g), ([, href]) => href ?? '');
    const foreign = [...linksOf(text), ...linksOf(html), ...hrefs].filter((link) => new URL(link).origin !== origin);
    expect(hrefs).toHaveLength(mail.template === 'reauthentication_code' ? 0 : 1);
    expect(foreign).toEqual(mail.template === 'account_deleted' ? [config.securityContact] : []);
    expect(html).not.toMatch(/<(img|script|link|iframe|object|form)|src=|url\(|@import/i);
  });

  it.each(named)('%s can be read in dark mode and on any screen', (_, mail) => {
    const { html } = render(mail);
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).toContain('@media (prefers-color-scheme:dark)');
    expect(html).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
    expect(html).not.toMatch(/[^-]width:\d{3,}px/);
  });

  it.each(named)('%s says what to do if it was somebody else', (_, mail) => {
    expect(render(mail).text).toMatch(/[Ii]f (this was not you|you did not expect this|not, end|you do not know)/);
  });

  it.each(['a@evil.com,v@x.de', 'v@x.de\r\nBcc: e@evil.com', 'v@x.de>,<e@evil.com', '"e@evil.com"@v.com', ''])(
    'goes to one valid address or to nobody: %j [A18] [A19]',
    (to) => {
      for (const mail of templates) expect(() => render({ ...mail, to })).toThrow(TypeError);
    },
  );

  it('goes to the ASCII form of an internationalised domain [A22]', () => {
    expect(render({ ...verifyEmail, to: 'Ada@bücher.de' }).to).toBe('Ada@xn--bcher-kva.de');
  });
});

describe('the verification mail', () => {
  const { text, html } = render(verifyEmail);
  it('has the token in the fragment of a page with a button', () => {
    expect(linksOf(text)).toEqual([`${origin}/verify-email#token=${token}`]);
    expect(html).toContain(`href="${origin}/verify-email#token=${token}"`);
    expect(text).toContain('open this page and press its button');
  });
  it('has the code on a line of its own', () => {
    expect(text.split('\n')).toContain('ABCD-2345');
    expect(html).toContain('>ABCD-2345</p>');
  });
  it('says for how long link and code live', () => {
    expect(text).toContain('The link works for 24 hours and the code for 10 minutes.');
    const short = { ...config, lifetimes: { ...config.lifetimes, verification: 5_400, mailCode: 119 } };
    expect(renderMail(verifyEmail, short, 'row-1').text).toContain('for 90 minutes and the code for 119 seconds.');
  });
  it('greets nobody by an empty name', () => {
    expect(render({ ...verifyEmail, name: '' }).text).toMatch(/^Hello,\n/);
  });
  it('cannot be led astray by a token that is none', () => {
    const odd = render({ ...verifyEmail, token: '"><a href="https://evil.com' });
    expect(linksOf(odd.html).filter((link) => new URL(link).origin !== origin)).toEqual([]);
    expect(odd.text).toContain(`${origin}/verify-email#token=%22%3E%3Ca%20href%3D%22https%3A%2F%2Fevil.com`);
  });
});

describe('the invitation', () => {
  it('has a link of seven days, and no code', () => {
    const { text } = render({ template: 'invitation', to: 'ada@example.com', token });
    expect(linksOf(text)).toEqual([`${origin}/accept-invitation#token=${token}`]);
    expect(text).toContain('The link works for 7 days');
    expect(text).not.toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/m);
    expect(text).not.toContain('made by');
  });
  it('names who invites', () => {
    expect(render({ template: 'invitation', to: 'ada@example.com', token, inviter: 'Grace Hopper' }).text).toContain(
      'made by: Grace Hopper',
    );
  });
});

describe('a mail about something that happened', () => {
  it('says when, from where and by what', () => {
    const { text } = render({ template: 'refresh_token_reused', ...occurrence });
    expect(text).toContain('When: 2030-01-31 09:05 UTC');
    expect(text).toContain('Address: 192.0.2.7');
    expect(text).toContain('Device: Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0');
  });
  it('leaves out what is not known', () => {
    expect(render({ template: 'refresh_token_reused', ...occurrence, userAgent: '' }).text).not.toContain('Device:');
  });
});

describe('a name that a stranger chose', () => {
  const withName = (name: string) => render({ ...verifyEmail, name });
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
    for (const name of ['Ada Lovelace', "Conan O'Brien", 'Jürgen Müller-Lüdenscheidt', 'محمد', '山田 太郎', 'Dr. No']) {
      expect(greeting(name)).toBe(`Hello ${name},`);
    }
  });

  it('is as harmless as an inviter, a user agent or an address [A23]', () => {
    const nasty = '<b>https://evil.com</b>\u202e\r\n';
    for (const mail of [
      { template: 'invitation', to: 'ada@example.com', token, inviter: nasty },
      { template: 'refresh_token_reused', ...occurrence, userAgent: nasty },
      { template: 'refresh_token_reused', ...occurrence, ip: nasty },
      { template: 'refresh_token_reused', ...occurrence, when: nasty },
    ] as const) {
      const { text, html, subject } = render(mail);
      expect(text + subject).not.toMatch(/:\/\/evil|evil\.com|\u202e|\r/);
      expect(html).not.toMatch(/<b>|:\/\/evil|evil\.com|\u202e/);
      expect(html).toContain('&lt;b&gt;');
    }
  });
});

describe('a brand', () => {
  it('is escaped, and cannot break the subject [A18]', () => {
    const odd = { ...config, brand: { name: 'Cal.com <x>\r\nBcc: e@evil.com' } };
    const { subject, html } = renderMail(verifyEmail, odd, 'row-1');
    expect(subject).toBe('Verify your e-mail address for Cal.com <x> Bcc: e@evil.com');
    expect(html).not.toContain('<x>');
  });
});
