import { sql } from 'drizzle-orm';
import { describeWith, startPlatform, type TestPlatform, tokenIn } from '../platform.ts';
import { whileHeld } from './held-rows.ts';
import { ada, post, signedInBrowser } from './people.ts';

describeWith('PostgreSQL', 'taking a change of address back at the moment at which another one is confirmed', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform({ database: 'postgres', limits: false });
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  const between = 'ada@between.example.com';
  const last = 'ada@last.example.com';

  it.each([
    ['the confirmation is first', ['confirm-email', 'revert-email'], [200, 200]],
    ['the take-back is first', ['revert-email', 'confirm-email'], [200, 400]],
  ] as const)(
    'leaves no link with which the address in between takes the account: %s',
    async (_what, order, statuses) => {
      const me = await signedInBrowser(at);
      const asked = async (email: string) => {
        await me.browser.client.account.changeEmail({ bearer: me.bearer, body: { email } });
        return tokenIn(await at.mailbox.last(email));
      };
      await post(at, 'confirm-email', { token: await asked(between) });
      const tokens = { 'revert-email': tokenIn(await at.mailbox.last(ada.email)), 'confirm-email': await asked(last) };
      const holds = sql`select id from users for update`;
      const answers = await whileHeld(
        at,
        { holds },
        ...order.map((path) => () => post(at, path, { token: tokens[path] })),
      );
      expect(answers.map(({ status }) => status)).toEqual(statuses);
      await at.settled();
      const mails = await at.mailbox.list(between);
      const links = mails.flatMap((mail) => mail.links.filter((link) => link.includes('/revert-email')));
      expect(links).toHaveLength(order[0] === 'confirm-email' ? 1 : 0);
      for (const link of links)
        expect(await post(at, 'revert-email', { token: link.split('#token=')[1]?.split('&')[0] })).toMatchObject({
          status: 400,
        });
      const accounts = await at.platform.database.rows(sql`select email from users`);
      expect(accounts).toEqual([{ email: ada.email }]);
    },
  );
});
