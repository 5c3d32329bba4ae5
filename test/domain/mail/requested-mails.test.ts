import { renderMail } from '../../../lambdas/domain/mail/render-mail.ts';
import { hrefsOf, lasting, link, linksOf, origin, render, said, to, token, wordsOf } from './mails.ts';

const codeLine = /^[A-Z2-9]{4}-[A-Z2-9]{4}$/m;

describe('a mail with a link and a code', () => {
  const current = { currentEmail: 'ada@old.example' };
  const masked = 'a%2A%2A%2A%40o%2A%2A%2A.example';
  it.each([
    ['/verify-email', '', { template: 'verify_email', ...link }],
    ['/reset-password', '', { template: 'reset_password', ...link }],
    ['/magic-link', '', { template: 'magic_link', ...link }],
    ['/confirm-email', `&account=${masked}`, { template: 'confirm_email', ...link, ...current }],
  ] as const)('leads to %s, with the token in the fragment%s and the code on a line of its own', (path, more, mail) => {
    const { text, html } = render(mail);
    expect(linksOf(text)).toEqual([`${origin}${path}#token=${token}${more}`]);
    expect(hrefsOf(html)).toEqual([`${origin}${path}#token=${token}${more}`]);
    expect(text.split('\n')).toContain('ABCD-2345');
    expect(html).toContain('>ABCD-2345</p>');
    expect(text).toMatch(/^Hello Ada,\n/);
    expect(render({ ...mail, name: '' }).text).toMatch(/^Hello,\n/);
  });
});

describe('the verification mail', () => {
  const mail = { template: 'verify_email', ...link } as const;
  it('asks for the button of its page', () => {
    expect(said(render(mail))).toContain('open this page and press its button');
  });
  it('says for how long link and code live', () => {
    expect(said(render(mail))).toContain('The link works for 24 hours and the code for 10 minutes.');
    const short = lasting({ verification: 5_400, mailCode: 119 });
    expect(said(renderMail(mail, short, 'row-1'))).toContain('for 90 minutes and the code for 119 seconds.');
  });
});

describe('the invitation', () => {
  it('has a link of seven days, and no code', () => {
    const mail = render({ template: 'invitation', to, token });
    expect(linksOf(mail.text)).toEqual([`${origin}/accept-invitation#token=${token}`]);
    expect(said(mail)).toContain('The link works for 7 days');
    expect(mail.text).not.toMatch(codeLine);
    expect(mail.text).not.toContain('Invited by');
  });
  it('names who invites', () => {
    const { text } = render({ template: 'invitation', to, token, inviter: 'Grace Hopper' });
    expect(text).toContain('\nInvited by: Grace Hopper\n');
  });
});

describe('the mail to choose a new password', () => {
  const mail = { template: 'reset_password', ...link } as const;
  it('says for how long it works, what it ends and what it leaves', () => {
    const text = said(render(mail));
    expect(text).toContain('Link and code work for 10 minutes.');
    expect(text).toContain('signs you out everywhere. A second step that you use stays');
    expect(text).toContain('your password stays as it is');
  });
});

describe('the mail to sign in', () => {
  const mail = { template: 'magic_link', ...link } as const;
  it('says what it does, that no scanner uses it up, and that nobody is to be told', () => {
    const text = said(render(mail));
    expect(text).toContain('To sign in, open this page and press its button');
    expect(text).toContain(
      'Opening the page alone signs nobody in: a preview or a mail scanner cannot use the link up.',
    );
    expect(text).toContain('Never tell it to anyone');
    expect(text).toContain('Link and code work for 10 minutes.');
  });
  it('takes along where the sign-in leads, in the fragment and encoded', () => {
    const returnTo = 'https://app.example.com/a?b=c&token=x#y';
    const { text, html } = render({ ...mail, returnTo });
    const url = `${origin}/magic-link#token=${token}&return_to=${encodeURIComponent(returnTo)}`;
    expect([linksOf(text), hrefsOf(html)]).toEqual([[url], [url]]);
    const fragment = new URLSearchParams(new URL(url).hash.slice(1));
    expect(Object.fromEntries(fragment)).toEqual({ token, return_to: returnTo });
  });
});

describe('the code of a mail', () => {
  it.each([
    ['passwordReset', { template: 'reset_password', ...link }],
    ['magicLink', { template: 'magic_link', ...link }],
    ['emailChange', { template: 'confirm_email', ...link, currentEmail: 'ada@old.example' }],
    ['verification', { template: 'verify_email', ...link }],
  ] as const)('is promised for no longer than its link, by the setting %s [ASVS 6.5.5]', (setting, mail) => {
    const text = (seconds: number) => said(renderMail(mail, lasting({ [setting]: seconds }), 'row-1'));
    expect(text(300)).toContain('Link and code work for 5 minutes.');
    expect(text(7_200)).toContain('The link works for 2 hours and the code for 10 minutes.');
  });
});

describe('the code to confirm that it is you', () => {
  const mail = render({ template: 'reauthentication_code', to, code: 'ABCD2345' });
  it('is a code alone, without any link', () => {
    expect(mail.text.split('\n')).toContain('ABCD-2345');
    expect([...linksOf(mail.text), ...linksOf(mail.html), ...hrefsOf(mail.html)]).toEqual([]);
  });
  it('is to be told to nobody, and says so', () => {
    expect(said(mail)).toContain('Never tell it to anyone: nobody at Acme & Sons will ask you for it.');
    expect(said(mail)).toContain('The code works for 10 minutes, once, and only where you asked for it.');
  });
  it('stands in neither the subject nor the preview of the mail', () => {
    expect(mail.subject).not.toContain('ABCD');
    expect(wordsOf(/<div style="display:none.*<\/div>/.exec(mail.html)?.[0] ?? '')).not.toContain('ABCD');
  });
});

describe('the mail to the new address of an e-mail change', () => {
  const mail = render({ template: 'confirm_email', ...link, currentEmail: 'ada@old.example' });
  it('names the account by its masked address, and what happens to it', () => {
    expect(said(mail)).toContain('account with the address a***@o***.example is to be moved to this address.');
    expect(said(mail)).toContain('signed out on all other devices');
    expect(mail.text + mail.html).not.toContain('ada@old');
  });
});

describe('the mail to the owner of an address that another account asked for', () => {
  const mail = render({ template: 'email_change_taken', to });
  it('says that nothing changed and that nobody was told', () => {
    expect(said(mail)).toContain('It belongs to your account, so nothing was changed.');
    expect(said(mail)).toContain('whoever asked was not told that you have an account');
    expect(hrefsOf(mail.html)).toEqual([`${origin}/account/security`]);
  });
});
