import type { MailConfig } from '../lambdas/domain/mail/letter.ts';
import type { MailTemplate } from '../lambdas/domain/mail/mail-template.ts';
import { renderMail } from '../lambdas/domain/mail/render-mail.ts';
import { languages } from '../lambdas/domain/mail/words/words.ts';
import type { MailMessage } from '../lambdas/ports/mail.ts';
import type { GatewayAnswer } from './gateway/message.ts';
import { html, type Markup, page } from './html.ts';
import { mailNames, sampleMails } from './mail-samples.ts';
import { mailHtml } from './mailbox-page.ts';

type Name = MailTemplate['template'];

const home = '/_local/mails';

/**
 * The preview of the mails: a list of all, a page for each in one language, and the HTML of each of its forms. Null
 * where there is no such address.
 */
export function mailsPage(path: string, config: MailConfig): GatewayAnswer | null {
  if (path === home) return listPage(config);
  const [template, asked, form, ...rest] = path.slice(home.length + 1).split('/');
  const name = mailNames.find((each) => each === template);
  const language = languages.find((each) => each.language === asked)?.language;
  if (!name || language === undefined || rest.length > 0) return null;
  const mails = rendered(name, language, config);
  if (form === undefined) return mailPage(name, language, mails);
  const mail = mails.find(({ id }) => id === form);
  return mail ? mailHtml(mail) : null;
}

/** Every form of a mail, numbered from 1. */
function rendered(name: Name, language: string, config: MailConfig): MailMessage[] {
  return sampleMails(name, language).map((mail, index) => renderMail(mail, config, String(index + 1)));
}

function listPage(config: MailConfig): GatewayAnswer {
  return page({
    title: 'Mails',
    lead: html`Every mail that the platform sends, in every language, with values made up for it.
      <a href="/_local">Mailbox</a>`,
    main: html`<div class="cards">${mailNames.map((name) => card(name, config))}</div>`,
    isWide: true,
  });
}

function card(name: Name, config: MailConfig): Markup {
  const items = languages.map(({ language }) => {
    const [first] = rendered(name, language, config);
    return html`<li lang="${language}"><a href="${home}/${name}/${language}">${first?.subject ?? name}</a></li>`;
  });
  return html`<article>
<h2><code>${name}</code></h2>
<ul>${items}</ul>
</article>
`;
}

function mailPage(name: Name, language: string, mails: readonly MailMessage[]): GatewayAnswer {
  const others = languages
    .filter((each) => each.language !== language)
    .map((each) => html` · <a href="${home}/${name}/${each.language}">${languageName(each.language)}</a>`);
  const at = mailNames.indexOf(name);
  const [previous, next] = [mailNames[at - 1], mailNames[at + 1]];
  return page({
    title: `${name}, ${languageName(language)}`,
    lead: html`<a href="${home}">All mails</a>${others}${link(previous, language, 'Previous')}${link(next, language, 'Next')}`,
    main: html`${mails.map((mail) => article(name, language, mail))}`,
    isWide: true,
  });
}

function link(name: Name | undefined, language: string, words: string): Markup {
  return name === undefined ? html`` : html` · <a href="${home}/${name}/${language}">${words}</a>`;
}

function article(name: Name, language: string, { id, subject, text }: MailMessage): Markup {
  return html`<article aria-labelledby="m-${id}">
<h2 id="m-${id}" lang="${language}">${subject}</h2>
<div class="pair">
<iframe sandbox loading="lazy" title="HTML ${id}: ${subject}" src="${home}/${name}/${language}/${id}"></iframe>
<pre lang="${language}">${text}</pre>
</div>
</article>
`;
}

function languageName(language: string): string {
  return new Intl.DisplayNames('en', { type: 'language' }).of(language) ?? language;
}
