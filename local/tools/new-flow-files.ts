/** What `npm run new:flow` writes: a flow that works, to be changed piece by piece. */

export interface FlowNames {
  /** The folder's name, `gift-card`. */
  flow: string;
  /** The contract's name in the table, `giftCard`. */
  camel: string;
  /** The part of route and type names, `GiftCard`. */
  pascal: string;
}

/** Path from the root to content. */
export function flowFiles(names: FlowNames): Record<string, string> {
  const { flow } = names;
  return {
    [`lambdas/flows/${flow}/contract.ts`]: contractOf(names),
    [`lambdas/flows/${flow}/${flow}.ts`]: rulesOf(names),
    [`lambdas/flows/${flow}/handler.ts`]: handlerOf(names),
    [`lambdas/flows/${flow}/lambda.ts`]: entryOf(names),
    [`test/flows/${flow}.test.ts`]: testOf(names),
    [`docs/flows/${flow}.md`]: pageOf(names),
  };
}

const contractOf = ({ flow, camel, pascal }: FlowNames) => `import * as z from 'zod/mini';
import { defineContract } from '../../kernel/http/contract.ts';
import { id, timestamp } from '../../kernel/http/fields.ts';
import { reads, signedInIp } from '../../kernel/http/limits.ts';

/** docs/flows/${flow}.md. */
export const ${camel} = defineContract({
  flow: '${flow}',
  needs: ['database', 'store'],
  routes: {
    get${pascal}: {
      method: 'GET',
      path: '/api/v1/${flow}',
      summary: 'Who asks, and when.',
      access: 'user',
      limits: [reads, signedInIp],
      success: { status: 200, data: z.object({ user_id: id, asked_at: timestamp }) },
      errors: [],
    },
  },
});
`;

const entryOf = ({ camel }: FlowNames) => `import { cloudFunction } from '../../compose/cloud.ts';
import { ${camel}Flow } from './handler.ts';

export const handler = cloudFunction(${camel}Flow);
`;

const rulesOf = ({ flow, pascal }: FlowNames) => `/** The rules of docs/flows/${flow}.md. */
import type { Context, Principal } from '../../kernel/context.ts';

interface ${pascal} {
  userId: string;
  askedAt: Date;
}

/** Who asks, at the clock's time. */
export async function get${pascal}(context: Context, principal: Principal): Promise<${pascal}> {
  return { userId: principal.userId, askedAt: context.clock.now() };
}
`;

const handlerOf = ({ flow, camel, pascal }: FlowNames) => `import { defineFlow } from '../../kernel/http/flow.ts';
import { ${camel} } from './contract.ts';
import { get${pascal} } from './${flow}.ts';

export const ${camel}Flow = defineFlow(${camel}, {
  get${pascal}: async ({ principal }, context) => {
    const { userId, askedAt } = await get${pascal}(context, principal);
    return { data: { user_id: userId, asked_at: askedAt.toISOString() } };
  },
});
`;

const pageOf = ({ flow, pascal }: FlowNames) => `# ${flow}

One paragraph: who uses this flow, and what they have afterwards.

\`\`\`mermaid
stateDiagram-v2
  [*] --> SignedIn
  SignedIn --> Answered: GET /api/v1/${flow}
  Answered --> [*]
\`\`\`

| route | what it does | refuses |
| --- | --- | --- |
| \`GET /api/v1/${flow}\` (\`get${pascal}\`) | says who asks, and when | a caller who is not signed in |
`;

const testOf = ({
  flow,
  camel,
  pascal,
}: FlowNames) => `import { startPlatform, type TestPlatform } from '../platform.ts';
import { signedInBrowser } from './people.ts';

let at: TestPlatform;
beforeAll(async () => {
  at = await startPlatform();
});
beforeEach(() => at.reset());
afterAll(() => at.close());

describe('${flow}', () => {
  it('tells a signed-in user who asks, and when', async () => {
    const { bearer, userId } = await signedInBrowser(at);
    const answer = await at.client.${camel}.get${pascal}({ bearer });
    expect(answer).toMatchObject({ ok: true, data: { user_id: userId } });
  });

  it('refuses a stranger', async () => {
    const answer = await at.client.${camel}.get${pascal}();
    expect(answer).toMatchObject({ ok: false, status: 401, code: 'AUTHENTICATION_REQUIRED' });
  });
});
`;
