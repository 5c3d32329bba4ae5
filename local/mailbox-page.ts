import type { MailboxMessage } from '../lambdas/adapters/mail/mailbox.ts';
import type { GatewayAnswer } from './gateway/message.ts';
import { html, htmlAnswer, type Markup, page } from './html.ts';
import { defaultSeedPassword, type People } from './seed-accounts.ts';

/** Every mail that was sent, newest first, to be read by a person; `to` as it was asked for. */
export function mailboxPage(messages: readonly MailboxMessage[], to: string, people: People): GatewayAnswer {
  const count = messages.length === 1 ? '1 mail' : `${messages.length} mails`;
  return page({
    title: 'Mailbox',
    lead: html`${count}${to === '' ? '' : ` to ${to}`}, newest first. Nothing leaves this machine.
      <a href="/_local">Reload</a> · <a href="/">Start</a> · <a href="/_local/mailbox">As JSON</a> ·
      <a href="/_local/mails">Every mail</a> · <a href="/_local/gallery">Gallery</a> of the site`,
    main: html`<section>
<form method="get" action="/_local">
<label>Only mail to <input name="to" type="email" autocomplete="off" value="${to}"></label>
<button>Show</button>
</form>
</section>
${whoCanSignIn(people, messages.length === 0)}
${messages.length === 0 ? html`<section><p>No mail yet.</p></section>` : messages.map(article)}`,
  });
}

function whoCanSignIn({ signIns, password }: People, open: boolean): Markup {
  if (signIns.length === 0) return html``;
  const rows = signIns.map(({ email, roles }) => html`<tr><td>${email}</td><td>${roles.join(', ')}</td></tr>`);
  const isDefault = password === 'default';
  const secret = isDefault ? html`<code>${defaultSeedPassword}</code>` : html`what <code>SEED_PASSWORD</code> said`;
  return html`<section>
<details${open ? html` open` : html``}>
<summary><h2>Who can sign in</h2></summary>
<table>
<thead><tr><th scope="col">E-mail</th><th scope="col">Roles</th></tr></thead>
<tbody>${rows}</tbody>
</table>
<p>They were seeded with the password ${secret}.</p>
</details>
</section>`;
}

function article({ id, to, subject, text, links, code, sent_at: sentAt }: MailboxMessage): Markup {
  const items = links.map((link) => html`<li><a href="${link}">${link}</a></li>`);
  return html`<article aria-labelledby="m-${id}">
<h2 id="m-${id}">${subject}</h2>
<dl>
<dt>To</dt><dd>${to}</dd>
<dt>Sent</dt><dd><time datetime="${sentAt}">${sentAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')}</time></dd>
</dl>
${code === null ? html`` : html`<p>Code: <code class="code">${code}</code></p>`}
${links.length === 0 ? html`` : html`<ul>${items}</ul>`}
<pre>${text}</pre>
<details>
<summary>As HTML</summary>
<iframe sandbox loading="lazy" title="HTML of ${subject}" src="/_local/mailbox/${id}"></iframe>
</details>
</article>
`;
}

/** A mail's own HTML, cut off from everything: it may style itself and nothing else. */
export function mailHtml({ html: document }: Pick<MailboxMessage, 'html'>): GatewayAnswer {
  const policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";
  return htmlAnswer(200, document, policy);
}
