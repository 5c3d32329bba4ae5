import type { GatewayAnswer } from '../gateway/message.ts';
import { html, page } from '../html.ts';

const elsewhere = html`<section>
<h2>Already there</h2>
<ul>
<li><a href="/_local">Mailbox</a>: every mail that the platform sends, and who can sign in</li>
<li><a href="/api/v1/openapi.json">OpenAPI document</a>: every route of the API</li>
</ul>
</section>`;

/** Answers where the platform was started without its site. */
export function noSite(): GatewayAnswer {
  return page({
    title: 'Nothing here',
    status: 404,
    lead: html`This platform was started without its site.`,
    main: elsewhere,
  });
}

/** Stands where the site will be, and goes once it is there. */
export function waitingPage(): GatewayAnswer {
  return page({
    title: 'The site is being built',
    status: 503,
    awaits: 'build',
    lead: html`That takes about half a minute. The page that you asked for comes here by itself.`,
    main: html`<section><progress aria-label="Building the site"></progress></section>
${elsewhere}`,
    headers: [['retry-after', '5']],
  });
}

/** Says what the build said. */
export function failedPage(said: string): GatewayAnswer {
  return page({
    title: 'The site could not be built',
    status: 503,
    awaits: 'mended build',
    lead: html`The API goes on. Mend what stands here, then run <code>npm run build</code>: this page shows the site then.`,
    main: html`<section>
<h2>What the build said</h2>
<pre>${said}</pre>
</section>
${elsewhere}`,
  });
}
