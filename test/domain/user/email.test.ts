import fc from 'fast-check';
import { mailboxOf, parseEmail } from '../../../lambdas/domain/user/email.ts';

const keyOf = (raw: string) => parseEmail(raw)?.key ?? null;
const long = (length: number) => 'a'.repeat(length);

describe('the key of an e-mail address', () => {
  it.each(['v@x.de', 'V@X.DE', ' v@x.de', '\tv@x.de\n', '\u00a0v@x.de\ufeff'])(
    'is one for every spelling of an address: %j [A07]',
    (raw) => {
      expect(keyOf(raw)).toBe('v@x.de');
    },
  );

  it('keeps plus tags and dots apart', () => {
    expect(new Set(['a.b@x.de', 'ab@x.de', 'ab+c@x.de'].map(keyOf)).size).toBe(3);
  });

  it.each([
    ['v@bücher.de', 'v@xn--bcher-kva.de'],
    ['v@BÜCHER.de', 'v@xn--bcher-kva.de'],
    ['v@bu\u0308cher.de', 'v@xn--bcher-kva.de'],
    ['v@xn--bcher-kva.de', 'v@xn--bcher-kva.de'],
    ['v@XN--BCHER-KVA.de', 'v@xn--bcher-kva.de'],
    ['v@faß.de', 'v@xn--fa-hia.de'],
    ['v@x。de', 'v@x.de'],
    ['v@نامه\u200cای.com', 'v@xn--mgba3gch31f060k.com'],
  ])('has the domain in ASCII by UTS-46: %s [A22]', (raw, key) => {
    expect(keyOf(raw)).toBe(key);
  });

  it.each(['v@xn--a', 'v@xn--a.de', 'v@xn--.de', 'v@xn--abc-.de', 'v@xn--zn7c.com', 'v@XN--A.de'])(
    'is refused where the Punycode is broken: %s [A22]',
    (raw) => {
      expect(parseEmail(raw)).toBeNull();
    },
  );

  it.each(['m\u0131ke@x.de', 'mi\u212Ae@x.de', 'mike\u00df@x.de', 'm\uff49ke@x.de', 'mik\u0435@x.de'])(
    'never folds another letter into an ASCII one: %s [A20]',
    (raw) => {
      expect(parseEmail(raw)).toBeNull();
    },
  );
  it('takes a look-alike domain for another domain [A20]', () => {
    expect(keyOf('mike@m\u0131ke.de')).not.toBe(keyOf('mike@mike.de'));
    expect(keyOf('mike@fa\u00df.de')).not.toBe(keyOf('mike@fass.de'));
  });

  it.each([
    'v@x.de\r\nBcc: e@evil.com',
    'v\r\n@x.de',
    'v@x\r\n.de',
    'v@x.de\u0000',
    'v@x\u0000.de',
    'v@x.de%0d%0aBcc:e@evil.com',
  ])('has no room for a header: %j [A18]', (raw) => {
    expect(parseEmail(raw)).toBeNull();
  });
  it('loses a line break at its end, for it is white space [A18]', () => {
    expect(parseEmail('v@x.de\r\n')).toEqual({ email: 'v@x.de', key: 'v@x.de' });
  });

  it.each([
    'a@evil.com,v@x.de',
    'a@evil.com;v@x.de',
    'v@x.de>,<e@evil.com',
    '<v@x.de>',
    'V <v@x.de>',
    'v@x.de e@evil.com',
  ])('is of one address, not of a list: %s [A19]', (raw) => {
    expect(parseEmail(raw)).toBeNull();
  });
  it.each(['"e@evil.com"@v.com', '"v"@x.de', '"v w"@x.de', 'v(comment)@x.de', 'a@b@x.de', 'a%b@c@x.de', '\\@x.de'])(
    'has no quoted local part, no comment, no second @: %s [A19]',
    (raw) => {
      expect(parseEmail(raw)).toBeNull();
    },
  );

  it.each([
    '\u202ev@x.de',
    'v\u202e@x.de',
    'v@\u202ex.de',
    'v@x\u200f.de',
    'v@a\u00adb.de',
    'v@a\u200bb.de',
    'v@\ufe0fx.de',
    'v@a\u200db.de',
  ])('has nothing that cannot be seen: %j', (raw) => {
    expect(parseEmail(raw)).toBeNull();
  });

  it.each([
    'v@[127.0.0.1]',
    'v@[::1]',
    'v@127.0.0.1',
    'v@127.1',
    'v@0x7f.1',
    'v@0x7f.0x1',
    'v@2130706433',
    'v@１２７.０.０.１',
    'v@%31.1.1.1',
    'v@%41.de',
    'v@％41.de',
  ])('has a host name, not an IP address or a percent trick: %s', (raw) => {
    expect(parseEmail(raw)).toBeNull();
  });

  it.each([
    '',
    '@',
    'v',
    'v@',
    '@x.de',
    'v@x',
    'v@.de',
    'v@x.',
    'v@x..de',
    'v@x.de.',
    'v@-x.de',
    'v@x-.de',
    'v@x_y.de',
    'v@x y.de',
    'v@x.de/y',
    'v@x.de:25',
    'v@x.de?y',
    'v@x.de#y',
    'v@y\\x.de',
    'v@℀.com',
    '.v@x.de',
    'v.@x.de',
    'v..w@x.de',
    'v w@x.de',
    'ü@x.de',
  ])('is refused for what is no address: %j', (raw) => {
    expect(parseEmail(raw)).toBeNull();
  });

  it.each(["!#$%&'*+-/=?^_`{|}~@x.de", '1@x.de', 'v@1.de', 'v@a--b.de', 'v@x.xn--p1ai', 'v@a.b.c.d.e.de'])(
    'is made of every dot-atom and every host name: %s',
    (raw) => {
      expect(keyOf(raw)).toBe(raw);
    },
  );

  it('is bounded as RFC 5321 says: 64 before the @, 63 a label, 254 in all', () => {
    expect(keyOf(`${long(64)}@x.de`)).not.toBeNull();
    expect(keyOf(`${long(65)}@x.de`)).toBeNull();
    expect(keyOf(`v@${long(63)}.de`)).not.toBeNull();
    expect(keyOf(`v@${long(64)}.de`)).toBeNull();
    const domain = (length: number) => `${`${long(49)}.`.repeat(4)}${long(length - 203)}.de`;
    expect(domain(252)).toHaveLength(252);
    expect(keyOf(`v@${domain(252)}`)).toHaveLength(254);
    expect(keyOf(`vw@${domain(252)}`)).toBeNull();
    expect(keyOf(`v@${long(100_000)}.de`)).toBeNull();
  });

  it('is ASCII, never throws, and is its own key, whatever is typed', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      // Lone surrogates too, which `binary` code points leave out.
      fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
    );
    const address = fc
      .tuple(fc.oneof(anything, fc.constant('v')), anything)
      .map(([local, domain]) => `${local}@${domain}.de`);
    fc.assert(
      fc.property(fc.oneof(anything, address, fc.emailAddress()), (raw) => {
        const parsed = parseEmail(raw);
        if (parsed === null) return;
        expect(parsed.key).toMatch(/^[\x21-\x7e]+$/);
        expect(parsed.key).toBe(parsed.key.toLowerCase());
        expect(parseEmail(parsed.email)).toEqual(parsed);
        expect(parseEmail(parsed.key)?.key).toBe(parsed.key);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('an e-mail address for display', () => {
  it('is kept as typed, without the white space around it', () => {
    expect(parseEmail(' Ada.L@Bücher.de ')).toEqual({ email: 'Ada.L@Bücher.de', key: 'ada.l@xn--bcher-kva.de' });
  });
});

describe('an e-mail address for a mail server', () => {
  it('has its local part as typed and an ASCII domain', () => {
    expect(mailboxOf('Ada@bücher.de')).toBe('Ada@xn--bcher-kva.de');
    expect(mailboxOf('Ada@Example.com')).toBe('Ada@Example.com');
  });
  it('is none where more than one address was meant [A19]', () => {
    expect(mailboxOf('a@evil.com,v@x.de')).toBeNull();
  });
});
