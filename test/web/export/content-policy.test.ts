import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import { PolicyFault, withScriptPolicy } from '../../../web/export/content-policy.ts';
import { firstScript } from '../../../web/export/first-script.ts';
import { trustedTypes } from '../../../web/export/trusted-types.ts';

const pageOf = (head: string, body = '') =>
  `<!DOCTYPE html><html lang="en"><head><meta charSet="utf-8"/>${head}</head><body>${body}</body></html>`;
const hashOf = (script: string) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

function policyOf(html: string): string[] {
  const [, policy = ''] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)"\/>/.exec(html) ?? [];
  return policy.split('; ');
}

describe('the policy of a page', () => {
  const scripts = ['self.__next_f=[]', 'push("a < b && \\u003c/div>")', '\n  const emoji = "🔑";\n'];
  const html = pageOf(
    `<script src="/_next/static/a.js" async=""></script><script>${scripts[0]}</script>`,
    `<p>&lt;script&gt;</p><script id="_R_">${scripts[1]}</script><script>${scripts[2]}</script><script>${scripts[0]}</script>`,
  );

  it('allows scripts of this site, and exactly the inline scripts that the page holds', () => {
    const [allowed] = policyOf(withScriptPolicy('sign-in.html', html));
    expect(allowed).toBe(['script-src', "'self'", hashOf(firstScript), ...scripts.map(hashOf)].join(' '));
  });

  it('lets texts become markup or addresses of scripts by the one policy alone', () => {
    const [, ...further] = policyOf(withScriptPolicy('sign-in.html', html));
    expect(further).toEqual(["require-trusted-types-for 'script'", 'trusted-types default']);
  });

  it('stands before every script and right behind the declaration of the encoding', () => {
    const made = withScriptPolicy('sign-in.html', html);
    expect(made.indexOf('<meta http-equiv')).toBe(html.indexOf('<meta charSet="utf-8"/>') + 23);
    expect(made.indexOf('<meta http-equiv')).toBeLessThan(made.indexOf('<script'));
    expect(withScriptPolicy('x.html', '<html><head><title>X</title></head></html>')).toMatch(
      /^<html><head><meta http-equiv="Content-Security-Policy"/,
    );
  });

  it('leaves the rest of the page as it was', () => {
    const made = withScriptPolicy('sign-in.html', html);
    const added = /<meta http-equiv="Content-Security-Policy"[^>]*><script>[^<]*<script>[^<]*<\/script>/.exec(
      made,
    )?.[0];
    expect(made.replace(added ?? 'nothing', '')).toBe(html);
  });
});

describe('a page that its policy would break is not built', () => {
  it.each([
    ['a style attribute', pageOf('', '<input style="position:absolute"/>'), 'a style attribute on <input>'],
    ['an empty one', pageOf('', '<p STYLE>x</p>'), 'a style attribute on <p>'],
    ['a style element', pageOf('<style>a{}</style>'), 'a <style> element'],
    ['a handler', pageOf('', '<body onLoad="x()">'), 'an inline handler (onload) on <body>'],
    ['a script address', pageOf('', '<a href="javascript:x()">'), 'a javascript: address on <a>'],
    ['a hidden one', pageOf('', '<a href=" java&#9;script:x()">'), 'a javascript: address on <a>'],
    ['one of a form', pageOf('', '<button formaction="JavaScript:x()">'), 'a javascript: address on <button>'],
    ['one within a template', pageOf('', '<template><p style="x"></template>'), 'a style attribute on <p>'],
    ['one within an SVG', pageOf('', '<svg><a xlink:href="javascript:x()"/></svg>'), 'a javascript: address on <a>'],
  ])('with %s, and the sentence says so', (_, html, words) => {
    expect(() => withScriptPolicy('account.html', html)).toThrow(
      new PolicyFault(`account.html has ${words}: its policy refuses that.`),
    );
  });

  it('names every fault once', () => {
    const html = pageOf('<style></style>', '<i style="a"></i><i style="b"></i><b onclick="c"></b>');
    expect(() => withScriptPolicy('x.html', html)).toThrow(
      'x.html has a <style> element, a style attribute on <i>, an inline handler (onclick) on <b>: its policy',
    );
  });

  it('but texts that only look like that are texts', () => {
    const html = pageOf('', '<p title="a style=1">style="x" onclick= javascript:</p><script>"<p style=x>"</script>');
    expect(() => withScriptPolicy('x.html', html)).not.toThrow();
  });
});

describe('the policy of trusted types', () => {
  interface Policy {
    createHTML(text: string): string | null;
    createScriptURL(url: string): string | null;
  }

  function policy(): Policy {
    let made: Policy | undefined;
    const createPolicy = (_: string, rules: Policy) => {
      made = rules;
    };
    const location = { href: 'https://auth.example/account/security', origin: 'https://auth.example' };
    runInNewContext(trustedTypes, { self: { trustedTypes: { createPolicy } }, location, URL });
    if (!made) throw new Error('no policy was made');
    return made;
  }

  it('lets chunks of this site be scripts, and no other address', () => {
    const { createScriptURL } = policy();
    for (const url of ['/_next/static/chunks/a.js', 'https://auth.example/_next/static/a.js?x#y'])
      expect(createScriptURL(url)).toBe(url);
    for (const url of [
      'https://evil.example/_next/static/a.js',
      '//evil.example/_next/static/a.js',
      'https://auth.example.evil.example/_next/static/a.js',
      '/_next/static/../../api/v1/x',
      '/brand/x.svg',
      'data:text/javascript,x',
      'blob:https://auth.example/x',
    ])
      expect(createScriptURL(url)).toBeNull();
  });

  it('lets React make a script element, and no other text become markup', () => {
    const { createHTML } = policy();
    expect(createHTML('<script></script>')).toBe('<script></script>');
    for (const text of ['', '<b>', '<script>alert(1)</script>', '<script></script><img src=x onerror=x>'])
      expect(createHTML(text)).toBeNull();
  });

  it('does nothing in a browser without them', () => {
    expect(() => runInNewContext(trustedTypes, { self: {} })).not.toThrow();
  });
});
