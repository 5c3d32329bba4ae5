import { ConfigurationError, readConfig } from '../../lambdas/kernel/config.ts';
import { readProviderSecrets } from '../../lambdas/kernel/sign-in-providers.ts';

const required = {
  GATEHOUSE_MODE: 'test',
  GATEHOUSE_ORIGIN: 'https://auth.example.com',
  GATEHOUSE_MAIL_FROM: 'no-reply@example.com',
  GATEHOUSE_SECURITY_CONTACT: 'mailto:security@example.com',
};
const read = (providers: unknown, more: Record<string, string> = {}) =>
  readConfig({ ...required, GATEHOUSE_PROVIDERS: JSON.stringify(providers), ...more });
function faultsOf(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  return [];
}
const tenant = '11111111-2222-4333-8444-555555555555';
const corp = { id: 'corp', kind: 'oidc', client_id: 'x', name: 'Corp', issuer: 'https://login.example.com/a' };

describe('the configured sign-in providers', () => {
  it('are read in their order, with the usual names', () => {
    const { providers } = read([
      { id: 'google', kind: 'google', client_id: 'g' },
      { id: 'work', kind: 'microsoft', client_id: 'm', name: 'Example Ltd', tenants: [tenant] },
      { id: 'apple', kind: 'apple', client_id: 'a', team_id: 'ABCDE12345', key_id: 'FGHIJ67890' },
      { ...corp, authoritative_for: ['example.com'] },
    ]);
    expect(providers).toEqual([
      { id: 'google', kind: 'google', clientId: 'g', name: 'Google' },
      { id: 'work', kind: 'microsoft', clientId: 'm', name: 'Example Ltd', tenants: [tenant] },
      { id: 'apple', kind: 'apple', clientId: 'a', name: 'Apple', teamId: 'ABCDE12345', keyId: 'FGHIJ67890' },
      {
        id: 'corp',
        kind: 'oidc',
        clientId: 'x',
        name: 'Corp',
        issuer: 'https://login.example.com/a',
        authoritativeFor: ['example.com'],
      },
    ]);
  });

  it('let those hosts be called that they are at, those that are named besides, and no other', () => {
    const providers = [{ id: 'github', kind: 'github', client_id: 'g' }, corp];
    const { outgoingHosts } = read(providers, {
      GATEHOUSE_OUTGOING_HOSTS: 'token.example.com, login.example.com:8443',
    });
    expect([...outgoingHosts].sort()).toEqual([
      'api.github.com',
      'github.com',
      'login.example.com',
      'login.example.com:8443',
      'token.example.com',
    ]);
  });

  it('are none by default, and so is what may be called', () => {
    expect(readConfig(required)).toMatchObject({ providers: [], outgoingHosts: [], returnTo: [] });
  });

  it('say every fault at once, each by its place', () => {
    const faults = faultsOf(() =>
      read(
        [
          { id: 'Google', kind: 'google' },
          { id: 'work', kind: 'microsoft', client_id: 'm', tenants: ['common'] },
          { id: 'x', kind: 'saml', client_id: 'y' },
          { ...corp, issuer: 'http://login.example.com', secret: 'oops' },
        ],
        { GATEHOUSE_RETURN_TO: 'https://app.example.com/', GATEHOUSE_OUTGOING_HOSTS: 'https://x' },
      ),
    );
    expect(faults).toEqual([
      'GATEHOUSE_RETURN_TO must be origins such as https://app.example.com',
      'GATEHOUSE_OUTGOING_HOSTS must be hosts such as login.example.com',
      'GATEHOUSE_PROVIDERS.0.id must be a short name such as google',
      'GATEHOUSE_PROVIDERS.0.client_id must be the client id that the provider gave',
      'GATEHOUSE_PROVIDERS.1.tenants.0 must be the UUID of a directory, in lower case',
      'GATEHOUSE_PROVIDERS.2.kind must be of kind google, microsoft, apple, github or oidc',
      'GATEHOUSE_PROVIDERS.3.issuer must be the address of an issuer',
      expect.stringMatching(/^GATEHOUSE_PROVIDERS\.3 /),
    ]);
  });

  it.each(['no JSON', '{}', '"google"'])('are refused as %j', (text) => {
    expect(faultsOf(() => readConfig({ ...required, GATEHOUSE_PROVIDERS: text }))).toEqual([
      'GATEHOUSE_PROVIDERS must be a JSON list',
    ]);
  });

  it('have ids of their own', () => {
    const google = { id: 'google', kind: 'google', client_id: 'g' };
    expect(faultsOf(() => read([google, google]))).toEqual(['GATEHOUSE_PROVIDERS names google twice']);
  });

  it('may be reached without TLS on this machine, and never in the cloud', () => {
    const here = [{ ...corp, issuer: 'http://127.0.0.1:9000' }];
    expect(read(here).outgoingHosts).toEqual(['127.0.0.1:9000']);
    expect(faultsOf(() => read(here, { GATEHOUSE_MODE: 'cloud' }))).toEqual([
      'GATEHOUSE_PROVIDERS: the issuer of corp must start with https:// in the cloud',
    ]);
  });

  it('have secrets by their ids, which no fault repeats', () => {
    expect(readProviderSecrets(undefined)).toEqual({});
    expect(readProviderSecrets('{"google":"s3cret"}')).toEqual({ google: 's3cret' });
    for (const text of ['s3cret', '["s3cret"]', '{"google":{"s3cret":1}}'])
      expect(() => readProviderSecrets(text)).toThrow(/^(?!.*s3cret)GATEHOUSE_PROVIDER_SECRETS must be/);
  });
});
