import { s3Archive } from '../../lambdas/adapters/archive/s3.ts';
import { systemClock } from '../../lambdas/adapters/clock/system.ts';
import { type Asked, type S3, startS3 } from '../services/s3.ts';
import { ofType, type Synthesis } from './synthesis.ts';

interface Statement {
  Effect: 'Allow' | 'Deny';
  Action: string | string[];
  Condition?: Record<string, Record<string, string | number | string[]>>;
}

/** Who may add audit seals, and that nobody can take one away. */
export function archiveSuite(synthesised: () => Synthesis): void {
  const data = () => synthesised().templates.data;
  const days = () => synthesised().config.retention.archiveDays;
  const roleNamed = (name: string) =>
    `arn:aws:iam::${synthesised().config.account}:role/gatehouse-${synthesised().config.name}-${name}`;

  function bucket() {
    const found = ofType(data(), 'AWS::S3::Bucket').find(([, { Properties }]) => Properties.ObjectLockEnabled === true);
    if (!found) throw new Error('no bucket locks its objects');
    return found;
  }

  function bucketPolicy(): Statement[] {
    const [id] = bucket();
    const policies = ofType(data(), 'AWS::S3::BucketPolicy')
      .map(([, { Properties }]) => Properties)
      .filter((properties) => JSON.stringify(properties.Bucket).includes(`"${id}"`));
    return policies.flatMap(({ PolicyDocument }) => (PolicyDocument as { Statement: Statement[] }).Statement);
  }

  /** What the role of a function may do with S3. */
  function allowed(role: string): Statement[] {
    const found = ofType(synthesised().templates.api, 'AWS::IAM::Role').find(
      ([, { Properties }]) => Properties.RoleName === `gatehouse-${synthesised().config.name}-${role}`,
    );
    expect(found?.[1].Properties).not.toHaveProperty('ManagedPolicyArns');
    const policies = (found?.[1].Properties.Policies ?? []) as { PolicyDocument: { Statement: Statement[] } }[];
    const statements = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    return statements.filter(({ Action }) => [Action].flat().some((action) => action.startsWith('s3:')));
  }

  /** Who seals: a worker of its own, or in the economy profile the sweeper when it finds the database awake. */
  const sealers = () => {
    const { region, profile } = synthesised().config;
    return ['sealer', ...(profile === 'economy' ? ['sweeper'] : [])].map((name) => `${name}-${region}`);
  };

  /** Whether the bucket lets a role do what it asks for, over TLS, whatever the role itself is allowed. */
  function isDenied(role: string, { permissions, conditions }: Asked): boolean {
    const context = { ...conditions, 'aws:PrincipalArn': roleNamed(role), 'aws:SecureTransport': 'true' };
    return bucketPolicy().some(
      ({ Effect, Action, Condition }) =>
        Effect === 'Deny' &&
        permissions.some((permission) => [Action].flat().some((denied) => matches(denied, permission))) &&
        Object.entries(Condition ?? {}).every(([operator, wanted]) => holds(operator, wanted, context)),
    );
  }

  const lock = (mode: string, remaining: number): Asked => ({
    permissions: ['s3:PutObject', 's3:PutObjectRetention'],
    conditions: {
      's3:if-none-match': '*',
      's3:object-lock-mode': mode,
      's3:object-lock-remaining-retention-days': remaining,
    },
  });

  describe('a seal', () => {
    let s3: S3;
    beforeAll(async () => {
      s3 = await startS3();
    });
    afterAll(() => s3.close());

    it('is put by a role that may do what S3 asks of whoever puts it, and nothing else', async () => {
      const retention = { mode: 'COMPLIANCE', days: days() } as const;
      const archive = s3Archive({ clock: systemClock, bucket: s3.bucket, retention, service: s3.service });
      await archive.put('seals/2026-11/000001', Buffer.from('x'));
      const [asked] = s3.asked.slice(-1);
      for (const sealer of sealers()) {
        expect(allowed(sealer)).toEqual([{ Effect: 'Allow', Action: asked?.permissions, Resource: expect.anything() }]);
        expect(JSON.stringify(allowed(sealer))).toContain('/seals/*');
        expect(isDenied(sealer, asked ?? lock('', 0))).toBe(false);
      }
    });
  });

  it('locks every seal by itself, for everybody, the root user included [ASVS 16.4.2]', () => {
    expect(bucket()[1].Properties.ObjectLockConfiguration).toMatchObject({
      Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: days() } },
    });
  });

  it('takes no lock that is shorter, or that somebody could lift [ASVS 16.4.2]', () => {
    for (const sealer of sealers()) {
      expect(isDenied(sealer, lock('COMPLIANCE', days() - 1))).toBe(false);
      expect(isDenied(sealer, lock('COMPLIANCE', days() - 2))).toBe(true);
      expect(isDenied(sealer, lock('GOVERNANCE', days()))).toBe(true);
    }
  });

  it('lets nobody put anything over a seal, which its reader would get in its place [ASVS 16.4.2] [A94]', () => {
    const { permissions, conditions } = lock('COMPLIANCE', days());
    const { 's3:if-none-match': _free, ...over } = conditions;
    for (const role of [...sealers(), 'anybody']) expect(isDenied(role, { permissions, conditions: over })).toBe(true);
  });

  it('lets nobody of the platform take a seal away, and none but those who seal put one [ASVS 16.4.2]', () => {
    const { region } = synthesised().config;
    const others = ['session', 'migrate', 'administrator'].map((name) => `${name}-${region}`);
    for (const role of [...sealers(), ...others]) {
      for (const action of ['DeleteObject', 'DeleteObjectVersion', 'PutBucketObjectLockConfiguration'])
        expect([action, isDenied(role, { permissions: [`s3:${action}`], conditions: {} })]).toEqual([action, true]);
      expect([role, isDenied(role, lock('COMPLIANCE', days()))]).toEqual([role, others.includes(role)]);
    }
    for (const role of others) expect(allowed(role)).toEqual([]);
  });
}

function matches(pattern: string, text: string): boolean {
  return new RegExp(`^${pattern.replace(/[.]/g, '\\.').replaceAll('*', '.*')}$`).test(text);
}

/** IAM: a key that the request does not have meets no condition but a negated one. */
function holds(
  operator: string,
  wanted: Record<string, string | number | string[]>,
  context: Record<string, string | number>,
): boolean {
  return Object.entries(wanted).every(([key, value]) => {
    const is = context[key];
    if (operator === 'Null') return (is === undefined) === (value === 'true');
    if (operator === 'ArnNotEquals') return ![value].flat().includes(String(is));
    if (is === undefined) return false;
    if (operator === 'ArnLike') return matches(String(value), String(is));
    if (operator === 'NumericLessThan') return Number(is) < Number(value);
    if (operator === 'StringEquals' || operator === 'Bool') return String(is) === String(value);
    throw new Error(`the bucket policy has a condition that this test cannot read: ${operator}`);
  });
}
