import type { Letter } from './letter.ts';

/**
 * The HTML of a mail: one column that fits any screen, readable without its styles and in dark mode, nothing loaded
 * from anywhere. Mail clients drop style sheets, so that styles are inline; the sheet only adds the dark colours.
 */
export function layoutHtml(letter: Letter, brand: string, language: string): string {
  const blocks = [
    paragraph(letter.greeting),
    ...letter.opening.map(paragraph),
    letter.facts ? facts(letter.facts) : '',
    letter.action ? action(letter.action) : '',
    letter.code ? paragraph(letter.code.lead) + code(letter.code.code) : '',
    ...letter.closing.map(paragraph),
  ];
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(letter.subject)}</title>
<style>${darkColours}</style>
</head>
<body class="page" style="margin:0;padding:24px 12px;background:#f3f4f6;color:#111827;${font}">
<div class="card" style="max-width:560px;margin:0 auto;padding:32px 24px;background:#ffffff;border-radius:12px">
<p style="margin:0 0 24px;font-size:18px;font-weight:600">${escapeHtml(brand)}</p>
${blocks.filter(Boolean).join('\n')}
</div>
</body>
</html>
`;
}

const font = "font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const darkColours =
  ':root{color-scheme:light dark}@media (prefers-color-scheme:dark){' +
  '.page{background:#0b0f19!important;color:#e5e7eb!important}.card{background:#111827!important}' +
  '.code{background:#1f2937!important}.quiet{color:#9ca3af!important}}';

function paragraph(text: string): string {
  return `<p style="margin:0 0 16px">${escapeHtml(text)}</p>`;
}

function facts(items: NonNullable<Letter['facts']>): string {
  const rows = items.map((item) => `<strong>${escapeHtml(item.name)}:</strong> ${escapeHtml(item.value)}`);
  return `<p style="margin:0 0 16px;overflow-wrap:anywhere">${rows.join('<br>\n')}</p>`;
}

function action({ lead, label, url }: NonNullable<Letter['action']>): string {
  const href = escapeHtml(url);
  return `${paragraph(lead)}
<p style="margin:0 0 16px"><a href="${href}" style="display:inline-block;padding:12px 20px;background:#1d4ed8;color:#ffffff;border-radius:8px;text-decoration:none;font-weight:600">${escapeHtml(label)}</a></p>
<p class="quiet" style="margin:0 0 16px;font-size:13px;color:#4b5563;overflow-wrap:anywhere">${href.replace(/^mailto:/, '')}</p>`;
}

function code(text: string): string {
  return `<p class="code" style="margin:0 0 16px;padding:12px;background:#f3f4f6;border-radius:8px;text-align:center;font:600 24px/1.4 ui-monospace,Menlo,Consolas,monospace;letter-spacing:2px">${escapeHtml(text)}</p>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
