import { decodeJwt } from 'jose';
import { refresh, tokensIn, whoAmI } from '../../flows/tokens.ts';
import { closeMembers, memberContext, signedInMember } from '../cloud/members.ts';
import type { Deployment } from '../deployment.ts';

export function isolationSuite(deployed: () => Deployment): void {
  it('a hundred people who alternate on warm instances see and get their own alone [A96]', async () => {
    const at = deployed();
    const context = memberContext(at.cloud);
    const people = await Promise.all(Array.from({ length: 101 }, () => signedInMember(context)));
    await closeMembers(context);
    const [first, ...members] = people;
    // Both instances are warm, with somebody else's request.
    await whoAmI(at, first?.accessToken ?? '');
    await refresh(at, first?.refreshToken ?? '');
    const seen = members.map(async ({ accessToken, refreshToken }, n) => {
      const options = { ip: `198.51.100.${n + 1}` };
      const me = await whoAmI(at, accessToken, options);
      const next = tokensIn(await refresh(at, refreshToken, options));
      return [me.body.data?.email, decodeJwt(next.accessToken).sub];
    });
    expect(await Promise.all(seen)).toEqual(members.map(({ email, userId }) => [email, userId]));
  }, 60_000);
}
