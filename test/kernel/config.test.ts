import { ConfigurationError, readConfig } from '../../lambdas/kernel/config.ts';

const least = {
  GATEHOUSE_MODE: 'test',
  GATEHOUSE_ORIGIN: 'https://auth.example.com',
  GATEHOUSE_MAIL_FROM: 'no-reply@example.com',
  GATEHOUSE_SECURITY_CONTACT: 'mailto:security@example.com',
};
const cloud = { ...least, GATEHOUSE_MODE: 'cloud' };

function faults(environment: Record<string, string | undefined>): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
}

describe('the configuration', () => {
  it('has a default for all but origin, sender and security contact', () => {
    expect(readConfig(least)).toEqual({
      mode: 'test',
      auditDays: 400,
      origin: 'https://auth.example.com',
      issuer: 'https://auth.example.com',
      audience: 'https://auth.example.com/api',
      allowedOrigins: ['https://auth.example.com'],
      breachCheck: null,
      clientId: 'gatehouse-web',
      brand: { name: 'Gatehouse' },
      mailFrom: 'no-reply@example.com',
      securityContact: 'mailto:security@example.com',
      rateLimits: true,
      password: { hashCost: 12, minLength: 12, maxLength: 128 },
      lifetimes: {
        accessToken: 900,
        session: 2_592_000,
        sessionIdle: 1_209_600,
        refreshGrace: 10,
        verification: 86_400,
        invitation: 604_800,
        passwordReset: 600,
        magicLink: 600,
        emailChange: 86_400,
        emailRevert: 604_800,
        pendingSignIn: 300,
        mailCode: 600,
      },
      passkeys: { rpId: null, previousRpIds: [] },
      returnTo: [],
      providers: [],
      outgoingHosts: [],
      epoch: new Date(0),
      databasePauses: false,
    });
  });

  it('lists every fault at once, each by its variable and in plain words', () => {
    const found = faults({
      GATEHOUSE_MODE: 'production',
      GATEHOUSE_ORIGIN: 'https://auth.example.com/',
      GATEHOUSE_HASH_COST: '3',
      GATEHOUSE_REFRESH_GRACE_SECONDS: '61',
      GATEHOUSE_ACCESS_TOKEN_SECONDS: 'soon',
      GATEHOUSE_RATE_LIMITS: 'yes',
      GATEHOUSE_SECURITY_CONTACT: 'security@example.com',
    });
    expect(found).toEqual(
      expect.arrayContaining([
        'GATEHOUSE_MODE must be cloud, local or test',
        'GATEHOUSE_ORIGIN must be an origin such as https://auth.example.com',
        'GATEHOUSE_HASH_COST must be at least 4',
        'GATEHOUSE_REFRESH_GRACE_SECONDS must be at most 60',
        expect.stringMatching(/^GATEHOUSE_ACCESS_TOKEN_SECONDS /),
        'GATEHOUSE_RATE_LIMITS must be true or false',
        'GATEHOUSE_SECURITY_CONTACT must be a mailto: or https: address',
        'GATEHOUSE_MAIL_FROM is missing',
      ]),
    );
    expect(found).toHaveLength(8);
  });

  it('says how many faults there are and each on its own line', () => {
    expect(() => readConfig({})).toThrow(
      /^The configuration has 3 fault\(s\):\n {2}- GATEHOUSE_ORIGIN is missing\n {2}- GATEHOUSE_MAIL_FROM is missing\n {2}- GATEHOUSE_SECURITY_CONTACT is missing$/,
    );
  });

  it.each([
    ['a cheap hash', { GATEHOUSE_HASH_COST: '9' }, 'GATEHOUSE_HASH_COST must be at least 10 in the cloud'],
    [
      'plain http',
      { GATEHOUSE_ORIGIN: 'http://auth.example.com' },
      'GATEHOUSE_ORIGIN must start with https:// in the cloud',
    ],
    [
      'pages on plain http',
      { GATEHOUSE_ALLOWED_ORIGINS: 'http://app.example.com' },
      'GATEHOUSE_ALLOWED_ORIGINS must start with https:// in the cloud',
    ],
    [
      'a list of stolen passwords on plain http',
      { GATEHOUSE_BREACH_CHECK: 'http://range.example.com' },
      'GATEHOUSE_BREACH_CHECK must start with https:// in the cloud',
    ],
    ['no rate limits', { GATEHOUSE_RATE_LIMITS: 'false' }, 'GATEHOUSE_RATE_LIMITS cannot be false in the cloud'],
  ])('refuses in the cloud, and only there: %s', (_, change, fault) => {
    expect(faults({ ...cloud, ...change })).toEqual([fault]);
    expect(faults({ ...least, ...change })).toEqual([]);
  });

  it('refuses a list of stolen passwords that is no origin: nothing of its address may come from elsewhere', () => {
    for (const value of ['https://range.example.com/range', 'range.example.com', 'ftp://range.example.com'])
      expect(faults({ ...least, GATEHOUSE_BREACH_CHECK: value })).toEqual([
        'GATEHOUSE_BREACH_CHECK must be an origin such as https://api.pwnedpasswords.com',
      ]);
  });

  it('tells of a variable that nothing reads, and which one was meant', () => {
    const change = {
      GATEHOUSE_SESION_SECONDS: '60',
      GATEHOUSE_PASSWORD_MINIMUM_LENGTH: '15',
      GATEHOUSE_WEBHOOK: 'x',
      GATEHOUSE_STORE_TABLES: 't',
    };
    expect(faults({ ...least, ...change })).toEqual([
      'GATEHOUSE_SESION_SECONDS is no setting; did you mean GATEHOUSE_SESSION_SECONDS?',
      'GATEHOUSE_PASSWORD_MINIMUM_LENGTH is no setting; did you mean GATEHOUSE_PASSWORD_MIN_LENGTH?',
      'GATEHOUSE_WEBHOOK is no setting',
      'GATEHOUSE_STORE_TABLES is no setting; did you mean GATEHOUSE_STORE_TABLE?',
    ]);
    expect(faults({ GATEHOUSE_MODE: 'test', GATEHOUSE_ORIGINS: 'https://auth.example.com' })).toEqual([
      'GATEHOUSE_ORIGIN is missing',
      'GATEHOUSE_MAIL_FROM is missing',
      'GATEHOUSE_SECURITY_CONTACT is missing',
      'GATEHOUSE_ORIGINS is no setting; did you mean GATEHOUSE_ORIGIN?',
    ]);
  });

  it('lets variables of others be, and those that the site, the stacks and this machine have', () => {
    const change = {
      GATEHOUSE_SEASON: undefined,
      GATEHOUS_MODE: 'x',
      GATEHOUSE_BRAND_LOGO: 'a.svg',
      GATEHOUSE_DATA: 'd',
    };
    expect(faults({ ...least, ...change, GATEHOUSE_SECRET_OUTBOX: 'arn' })).toEqual([]);
  });

  it('refuses an idle time beyond the whole life of a session', () => {
    const change = { GATEHOUSE_SESSION_SECONDS: '60', GATEHOUSE_SESSION_IDLE_SECONDS: '61' };
    expect(faults({ ...least, ...change })).toEqual([
      'GATEHOUSE_SESSION_IDLE_SECONDS must not exceed GATEHOUSE_SESSION_SECONDS',
    ]);
  });

  it('takes for passkeys its own host or a domain above it, and domains of before beside that', () => {
    const settings = { GATEHOUSE_RP_ID: 'example.com', GATEHOUSE_PREVIOUS_RP_IDS: 'auth.example.com, old.example.org' };
    expect(readConfig({ ...least, ...settings }).passkeys).toEqual({
      rpId: 'example.com',
      previousRpIds: ['auth.example.com', 'old.example.org'],
    });
    expect(readConfig({ ...least, GATEHOUSE_RP_ID: 'auth.example.com' }).passkeys.rpId).toBe('auth.example.com');
  });

  it.each([
    [{ GATEHOUSE_RP_ID: 'example.org' }, 'GATEHOUSE_RP_ID must be auth.example.com or a domain above it'],
    [{ GATEHOUSE_RP_ID: 'h.example.com' }, 'GATEHOUSE_RP_ID must be auth.example.com or a domain above it'],
    [{ GATEHOUSE_RP_ID: 'https://auth.example.com' }, 'GATEHOUSE_RP_ID must be a host name'],
    [
      { GATEHOUSE_RP_ID: 'example.com', GATEHOUSE_PREVIOUS_RP_IDS: 'Old.example' },
      'GATEHOUSE_PREVIOUS_RP_IDS must be host names',
    ],
    [{ GATEHOUSE_PREVIOUS_RP_IDS: 'old.example' }, 'GATEHOUSE_PREVIOUS_RP_IDS needs GATEHOUSE_RP_ID'],
  ])('refuses to bind passkeys to what no browser would take: %o', (change, fault) => {
    expect(faults({ ...least, ...change })).toEqual([fault]);
  });

  it('is the cloud unless it says otherwise, so that a forgotten mode is the strict one', () => {
    expect(readConfig({ ...cloud, GATEHOUSE_MODE: undefined }).mode).toBe('cloud');
  });

  it.each([
    'null',
    '*',
    'https://app.example.com/',
    'https://APP.example.com',
    'https://app.example.com:443',
    'https://user@app.example.com',
    'https://bücher.example',
    'file://',
  ])('refuses %s as an origin: no browser sends it, or pages of anybody do', (origin) => {
    expect(faults({ ...least, GATEHOUSE_ORIGIN: origin })).toEqual([
      'GATEHOUSE_ORIGIN must be an origin such as https://auth.example.com',
    ]);
    expect(faults({ ...least, GATEHOUSE_ALLOWED_ORIGINS: `https://a.example, ${origin}` })).toEqual([
      'GATEHOUSE_ALLOWED_ORIGINS must be origins such as https://app.example.com',
    ]);
  });

  it('reads lists with their spaces and empty items taken out', () => {
    const { allowedOrigins } = readConfig({
      ...least,
      GATEHOUSE_ALLOWED_ORIGINS: 'https://a.example, ,https://b.example',
    });
    expect(allowedOrigins).toEqual(['https://auth.example.com', 'https://a.example', 'https://b.example']);
  });

  it('names an origin once that is given twice', () => {
    const given = 'https://auth.example.com,https://a.example,https://a.example';
    const { allowedOrigins } = readConfig({ ...least, GATEHOUSE_ALLOWED_ORIGINS: given });
    expect(allowedOrigins).toEqual(['https://auth.example.com', 'https://a.example']);
  });
});
