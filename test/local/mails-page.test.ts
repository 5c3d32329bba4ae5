import { renderMail } from '../../lambdas/domain/mail/render-mail.ts';
import { languages } from '../../lambdas/domain/mail/words/words.ts';
import type { GatewayAnswer } from '../../local/gateway/message.ts';
import { mailNames, sampleMails } from '../../local/mail-samples.ts';
import { mailsPage } from '../../local/mails-page.ts';
import { fakeConfig } from '../kernel/fakes.ts';

const config = fakeConfig({ GATEHOUSE_BRAND_NAME: '<b>Acme</b>' });
const escaped = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&${{ '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' }[character] ?? '#39'};`);
const policyOf = ({ headers }: GatewayAnswer) => Object.fromEntries(headers)['content-security-policy'];

function at(path: string): GatewayAnswer & { text: string } {
  const answer = mailsPage(`/_local/mails${path}`, config);
  if (!answer) throw new Error(`there is nothing at ${path}`);
  return { ...answer, text: answer.body.toString() };
}

describe('the preview of the mails', () => {
  it('lists every template in every language, by its subject', () => {
    const { status, text } = at('');
    expect(status).toBe(200);
    for (const name of mailNames)
      for (const { language } of languages) {
        const [mail] = sampleMails(name, language).map((each) => renderMail(each, config, '1'));
        expect(text).toContain(`<a href="/_local/mails/${name}/${language}">${escaped(mail?.subject ?? '')}</a>`);
      }
    expect(text).toContain('<a href="/_local">Mailbox</a>');
  });

  it.each(mailNames)('shows each form of %s as HTML and as text, side by side', (name) => {
    for (const { language } of languages) {
      const { text } = at(`/${name}/${language}`);
      for (const [index, mail] of sampleMails(name, language).entries()) {
        const message = renderMail(mail, config, String(index + 1));
        const address = `/${name}/${language}/${index + 1}`;
        expect(text).toContain(`<pre lang="${language}">${escaped(message.text)}</pre>`);
        expect(text).toContain(`src="/_local/mails${address}"></iframe>`);
        expect(at(address).text).toBe(message.html);
      }
      expect(text.match(/<iframe /g)).toHaveLength(sampleMails(name, language).length);
      expect(text.match(/<iframe sandbox loading="lazy" title="[^"]+"/g)).toHaveLength(
        sampleMails(name, language).length,
      );
    }
  });

  it('leads from a mail to its other languages and to the mails beside it', () => {
    const { text } = at('/already_registered/en');
    for (const path of ['', '/already_registered/de', '/verify_email/en', '/invitation/en'])
      expect(text).toContain(`href="/_local/mails${path}"`);
  });

  it('allows its pages no script, and their style by hash alone', () => {
    for (const answer of [at(''), at('/verify_email/de')]) {
      expect(policyOf(answer)).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]{43}=';/);
      expect(policyOf(answer)).not.toMatch(/unsafe|script-src/);
      expect(answer.text).not.toMatch(/<script|<b>|\son\w+=|style="/);
    }
  });

  it('keeps the HTML of a mail in a sandbox without scripts, origin and network', () => {
    expect(policyOf(at('/verify_email/en/1'))).toMatch(/^sandbox; default-src 'none';/);
  });

  it.each([
    '/',
    '/verify_email',
    '/verify_email/',
    '/verify_email/xx',
    '/verify_email/en/',
    '/verify_email/en/0',
    '/verify_email/en/2',
    '/verify_email/en/1/1',
    '/constructor/en',
    '/__proto__/en',
    '/verify_email/__proto__',
    '/../mailbox/en',
  ])('has nothing at %s', (path) => {
    expect(mailsPage(`/_local/mails${path}`, config)).toBeNull();
  });
});
