import type { GatewayAnswer, GatewayRequest } from './gateway/message.ts';
import { html, type Markup, page } from './html.ts';
import { defaultSeedPassword } from './seed-accounts.ts';

export interface Site {
  /** Where the API is reached. */
  origin: string;
  /** Nothing where nobody was seeded. */
  signIns: readonly SignIn[];
  /** `chosen` is the operator's, and theirs to know. */
  password: 'default' | 'chosen' | null;
  /** The database holds passwords that the keys at hand cannot check. */
  lostKeys: boolean;
}

export interface SignIn {
  email: string;
  roles: readonly string[];
}

/** The pages that mails link to, with the call that does what the page will do. */
const mailPages: Record<string, { route: string; body: string }> = {
  '/verify-email': {
    route: '/api/v1/auth/verify-email',
    body: '{"token":"TOKEN","password":"THE PASSWORD YOU CHOSE"}',
  },
  '/accept-invitation': {
    route: '/api/v1/auth/accept-invitation',
    body: '{"token":"TOKEN","name":"NAME","password":"PASSWORD"}',
  },
};

/** The one page that stands where a web app will: it says so, and how to go on without it. */
export function answerSite(request: GatewayRequest, site: Site): GatewayAnswer {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    const refused = nothingHere(405, 'This address takes GET alone.');
    return { ...refused, headers: [...refused.headers, ['allow', 'GET, HEAD']] };
  }
  const path = request.target.split('?')[0] ?? '/';
  // A file of a web app that is not there: a page in its place would be taken for a script or a picture.
  if (/\.[^/]*$/.test(path)) return nothingHere(404, 'There is no such file.');
  return page({
    title: 'Gatehouse',
    lead: html`The platform runs on this machine. It has no web app yet, so this page stands for all of its pages.`,
    main: html`${Object.hasOwn(mailPages, path) ? opened : html``}${places(site)}${people(site)}${links(site)}`,
  });
}

/** An answer where there is no page. */
export function nothingHere(status: number, sentence: string): GatewayAnswer {
  return page({
    title: 'Nothing here',
    status,
    lead: html`${sentence}`,
    main: html`<p><a href="/">To the start</a></p>`,
  });
}

const opened = html`<section>
<h2>You followed a link of a mail</h2>
<p>Nothing has happened yet, and this page cannot act on it: the token is in the address bar, behind <code>#token=</code>.
Use it as <a href="#mail-links">shown below</a>.</p>
</section>`;

function places({ origin }: Site): Markup {
  return html`<section>
<h2>Where things are</h2>
<ul>
<li><a href="/_local">Mailbox</a>: every mail that the platform sends, with its links and codes</li>
<li><a href="/api/v1/openapi.json">OpenAPI document</a>: every route</li>
<li><a href="/api/v1/health/ready">Health</a>: each dependency</li>
</ul>
<p>The API answers at <code>${origin}/api/v1</code>.</p>
</section>`;
}

function people({ signIns, password }: Site): Markup {
  if (signIns.length === 0) return html``;
  const rows = signIns.map(({ email, roles }) => html`<tr><td>${email}</td><td>${roles.join(', ')}</td></tr>`);
  const isDefault = password === 'default';
  const secret = isDefault ? html`<code>${defaultSeedPassword}</code>` : html`what <code>SEED_PASSWORD</code> said`;
  return html`<section>
<h2>Who can sign in</h2>
<table>
<thead><tr><th scope="col">E-mail</th><th scope="col">Roles</th></tr></thead>
<tbody>${rows}</tbody>
</table>
<p>They were seeded with the password ${secret}.</p>
</section>`;
}

function links({ origin }: Site): Markup {
  const calls = Object.entries(mailPages).map(
    ([path, { route, body }]) => html`<p><code>${path}#token=TOKEN</code></p>
<pre>curl ${origin}${route} -H 'Content-Type: application/json' -d '${body}'</pre>`,
  );
  return html`<section id="mail-links">
<h2>Links in mails</h2>
<p>Mails link to pages of the web app that is still missing. Until it is there, take the part behind
<code>#token=</code> and send it yourself:</p>
${calls}
</section>`;
}
