import { renderMail } from '../../../lambdas/domain/mail/render-mail.ts';
import { allMails, config, everyMail, hrefsOf, link, linksOf, origin, render, said, wordsOf } from './mails.ts';

/** What somebody reads who did not do it. */
const notMe = /\bif (this was not you|you did not expect this|you do not know)|\bfalls Sie (das|dieses Gerät) nicht/i;
/** What may stand in the way of a person: nothing is loaded, sent or run. */
const loading = /<(img|script|link|iframe|object|form|video|base|svg)|\bsrc=|url\(|@import|http-equiv|\son\w+=/i;

describe('every mail', () => {
  it.each(everyMail)('%s has an id, a sender, one reader, a subject with the brand, text and HTML', (_, mails) => {
    for (const mail of mails) {
      const message = render(mail);
      expect(message).toMatchObject({ id: 'row-1', from: 'no-reply@example.com', to: 'ada@example.com' });
      expect(message.subject).toContain('Acme & Sons');
      expect(message.subject).toMatch(/^[^\r\n]{10,80}$/);
      expect(message.html).toContain(`<!doctype html>\n<html lang="${mail.locale}">`);
    }
  });

  it.each(everyMail)('%s says the same in text and in HTML', (_, mails) => {
    for (const mail of mails) {
      const { text, html } = render(mail);
      const words = wordsOf(html);
      const [body = ''] = text.split('\n\n-- \n');
      // What stands alone on a line, a link above all, follows its button in HTML.
      const blocks = body.split(/\n\n|\n(?=\S+$)/m).map((block) => block.replace(/\s+/g, ' '));
      expect(blocks.length).toBeGreaterThanOrEqual(4);
      for (const block of blocks) expect(words).toContain(block);
    }
  });

  it.each(everyMail)('%s has one link, to the configured origin or contact, and loads nothing [A24]', (_, mails) => {
    for (const mail of mails) {
      const { text, html } = render(mail);
      const hrefs = hrefsOf(html);
      const links = [...linksOf(text), ...linksOf(html), ...hrefs];
      expect(hrefs).toHaveLength(mail.template === 'reauthentication_code' ? 0 : 1);
      expect(links.filter((each) => new URL(each).origin !== origin)).toEqual(
        ['account_deleted', 'account_removed'].includes(mail.template) ? [config.securityContact] : [],
      );
      expect(html).not.toMatch(loading);
    }
  });

  it.each(everyMail)('%s can be read in dark mode, on any screen and without its style sheet', (_, mails) => {
    for (const mail of mails) {
      const { html } = render(mail);
      expect(html).toContain('<meta name="color-scheme" content="light dark">');
      expect(html).toContain('@media (prefers-color-scheme:dark)');
      expect(html).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
      expect(html).not.toMatch(/[^-]width:\d{3,}px|width="\d{3,}"/);
    }
  });

  it.each(everyMail)('%s has its subject as the one heading, and tables for facts or layout alone', (_, mails) => {
    for (const mail of mails) {
      const { html, subject } = render(mail);
      expect(wordsOf(/<h1[^>]*>.*<\/h1>/.exec(html)?.[0] ?? '').trim()).toBe(subject);
      expect(html.match(/<h\d/g)).toHaveLength(1);
      for (const [table] of html.matchAll(/<table[\s\S]*?(?=<table|<\/table>)/g))
        expect(table).toMatch(/^<table role="presentation"|<th scope="row"/);
    }
  });

  it.each(everyMail)('%s shows its first sentence beside the subject, and no code', (_, mails) => {
    for (const mail of mails) {
      const { html, text } = render(mail);
      const preheader = wordsOf(/<div style="display:none[^>]*>.*<\/div>/.exec(html)?.[0] ?? '').trim();
      expect(preheader).toMatch(/^\p{Lu}.{20,}[.]$/u);
      expect(text.replace(/\s+/g, ' ').toLowerCase()).toContain(preheader.toLowerCase());
      expect(preheader).not.toMatch(/[2-9A-HJKMNP-Z]{4}-/);
    }
  });

  it.each(everyMail)('%s fits a terminal: only a link is longer than 76 columns, and it stands alone', (_, mails) => {
    for (const mail of mails) {
      const lines = render(mail).text.split('\n');
      expect(lines.filter((line) => line.length > 76 && !/^https:\/\/\S+$/.test(line))).toEqual([]);
      expect(lines.filter((line) => /https?:/.test(line) && /\s/.test(line))).toEqual([]);
      expect(lines.filter((line) => /\s$/.test(line) && line !== '-- ')).toEqual([]);
    }
  });

  it.each(everyMail)('%s says what to do if it was somebody else', (_, mails) => {
    for (const mail of mails) {
      expect(said(render(mail))).toMatch(notMe);
    }
  });

  it.each(['a@evil.com,v@x.de', 'v@x.de\r\nBcc: e@evil.com', 'v@x.de>,<e@evil.com', '"e@evil.com"@v.com', ''])(
    'goes to one valid address or to nobody: %j [A18] [A19]',
    (reader) => {
      for (const mail of allMails) expect(() => render({ ...mail, to: reader })).toThrow(TypeError);
    },
  );

  it('goes to the ASCII form of an internationalised domain [A22]', () => {
    expect(render({ template: 'verify_email', ...link, to: 'Ada@bücher.de' }).to).toBe('Ada@xn--bcher-kva.de');
  });
});

describe('a brand', () => {
  it('is escaped, and cannot break the subject [A18]', () => {
    const odd = { ...config, brand: { name: 'Cal.com <x>\r\nBcc: e@evil.com' } };
    const { subject, html } = renderMail({ template: 'verify_email', ...link }, odd, 'row-1');
    expect(subject).toBe('Verify your e-mail address for Cal.com <x> Bcc: e@evil.com');
    expect(html).not.toContain('<x>');
  });
});
