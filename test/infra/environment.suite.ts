import { api as table } from '../../lambdas/api.ts';
import { readCloudEnvironment } from '../../lambdas/compose/cloud-environment.ts';
import { readConfig } from '../../lambdas/kernel/config.ts';
import type { Contract } from '../../lambdas/kernel/http/contract.ts';
import { ofType, type Synthesis } from './synthesis.ts';

/** What the stack tells a function, read as the function reads it. */
export function environmentSuite(synthesised: () => Synthesis): void {
  /** The variables of a function, with what is known only at deploy replaced by something of its kind. */
  function environmentOf(bundle: string): Record<string, string> {
    const { config, templates } = synthesised();
    const own = ofType(templates.api, 'AWS::Lambda::Function').find(
      ([, { Properties }]) => Properties.FunctionName === `gatehouse-${config.name}-${bundle}`,
    );
    const { Variables = {} } = (own?.[1].Properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
    const atDeploy = (name: string, value: unknown) => {
      if (typeof value === 'string') return value;
      if (name === 'GATEHOUSE_EPOCH') return String(templates.api.Parameters?.PlatformEpoch?.Default);
      return name === 'GATEHOUSE_ORIGIN' ? 'https://d111111abcdef8.cloudfront.net' : JSON.stringify(value);
    };
    return Object.fromEntries(Object.entries(Variables).map(([name, value]) => [name, atDeploy(name, value)]));
  }

  const contracts: readonly Contract[] = Object.values(table);
  const workers = [
    'migrate',
    'key-rotation',
    'sender',
    'sweeper',
    'jobs',
    'clean-up',
    'mail-feedback',
    'administrator',
  ];

  it.each([...contracts.map(({ flow }) => flow), ...workers])(
    'gives %s a configuration that it starts with',
    (bundle) => {
      const { config } = synthesised();
      expect(readConfig(environmentOf(bundle))).toMatchObject({
        mode: 'cloud',
        clientId: config.clientId,
        brand: { name: config.brand.name },
        mailFrom: config.mail.from,
        epoch: new Date(0),
        password: { hashCost: 12, minLength: 12 },
      });
      expect(environmentOf(bundle).TZ).toBe('UTC');
    },
  );

  it.each(contracts.map(({ flow, needs }) => [flow, needs] as const))(
    'tells %s of the list of stolen passwords where it hashes, or shows settings, and there is a way out',
    (flow, needs) => {
      const hasWayOut = synthesised().config.profile === 'economy';
      const knows = needs.includes('hash') || needs.includes('settings');
      const expected = knows && hasWayOut ? 'https://api.pwnedpasswords.com' : null;
      expect(readConfig(environmentOf(flow)).breachCheck).toBe(expected);
    },
  );

  it.each(contracts.map(({ flow, needs }) => [flow, needs] as const))(
    'tells %s of what it needs, as it reads it',
    (flow, needs) => {
      const { database, storeTable, cache, nudgeTables, secrets, edgeSecret } = readCloudEnvironment(
        environmentOf(flow),
      );
      const isInNetwork = synthesised().config.profile === 'standard' && !needs.includes('internet');
      expect(edgeSecret).toBeDefined();
      expect(database !== undefined).toBe(needs.includes('database'));
      expect([cache !== undefined, storeTable !== undefined]).toEqual([
        needs.includes('store') && isInNetwork,
        // Beside the cache, the table holds what a function outside of the network leaves for one inside.
        needs.includes('store') && (!isInNetwork || needs.includes('sign')),
      ]);
      expect(nudgeTables !== undefined).toBe(needs.includes('mail'));
      expect([secrets.pepper, secrets.signing, secrets.outbox].map((arn) => arn !== undefined)).toEqual([
        needs.includes('hash'),
        needs.includes('sign'),
        needs.includes('mail'),
      ]);
    },
  );

  it('tells one worker alone whom to invite as the first administrator', () => {
    const told = [...contracts.map(({ flow }) => flow), ...workers].filter(
      (bundle) => environmentOf(bundle).GATEHOUSE_FIRST_ADMINISTRATOR === 'admin@example.com',
    );
    expect(told).toEqual(['administrator']);
  });
}
