import { breachCheck, passwordMinLength, readStage, StageError } from '../../infra/config.ts';
import { stageNamed, stages } from '../../infra/stages.ts';
import { exampleOf } from './synthesis.ts';

/** The faults of a stage whose settings were replaced, which no type would let pass. */
function faultsOf(changed: Record<string, unknown>, profile: 'standard' | 'economy' = 'standard'): readonly string[] {
  try {
    readStage({ ...exampleOf(profile), ...changed });
    return [];
  } catch (error) {
    if (error instanceof StageError) return error.faults;
    throw error;
  }
}

const { domain, mail, capacity } = exampleOf('standard');

describe('the configuration of a stage', () => {
  it.each(stages.map((stage) => [stage.name, stage] as const))('takes the example %s as it stands', (_name, stage) => {
    expect(readStage(stage).name).toBe(stage.name);
  });

  it('lists every fault at once, each with what to write instead', () => {
    const faults = faultsOf({
      account: 42,
      region: 'Frankfurt',
      mail: { ...mail, from: 'Example <a@b.c>' },
      retention: undefined,
    });
    expect(faults).toEqual([
      'account must be the 12 digits of the AWS account, as a string, not 42',
      'region must be an AWS region such as eu-central-1, not "Frankfurt"',
      'mail.from must be a bare e-mail address such as no-reply@example.com, not "Example <a@b.c>"',
      expect.stringMatching(/^retention is missing/),
    ]);
  });

  it('lists what is wrong between settings beside what is wrong in others, and only where both are well formed', () => {
    const faults = faultsOf({
      account: 42,
      capacity: { ...capacity, requestBurst: 1 },
      domain: { name: 'auth.example.com' },
      passkeys: { rpId: 'EXAMPLE' },
    });
    expect(faults).toEqual([
      expect.stringMatching(/^account must be/),
      expect.stringMatching(/^passkeys\.rpId must be a host name/),
      expect.stringMatching(/^domain\.certificateArn is missing/),
      expect.stringMatching(/^capacity\.requestBurst must not be less/),
    ]);
  });

  it.each([undefined, null, 'production', []])('refuses %j, which is no stage', (input) => {
    expect(() => readStage(input)).toThrow(StageError);
  });

  it('takes a first administrator whom SES lets be written to without a line of their own', () => {
    const own = { from: 'me@example.com', identity: 'address', sandboxRecipients: ['you@example.com'] };
    expect(faultsOf({ mail: own, firstAdministrator: 'me@example.com' }, 'economy')).toEqual([]);
    const ofDomain = { ...own, identity: 'domain' };
    expect(faultsOf({ mail: ofDomain, firstAdministrator: 'admin@example.com' }, 'economy')).toEqual([]);
  });

  it('says where the stage is written', () => {
    expect(() => readStage({ name: 'x' })).toThrow(/^The stage "x" in infra\/stages\.ts has \d+ fault\(s\):\n {2}- /);
  });

  it('names a setting that it does not know, instead of leaving it out in silence', () => {
    expect(faultsOf({ alarm: {} })).toEqual(['alarm is no setting: take it out or mend its name']);
    expect(faultsOf({ mail: { ...mail, form: 'a' } })).toEqual([
      'mail.form is no setting: take it out or mend its name',
    ]);
  });

  it.each([
    [{ domain: { name: 'auth.example.com' } }, 'domain.certificateArn is missing'],
    [{ domain: { ...domain, name: 'auth.other.com' }, passkeys: {} }, 'domain.hostedZone.name must be'],
    [{ domain: { ...domain, api: { name: 'auth.example.com' } } }, 'domain.api.name must be another name'],
    [
      { domain: { ...domain, certificateArn: 'arn:aws:acm:eu-central-1:111111111111:certificate/1' } },
      'domain.certificateArn must be the ARN of an ACM certificate in us-east-1',
    ],
    [
      {
        domain: {
          ...domain,
          api: { name: 'api.auth.example.com', certificateArn: 'arn:aws:acm:us-east-1:111111111111:certificate/1' },
        },
      },
      'domain.api.certificateArn must name a certificate in eu-central-1',
    ],
    [{ mail: { ...mail, identity: 'address' } }, 'mail.hostedZone goes with identity "domain"'],
    [{ mail: { ...mail, from: 'a@other.com' } }, 'mail.hostedZone.name must be other.com'],
    [
      { capacity: { ...capacity, database: { minAcu: 0, maxAcu: 2 } } },
      'capacity.database.minAcu must be at least 0.5',
    ],
    [{ capacity: { ...capacity, database: { minAcu: 4, maxAcu: 2 } } }, 'capacity.database.maxAcu must not be less'],
    [{ capacity: { ...capacity, requestBurst: 1 } }, 'capacity.requestBurst must not be less'],
    [{ passkeys: { rpId: 'example.org' } }, 'passkeys.rpId must be auth.example.com or a domain above it'],
    [{ passkeys: { rpId: 'example.com' }, domain: undefined }, 'passkeys.rpId needs a domain'],
    [{ alarms: { monthlyBudgetUsd: 9 } }, 'alarms.mail is missing'],
    [
      { mail: { ...mail, sandboxRecipients: ['you@example.org'] }, firstAdministrator: 'me@example.org' },
      'mail.sandboxRecipients must name me@example.org too',
    ],
    [
      { providers: [1, 2].map(() => ({ id: 'google', kind: 'google', clientId: 'x' })) },
      'providers names google twice',
    ],
    [{ allowedOrigins: ['https://app.example.com/'] }, 'allowedOrigins.0 must be an https origin'],
    [{ password: { policy: 'default', hashCost: 9 } }, 'password.hashCost must be a whole number from 10'],
    [{ retention: { logDays: 31, backupDays: 7, archiveDays: 9 } }, 'retention.logDays must be one of'],
  ])('refuses what cannot work before AWS does: %j', (changed, fault) => {
    expect(faultsOf(changed)).toEqual([expect.stringMatching(new RegExp(`^${fault.replace(/[.()]/g, '\\$&')}`))]);
  });

  it('asks for the 15 characters of NIST where that policy is chosen [ASVS 6.2.1]', () => {
    const length = (policy: 'default' | 'nist') =>
      passwordMinLength(readStage(exampleOf('standard', { password: { policy } })));
    expect([length('default'), length('nist')]).toEqual([12, 15]);
  });

  it('looks stolen passwords up where functions have a way out, unless the stage says otherwise', () => {
    const listOf = (profile: 'standard' | 'economy', given?: { breachCheck: string | null }) =>
      breachCheck(readStage(exampleOf(profile, { password: { policy: 'default', ...given } })));
    expect([listOf('standard'), listOf('economy')]).toEqual([null, 'https://api.pwnedpasswords.com']);
    expect(listOf('economy', { breachCheck: null })).toBeNull();
    expect(listOf('standard', { breachCheck: 'https://range.example.com' })).toBe('https://range.example.com');
  });

  it('names the stages that there are where one is asked for that is not', () => {
    expect(() => stageNamed('nowhere')).toThrow('There are: example-standard, example-economy');
  });
});
