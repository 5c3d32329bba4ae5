import { createHash } from 'node:crypto';
import type { GatewayAnswer, HeaderField } from './gateway/message.ts';

/** Markup that is ready to be sent. Everything else that comes into a template is escaped. */
export interface Markup {
  readonly markup: string;
}

type Piece = string | number | Markup | readonly Markup[];

/** Makes markup; strings and numbers that are put into it stay text. */
export function html(parts: TemplateStringsArray, ...pieces: Piece[]): Markup {
  return { markup: String.raw({ raw: parts }, ...pieces.map(toMarkup)) };
}

function toMarkup(piece: Piece): string {
  if (typeof piece === 'object') return 'markup' in piece ? piece.markup : piece.map(({ markup }) => markup).join('');
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return String(piece).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** The colours are those of the site (web/app/styles.css). */
const style = `
:root { color-scheme: light dark; --ink: #17201d; --soft: #54625d; --paper: #f4f6f5; --card: #fff; --line: #d8dfdc;
  --link: #0f665a; --code: #edf1ef; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eeeb; --soft: #a5b3ae; --paper: #101413; --card: #191f1d;
  --line: #303b38; --link: #6fd8c4; --code: #212927; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif; }
header, main { max-width: 46rem; margin: 0 auto; padding: 1rem; }
.wide header, .wide main { max-width: 84rem; }
header { padding-top: 2.5rem; }
h1 { margin: 0 0 .25rem; font-size: 1.8rem; line-height: 1.2; }
h2 { margin: 0 0 .5rem; font-size: 1.15rem; line-height: 1.3; overflow-wrap: anywhere; }
p { margin: .5rem 0; }
a { color: var(--link); }
a:focus-visible, button:focus-visible, input:focus-visible, summary:focus-visible { outline: 3px solid var(--link);
  outline-offset: 2px; }
section, article { margin: 0 0 1rem; padding: 1.1rem; background: var(--card); border: 1px solid var(--line);
  border-radius: .75rem; }
.soft { color: var(--soft); }
code { font: .92em/1.5 ui-monospace, monospace; background: var(--code); padding: .1em .35em; border-radius: .3rem;
  overflow-wrap: anywhere; }
pre { margin: .75rem 0; padding: .75rem; background: var(--code); border-radius: .5rem; white-space: pre-wrap;
  overflow-wrap: anywhere; font: .9rem/1.5 ui-monospace, monospace; }
.code { font-size: 1.3rem; letter-spacing: .12em; }
ul { margin: .5rem 0; padding-left: 1.2rem; }
li { margin: .25rem 0; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .15rem .75rem; margin: 0 0 .5rem; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; } th, td { padding: .35rem .5rem .35rem 0; text-align: left;
  border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; } label { flex: 1 1 14rem; }
input, button { font: inherit; color: inherit; padding: .5rem .7rem; border: 1px solid var(--soft); border-radius: .5rem;
  background: var(--card); min-height: 2.75rem; } input { display: block; width: 100%; }
iframe { width: 100%; height: 28rem; border: 1px solid var(--line); border-radius: .5rem; background: #fff; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 24rem), 1fr)); gap: 1rem; }
.cards article { margin: 0; }
.pair { display: grid; gap: 1rem; } .pair iframe { height: 44rem; } .pair pre { margin: 0; }
@media (min-width: 70rem) { .pair { grid-template-columns: 1fr auto; }
  .pair pre { width: calc(76ch + 1.6rem); font-size: .85rem; } }
progress { display: block; width: 100%; height: .5rem; accent-color: var(--link); }
summary { cursor: pointer; min-height: 2rem; } summary h2 { display: inline; }
`;

/** Asks every second whether something else stands at this address, and shows it then. */
const watch = `
const awaited = document.documentElement.dataset.awaits;
const look = async () => {
  const answer = await fetch(location.href).catch(() => null);
  if (answer && answer.headers.get('x-awaits') !== awaited) location.reload();
  else setTimeout(look, 1000);
};
setTimeout(look, 1000);
`;

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing but the one style sheet, frames of our own mails and forms to ourselves. */
const pagePolicy = [
  "default-src 'none'",
  `style-src ${hashOf(style)}`,
  'img-src data:',
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** And the one script of a page that waits. */
const watchPolicy = `${pagePolicy}; script-src ${hashOf(watch)}; connect-src 'self'`;

export interface Page {
  title: string;
  status?: number;
  /** One sentence below the heading. */
  lead: Markup;
  main: Markup;
  /** What the page waits for, in a word: it is loaded anew once another page stands at its address. */
  awaits?: string;
  headers?: readonly HeaderField[];
  /** For things that are to be seen side by side. */
  isWide?: boolean;
}

/** A whole page as an answer, with its policy. */
export function page({ title, status = 200, lead, main, awaits, headers = [], isWide = false }: Page): GatewayAnswer {
  const document = html`<!doctype html>
<html lang="en"${awaits === undefined ? html`` : html` data-awaits="${awaits}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${{ markup: style }}</style>
${awaits === undefined ? html`` : watching}
</head>
<body${isWide ? html` class="wide"` : html``}>
<header>
<h1>${title}</h1>
<p class="soft">${lead}</p>
</header>
<main>
${main}
</main>
</body>
</html>
`;
  const policy = awaits === undefined ? pagePolicy : watchPolicy;
  const state: readonly HeaderField[] = awaits === undefined ? [] : [['x-awaits', awaits]];
  return htmlAnswer(status, document.markup, policy, [...state, ...headers]);
}

/** Without scripts the page is loaded anew every few seconds. */
const watching: Markup = {
  markup: `<script>${watch}</script>\n<noscript><meta http-equiv="refresh" content="3"></noscript>`,
};

/** An HTML answer under the given content security policy. */
export function htmlAnswer(
  status: number,
  document: string,
  policy: string,
  further: readonly HeaderField[] = [],
): GatewayAnswer {
  const headers: HeaderField[] = [
    ['content-type', 'text/html; charset=utf-8'],
    ['content-security-policy', policy],
    ...plainHeaders,
    ...further,
  ];
  return { status, headers, body: Buffer.from(document) };
}

/** What every answer of the local platform's own pages and endpoints carries. */
export const plainHeaders: readonly HeaderField[] = [
  ['cache-control', 'no-store'],
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['cross-origin-opener-policy', 'same-origin'],
];
