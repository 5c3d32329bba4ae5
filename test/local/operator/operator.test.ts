import { PassThrough } from 'node:stream';
import { readStage, type StageInput } from '../../../infra/config.ts';
import { appoint } from '../../../local/operator/administrator-function.ts';
import { confirmStage } from '../../../local/operator/confirm.ts';
import { epochParameter } from '../../../local/operator/epoch.ts';
import { readBreakGlass, readRestore } from '../../../local/operator/options.ts';
import { parsedOptions } from '../../../local/operator/parsed-options.ts';
import { exampleOf } from '../../infra/synthesis.ts';
import { type Answer, type Received, type StandIn, startStandIn } from '../../services/stand-in.ts';

const stage = { ...exampleOf('economy'), name: 'production' } satisfies StageInput;
const config = readStage(stage);
const stageNamed = (name: string) => {
  if (name === stage.name) return stage;
  throw new Error(`There is no stage "${name}"`);
};

describe('break-glass', () => {
  let lambda: StandIn;
  let answer: Answer;
  let received: Received[];
  const said = (outcome: object): Answer => ({ status: 200, body: JSON.stringify(outcome) });
  const run = () => appoint(config, 'ada@example.com', { ...lambda.service, maxAttempts: 1 });

  beforeAll(async () => {
    lambda = await startStandIn((request) => {
      received.push(request);
      return answer;
    });
  });
  beforeEach(() => {
    received = [];
  });
  afterAll(() => lambda.close());

  it("invokes the administrator function of the stage's account with the address", async () => {
    answer = said({ outcome: 'invited' });
    await run();
    const name = 'arn:aws:lambda:us-west-2:111111111111:function:gatehouse-production-administrator';
    expect(received.map(({ method, url }) => [method, decodeURIComponent(url.pathname)])).toEqual([
      ['POST', `/2015-03-31/functions/${name}/invocations`],
    ]);
    expect(JSON.parse(received[0]?.body.toString() ?? '')).toEqual({ appoint: 'ada@example.com' });
  });

  it.each([
    ['invited', /^ada@example\.com is an administrator of production once it has opened the invitation .*\.$/],
    ['appointed', /^ada@example\.com is an administrator of production and signs in .*\.$/],
  ])('says in one sentence what happened: %s', async (outcome, sentence) => {
    answer = said({ outcome });
    await expect(run()).resolves.toMatch(sentence);
  });

  it('says what the function failed of, and that nobody was appointed', async () => {
    answer = {
      status: 200,
      headers: { 'x-amz-function-error': 'Unhandled' },
      body: JSON.stringify({ errorType: 'Error', errorMessage: 'the account changed at the same moment: try again' }),
    };
    await expect(run()).rejects.toThrow(
      'gatehouse-production-administrator failed: the account changed at the same moment: try again. Nobody was appointed',
    );
  });

  it.each([
    ['ResourceNotFoundException', 404, 'the stage production is not deployed there'],
    ['AccessDeniedException', 403, 'These credentials may not invoke gatehouse-production-administrator'],
  ])('explains %s', async (name, status, sentence) => {
    answer = { status, headers: { 'x-amzn-errortype': name }, body: '{"Message":"no"}' };
    await expect(run()).rejects.toThrow(sentence);
  });

  it('takes no answer for success that it does not know', async () => {
    answer = said({ outcome: 'nobody' });
    await expect(run()).rejects.toThrow('answered {"outcome":"nobody"}');
  });

  it('refuses without credentials, and says how to sign in', async () => {
    const credentials = () => Promise.reject(Object.assign(new Error('none'), { name: 'CredentialsProviderError' }));
    await expect(appoint(config, 'ada@example.com', { ...lambda.service, credentials })).rejects.toThrow(
      'There are no AWS credentials here. Sign in to the account 111111111111 first',
    );
    expect(received).toEqual([]);
  });

  it('reads stage and address', () => {
    expect(readBreakGlass(['--stage', 'production', '--email', 'ada@example.com', '--yes'], stageNamed)).toMatchObject({
      config: { name: 'production' },
      email: 'ada@example.com',
      yes: true,
    });
  });

  it.each([
    ['no stage', ['--email', 'ada@example.com'], 'Say which stage'],
    ['a stage that is none', ['--stage', 'prod', '--email', 'ada@example.com'], 'There is no stage "prod"'],
    ['no address', ['--stage', 'production'], 'Say whom to appoint'],
    ['what is no address', ['--stage', 'production', '--email', 'Ada <ada@example.com>'], 'is no e-mail address'],
    [
      'an option that is none',
      ['--stage', 'production', '--mail', 'x'],
      /^Unknown option '--mail'\nUsage: npm run break-glass/,
    ],
    ['a call for help, with the usage', ['-h'], /^Usage: npm run break-glass -- --stage NAME/],
  ])('refuses %s', (_what, args, message) => {
    expect(() => readBreakGlass(args, stageNamed)).toThrow(message);
  });
});

it('leaves what follows a second -- to the command that it is for', () => {
  const { positionals } = parsedOptions({ args: ['--', '--help'], allowPositionals: true }, 'deploy');
  expect(positionals).toEqual(['--help']);
});

describe('what an operator is asked to type again', () => {
  const type = (text: string) => {
    const input = new PassThrough();
    const asked = confirmStage('production', 'Everybody is signed out.', { input, output: new PassThrough() });
    input.end(text);
    return asked;
  };

  it('is the name of the stage', async () => {
    await expect(type('production\n')).resolves.toBeUndefined();
  });
  it.each(['yes\n', 'Production\n', '\n', ''])('is nothing else: %j', async (text) => {
    await expect(type(text)).rejects.toThrow('That is not "production": nothing was done');
  });
});

describe('restore', () => {
  it('raises the epoch to the next whole second, in the form that the stack takes', () => {
    expect(epochParameter(config, new Date('2026-01-31T11:59:59.001Z'))).toEqual([
      '--parameters',
      'gatehouse-production-api:PlatformEpoch=2026-01-31T12:00:00Z',
    ]);
  });
  it('passes on what follows a second --', () => {
    const args = ['--stage', 'production', '--', '--require-approval', 'never'];
    expect(readRestore(args, stageNamed)).toMatchObject({ yes: false, further: ['--require-approval', 'never'] });
  });
  it.each([
    ['without a stage', [], 'Say which stage'],
    ['with an address', ['--stage', 'production', '--email', 'ada@example.com'], '--email goes with break-glass'],
  ])('refuses to run %s', (_what, args, message) => {
    expect(() => readRestore(args, stageNamed)).toThrow(message);
  });
});
