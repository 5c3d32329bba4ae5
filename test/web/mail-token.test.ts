import { accountOf, besideToken, isMailed, takeToken, tokenOf, wantedOf } from '../../web/lib/mail-token.ts';
import { createSlot } from '../../web/lib/storage-slot.ts';
import { deniedShelf, memoryShelf } from './shelf.ts';

const one = 'N6_SUNXIGo9Dcc2gTdJvwcf1P9slv81v63CbDUNaeLc';
const two = 'm7VI6gJsCFukT1-khupxKyi5rnlM1s7BX7FJVqFkxM0';

function page(fragment: string, shelf = memoryShelf()) {
  const address = { fragment, entries: 1 };
  const bar = {
    fragment: () => address.fragment,
    clear() {
      address.fragment = '';
    },
  };
  return {
    address,
    shelf,
    take: () =>
      takeToken(
        bar,
        createSlot(() => shelf, 'token'),
      ),
  };
}

describe('the token of a mailed link', () => {
  it('is taken out of the address and kept for the tab, so that a reload finds it', () => {
    const { take, address, shelf } = page(`#token=${one}`);
    expect(take()).toBe(one);
    expect(address.fragment).toBe('');
    expect(page('', shelf).take()).toBe(one);
  });

  it('gives way to that of the next link', () => {
    const { shelf, take } = page(`#token=${one}`);
    take();
    expect(page(`#token=${two}`, shelf).take()).toBe(two);
    expect(page('', shelf).take()).toBe(two);
  });

  it.each(['#token=', '#token=short', `#token=${one}%00`, `#token=${one}<script>`, `#token=${'a'.repeat(513)}`])(
    'is none in %s, which is taken away too and shows no older one',
    (fragment) => {
      const shelf = memoryShelf({ token: one });
      const { take, address } = page(fragment, shelf);
      expect(take()).toBeNull();
      expect(address.fragment).toBe('');
      expect(shelf.content.size).toBe(0);
    },
  );

  it('leaves a fragment alone that is of something else', () => {
    const { take, address } = page('#main', memoryShelf({ token: one }));
    expect(take()).toBe(one);
    expect(address.fragment).toBe('#main');
  });

  it('works where the storage is denied, until the page is gone', () => {
    const slot = createSlot(deniedShelf, 'token');
    const address = { fragment: `#token=${one}` };
    const bar = {
      fragment: () => address.fragment,
      clear() {
        address.fragment = '';
      },
    };
    expect([takeToken(bar, slot), takeToken(bar, slot)]).toEqual([one, one]);
  });

  it('is read beside other parts of a fragment', () => {
    expect(tokenOf(`#token=${one}&from=mail`)).toBe(one);
    expect(tokenOf(one)).toBeNull();
  });

  it('comes with the account that the mail names, as long as it is a masked address', () => {
    const named = (account: string) => accountOf(`#token=${one}&account=${encodeURIComponent(account)}`);
    expect(named('v***@e***.com')).toBe('v***@e***.com');
    expect(named('ü***@x***.co-uk')).toBe('ü***@x***.co-uk');
    expect(accountOf(`#token=${one}`)).toBeNull();
    for (const other of [
      'victor@example.com',
      'v***@e***.com and more',
      'your bank',
      '<b>***@e***.com',
      'v***@e***.a.b',
    ])
      expect(named(other)).toBeNull();
  });

  it('comes with what the link says beside it, which is kept without the token', () => {
    const fragment = `#token=${one}&return_to=${encodeURIComponent('/account/security?a=1&b=2')}`;
    expect(isMailed(fragment)).toBe(true);
    const said = besideToken(fragment);
    expect(said).not.toContain(one);
    expect([wantedOf(said), tokenOf(said)]).toEqual(['/account/security?a=1&b=2', null]);
    expect([wantedOf(`#token=${one}`), wantedOf('')]).toEqual([null, null]);
    expect([isMailed('#main'), isMailed('')]).toEqual([false, false]);
  });
});
