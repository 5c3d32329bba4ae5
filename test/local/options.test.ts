import { resolve } from 'node:path';
import { type LocalOptions, OptionsError, readOptions } from '../../local/options.ts';

const read = (args: string[], environment: Record<string, string> = {}) =>
  readOptions(args, environment) as LocalOptions;

function faultsOf(args: string[], environment: Record<string, string> = {}): readonly string[] {
  try {
    readOptions(args, environment);
    return [];
  } catch (error) {
    if (error instanceof OptionsError) return error.faults;
    throw error;
  }
}

describe('the local platform is told by flags and environment how to run', () => {
  it('needs none of them', () => {
    expect(read([])).toEqual({
      port: 4000,
      host: '127.0.0.1',
      dataFolder: resolve('.gatehouse'),
      database: undefined,
      redis: undefined,
      web: true,
      seed: true,
      limits: true,
      verbose: false,
      seedPassword: 'gatehouse-local-only-42',
      settings: {},
    });
  });

  it('takes every flag', () => {
    const args = ['--port', '0', '--host=::1', '--data', '/tmp/x', '--database=postgres://a', '--redis', 'rediss://b'];
    expect(read([...args, '--no-web', '--no-seed', '--no-limits', '--verbose'])).toMatchObject({
      port: 0,
      host: '::1',
      dataFolder: '/tmp/x',
      database: 'postgres://a',
      redis: 'rediss://b',
      web: false,
      seed: false,
      limits: false,
      verbose: true,
    });
  });

  it('takes the same from the environment, and a flag before it', () => {
    const environment = {
      PORT: '5000',
      HOST: 'auth.test',
      GATEHOUSE_DATA: 'memory',
      DATABASE_URL: 'postgresql://a',
      REDIS_URL: 'redis://b',
      GATEHOUSE_NO_SEED: 'true',
      SEED_PASSWORD: 'a password of mine',
      GATEHOUSE_BRAND_NAME: 'Ours',
      HOME: '/root',
    };
    expect(read(['--port', '6000'], environment)).toMatchObject({
      port: 6000,
      host: 'auth.test',
      dataFolder: undefined,
      database: 'postgresql://a',
      redis: 'redis://b',
      seed: false,
      seedPassword: 'a password of mine',
    });
    expect(read([], environment).settings).not.toHaveProperty('HOME');
    expect(read([], environment).settings).toHaveProperty('GATEHOUSE_BRAND_NAME', 'Ours');
  });

  it('answers a call for help before anything else', () => {
    expect(readOptions(['--port', '1', '--help'], {})).toBe('help');
    expect(readOptions(['-h', '--prot'], {})).toBe('help');
  });

  it.each<[string[], string]>([
    [['--prot', '1'], '--prot is unknown'],
    [['-p', '1'], '-p is unknown'],
    [['--h'], '--h is unknown'],
    [['--toString'], '--toString is unknown'],
    [['--port'], '--port needs a value'],
    [['--port', '--verbose'], '--port needs a value'],
    [['--no-web=1'], '--no-web takes no value'],
    [['now'], '"now" is not a flag'],
    [['--port', '70000'], '--port must be a number from 0 to 65535, not "70000"'],
    [['--port', '4e3'], '--port must be a number from 0 to 65535, not "4e3"'],
    [['--host', 'http://x'], '--host must be a name or an address without a port, not "http://x"'],
    [['--database', 'mysql://root:secret@x'], '--database must be an address such as postgres://127.0.0.1'],
    [['--redis', 'localhost:6379'], '--redis must be an address such as redis://127.0.0.1'],
  ])('refuses %j and says why', (args, fault) => {
    expect(faultsOf(args)).toContain(fault);
  });

  it.each<[Record<string, string>, string]>([
    [{ GATEHOUSE_NO_WEB: 'yes' }, 'GATEHOUSE_NO_WEB must be true or false, not "yes"'],
    [{ SEED_PASSWORD: 'short' }, 'SEED_PASSWORD must have 12 to 128 characters'],
  ])('refuses %j in the environment and says why', (environment, fault) => {
    expect(faultsOf([], environment)).toEqual([fault]);
  });

  it('lists every fault in one message', () => {
    const args = ['--prot', '--port', 'x', '--host', 'a b', '--redis', 'y'];
    expect(faultsOf(args, { GATEHOUSE_NO_SEED: '1' })).toHaveLength(5);
  });
});
