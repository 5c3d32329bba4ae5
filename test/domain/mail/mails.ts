import type { MailTemplate } from '../../../lambdas/domain/mail/mail-template.ts';
import { renderMail } from '../../../lambdas/domain/mail/render-mail.ts';
import { languages } from '../../../lambdas/domain/mail/words/words.ts';
import type { MailMessage } from '../../../lambdas/ports/mail.ts';
import { mailNames, sampleMails } from '../../../local/mail-samples.ts';
import { fakeConfig } from '../../kernel/fakes.ts';

export const origin = 'https://auth.example.com';
export const config = fakeConfig({ GATEHOUSE_ORIGIN: origin, GATEHOUSE_BRAND_NAME: 'Acme & Sons' });
export const lasting = (changed: Partial<typeof config.lifetimes>) => ({
  ...config,
  lifetimes: { ...config.lifetimes, ...changed },
});
export const token = 'tVx-_9'.repeat(7);
export const to = 'ada@example.com';
export const link = { to, name: 'Ada', token, code: 'ABCD2345' };
export const occurrence = {
  to,
  when: '2030-01-31T09:05:07.000Z',
  ip: '192.0.2.7',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0',
};

export const render = (mail: MailTemplate) => renderMail(mail, config, 'row-1');

/** Every mail by its name, in each of its forms and languages. */
export const everyMail: readonly (readonly [string, readonly MailTemplate[]])[] = mailNames.map((name) => [
  name,
  languages.flatMap(({ language }) => sampleMails(name, language)),
]);
export const allMails = everyMail.flatMap(([, mails]) => mails);

/** The text with each block on one line, as it was said. */
export const said = ({ text }: Pick<MailMessage, 'text'>) => text.replace(/(?<!\n)\n(?!\n)/g, ' ');
export const linksOf = (text: string) => text.match(/\bhttps?:[^\s"<]+/g) ?? [];
export const hrefsOf = (html: string) => Array.from(html.matchAll(/href="([^"]*)"/g), ([, href]) => unescaped(href));
export const tagsOf = (html: string) => html.match(/<[^>]*>/g) ?? [];

/** The words of an HTML mail: without head and tags, entities read. */
export const wordsOf = (html: string) =>
  unescaped(
    html
      .replace(/<head>[\s\S]*<\/head>/, '')
      .replace(/<\/?span[^>]*>/g, '')
      .replace(/<[^>]*>/g, ' '),
  ).replace(/\s+/g, ' ');

function unescaped(text = ''): string {
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
}
