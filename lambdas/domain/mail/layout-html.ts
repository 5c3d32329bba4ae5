import { type Letter, shownUrl } from './letter.ts';

/**
 * The HTML of a mail: one column that fits any screen, readable without its styles and in dark mode, nothing loaded
 * from anywhere. Mail clients drop style sheets, so that styles are inline, and some know no padding but a cell's, so
 * that card and button are tables; the sheet only adds the dark colours.
 */
export function layoutHtml(letter: Letter, brand: string, language: string): string {
  const blocks = [
    paragraph(letter.greeting),
    ...letter.opening.map(paragraph),
    letter.facts && letter.facts.length > 0 ? facts(letter.facts) : '',
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
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">
<title>${escapeHtml(letter.subject)}</title>
<style>${darkColours}</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f4f6f5;color:#17201d">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${escapeHtml(preheader(letter))}</div>
<table ${layoutTable} width="100%"><tr><td class="page" align="center" style="padding:24px 12px;background:#f4f6f5">
<table ${layoutTable} width="100%" style="max-width:560px"><tr><td class="card" align="left" style="padding:32px 24px 16px;background:#ffffff;border-radius:12px;${font}">
<p class="quiet" style="margin:0 0 8px;font-size:14px;font-weight:600;color:#54625d">${escapeHtml(brand)}</p>
<h1 style="margin:0 0 20px;font-size:22px;line-height:1.3;font-weight:650">${unbroken(escapeHtml(letter.subject))}</h1>
${blocks.filter(Boolean).join('\n')}
</td></tr></table>
</td></tr></table>
</body>
</html>
`;
}

const layoutTable = 'role="presentation" border="0" cellpadding="0" cellspacing="0"';
const font =
  "font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;color:#17201d;overflow-wrap:anywhere";
const darkColours =
  ':root{color-scheme:light dark}@media (prefers-color-scheme:dark){' +
  '.page{background:#101413!important}.card{background:#191f1d!important;color:#e8eeeb!important}' +
  '.code{background:#2a3431!important}.quiet{color:#a5b3ae!important}' +
  '.button{background:#e8eeeb!important}.button a{color:#17201d!important}}';

/** What a list of mails shows beside the subject. Never the code: a locked screen shows it too. */
function preheader(letter: Letter): string {
  const [first = ''] = letter.opening;
  return first.charAt(0).toUpperCase() + first.slice(1);
}

function paragraph(text: string): string {
  return `<p style="margin:0 0 16px">${unbroken(escapeHtml(text))}</p>`;
}

/** A line that ends with the `e-` of an e-mail is read twice. */
function unbroken(escaped: string): string {
  return escaped.replace(/\be-mail\b/gi, '<span style="white-space:nowrap">$&</span>');
}

function facts(items: NonNullable<Letter['facts']>): string {
  const rows = items.map(
    ({ name, value }) =>
      `<tr><th scope="row" class="quiet" align="left" valign="top" style="padding:0 16px 4px 0;font-weight:400;color:#54625d;white-space:nowrap">${escapeHtml(name)}:</th> <td valign="top" style="padding:0 0 4px">${escapeHtml(value)}</td></tr>`,
  );
  return `<table border="0" cellpadding="0" cellspacing="0" style="margin:0 0 16px;font:inherit;color:inherit">\n${rows.join('\n')}\n</table>`;
}

function action({ lead, label, url }: NonNullable<Letter['action']>): string {
  return `${paragraph(lead)}
<table ${layoutTable} style="margin:0 0 12px"><tr><td class="button" style="background:#17201d;border-radius:8px"><a href="${escapeHtml(url)}" style="display:inline-block;padding:12px 20px;font:600 16px/1.25 system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;color:#ffffff;text-decoration:none">${escapeHtml(label)}</a></td></tr></table>
<p class="quiet" style="margin:0 0 16px;font-size:13px;color:#54625d">${escapeHtml(shownUrl(url))}</p>`;
}

function code(text: string): string {
  return `<p class="code" style="margin:0 0 16px;padding:12px;background:#edf1ef;border-radius:8px;text-align:center;font:600 26px/1.4 ui-monospace,Menlo,Consolas,monospace;letter-spacing:2px">${escapeHtml(text)}</p>`;
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
