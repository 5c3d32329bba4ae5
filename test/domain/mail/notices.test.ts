import type { Factor } from '../../../lambdas/domain/mail/notices.ts';
import { renderMail } from '../../../lambdas/domain/mail/render-mail.ts';
import { config, hrefsOf, lasting, linksOf, occurrence, origin, render, said, token, wordsOf } from './mails.ts';

describe('a mail about what happened', () => {
  const newDevice = (values: Partial<typeof occurrence>) =>
    render({ template: 'new_device', ...occurrence, ...values });

  it('says when, from where and by what [ASVS 6.3.7]', () => {
    const { text } = newDevice({});
    expect(text).toContain('When: 31 January 2030 at 09:05 UTC\nIP address: 192.0.2.7\nDevice: Firefox on Linux\n');
  });
  it('leaves out what is not known', () => {
    const { text } = newDevice({ userAgent: '', ip: '' });
    expect(text).toContain('When:');
    expect(text).not.toMatch(/Device:|IP address:/);
  });
  it('shows an IPv6 address as it is', () => {
    expect(newDevice({ ip: '2001:db8::a:b' }).text).toContain('IP address: 2001:db8::a:b\n');
  });

  it.each([
    ['/sign-in', { template: 'refresh_token_reused', ...occurrence }],
    ['/forgot-password', { template: 'email_change_asked', ...occurrence, newEmail: 'v@new.example' }],
    ['/forgot-password', { template: 'email_reverted', ...occurrence }],
    ['/account/security', { template: 'email_moved_back', ...occurrence }],
    ['/account/sessions', { template: 'new_device', ...occurrence }],
    ['/forgot-password', { template: 'password_changed', ...occurrence, how: 'changed' }],
    ['/account/security', { template: 'password_breached', ...occurrence }],
    ['/account/security', { template: 'factor_added', ...occurrence, factor: 'passkey' }],
    ['/account/security', { template: 'factor_removed', ...occurrence, factor: 'totp' }],
    ['/account/security', { template: 'recovery_code_used', ...occurrence, left: 3 }],
    ['/forgot-password', { template: 'data_exported', ...occurrence }],
  ] as const)('leads to %s, where whoever did not do it can act: $template', (path, mail) => {
    const { text, html } = render(mail);
    expect([linksOf(text), hrefsOf(html)]).toEqual([[origin + path], [origin + path]]);
  });
});

describe('the mails to the old address of an e-mail change', () => {
  const newEmail = 'victor@new.example';
  const asked = render({ template: 'email_change_asked', ...occurrence, newEmail });
  const change = { template: 'email_changed', ...occurrence, newEmail, token } as const;
  const changed = render(change);

  it('name the new one, masked', () => {
    expect(said(asked)).toContain('to the address v***@n***.example.');
    expect(said(changed)).toContain('to v***@n***.example.');
    for (const { text, html } of [asked, changed]) expect(text + html).not.toContain('victor');
  });
  it('say, while it is only asked for, that a new password stops it', () => {
    expect(said(asked)).toContain('Nothing has changed yet');
    expect(said(asked)).toContain('choose a new password now. That stops the change and signs everybody out');
  });
  it('take it back, once it is done, by a link of seven days', () => {
    const url = `${origin}/revert-email#token=${token}&account=a%2A%2A%2A%40e%2A%2A%2A.com`;
    expect(linksOf(changed.text)).toEqual([url]);
    expect(hrefsOf(changed.html)).toEqual([url]);
    expect(said(changed)).toContain('The link works for 7 days, once.');
    const short = renderMail(change, lasting({ emailRevert: 7_200 }), 'row-1');
    expect(said(short)).toContain('The link works for 2 hours, once.');
  });
  it('ask for a new password once it was taken back', () => {
    const mail = render({ template: 'email_reverted', ...occurrence });
    expect(said(mail)).toContain('All other sessions were ended.');
    expect(said(mail)).toContain('Choose a new one:');
  });
});

describe('the mails about a password', () => {
  it.each([
    ['changed', 'was changed. All other sessions were ended.'],
    ['reset', 'with a link or code that we mailed to you. All sessions were ended.'],
    ['set', 'had no password. Now it has one.'],
  ] as const)('tell one that was %s from the others', (how, words) => {
    expect(said(render({ template: 'password_changed', ...occurrence, how }))).toContain(words);
  });
  it('recommend another one and force nothing where it was stolen', () => {
    const text = said(render({ template: 'password_breached', ...occurrence }));
    expect(text).toContain('stands in a list of passwords that were stolen from other services');
    expect(text).toContain('Your account works as before. We recommend another password');
  });
});

describe('the mails about a factor', () => {
  it.each<[Factor, string, string]>([
    ['totp', 'An authenticator app was added to your', 'The authenticator app was removed from your'],
    ['hotp', 'A hardware token was added to your', 'The hardware token was removed from your'],
    ['passkey', 'A passkey was added to your', 'A passkey was removed from your'],
    ['identity', 'A sign-in provider was linked to your', 'A sign-in provider was unlinked from your'],
    ['recovery_codes', 'Recovery codes were made for your', 'The recovery codes of your'],
  ])('name it in subject and text, and whom to tell who is locked out: %s', (factor, added, removed) => {
    const given = { ...occurrence, factor };
    for (const [mail, words] of [
      [render({ template: 'factor_added', ...given }), added],
      [render({ template: 'factor_removed', ...given }), removed],
    ] as const) {
      expect(mail.subject).toContain(words);
      expect(said(mail)).toContain(words);
      expect(said(mail)).toContain('If you can no longer sign in, tell us: security@example.com');
    }
  });

  it.each([
    ['passkey', 'Passkey'],
    ['identity', 'Provider'],
    ['totp', 'Name'],
  ] as const)('show the label of a %s', (factor, name) => {
    const labelled = render({ template: 'factor_added', ...occurrence, factor, label: 'Phone <1>' });
    expect(labelled.text).toContain(`\n${name}: Phone <1>\n`);
    expect(wordsOf(labelled.html)).toContain(`${name}: Phone <1>`);
    const plain = render({ template: 'factor_added', ...occurrence, factor, label: '' });
    expect(plain.text).not.toContain(`\n${name}:`);
  });

  it.each([
    [3, '3 codes are left.'],
    [1, 'One code is left.'],
    [0, 'It was the last one.'],
  ])('say that %d recovery codes are left', (left, words) => {
    expect(said(render({ template: 'recovery_code_used', ...occurrence, left }))).toContain(words);
  });
});

describe('the mail about a deleted account', () => {
  const mail = { template: 'account_deleted', ...occurrence, until: '2030-03-02T09:05:07.000Z' } as const;
  it('says until when who can restore it, and whom to tell', () => {
    const { text, html } = render(mail);
    expect(said({ text })).toContain('An administrator can restore it until 2 March 2030 at 09:05 UTC.');
    expect(hrefsOf(html)).toEqual([config.securityContact]);
    expect(text.split('\n')).toContain('security@example.com');
  });
  it('leads to a page where the contact is one', () => {
    const contact = 'https://help.example.com/';
    const { text, html } = renderMail(mail, { ...config, securityContact: contact }, 'row-1');
    expect([linksOf(text), hrefsOf(html)]).toEqual([[contact], [contact]]);
  });
});
