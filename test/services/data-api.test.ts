import {
  BeginTransactionCommand,
  CommitTransactionCommand,
  ExecuteStatementCommand,
  RDSDataClient,
  type SqlParameter,
} from '@aws-sdk/client-rds-data';
import type { DataApiServer } from './data-api/server.ts';
import { type DataApiEngine, describeWith, freshDataApi } from './databases.ts';

const uuid = '01900000-0000-7000-8000-000000000001';
const text = (stringValue: string): SqlParameter => ({ name: 'p', value: { stringValue } });

/** What the stand-in refuses and answers as the service does, over whichever engine. */
function standInPromises(engine: DataApiEngine): void {
  let api: DataApiServer;
  let client: RDSDataClient;
  beforeAll(async () => {
    api = await freshDataApi(engine);
    client = new RDSDataClient({ ...api.options.service, maxAttempts: 1 });
  });
  afterAll(async () => {
    client.destroy();
    await api.close();
  });
  const cluster = () => ({ resourceArn: api.options.resourceArn, secretArn: api.options.secretArn });
  const execute = (sql: string, parameters: SqlParameter[] = [], transactionId?: string) =>
    client.send(
      new ExecuteStatementCommand({
        ...cluster(),
        database: api.options.database,
        sql,
        parameters,
        transactionId,
        includeResultMetadata: true,
      }),
    );
  const begin = async () =>
    (await client.send(new BeginTransactionCommand({ ...cluster(), database: api.options.database }))).transactionId;

  it.each([
    ['a uuid', `select 1 from users where id = :p`, text(uuid), 'SQLState: 42883'],
    ['a time', `update users set created_at = :p`, text('2026-01-01'), 'SQLState: 42804'],
    ['a document', `update audit_logs set details = :p`, text('{}'), 'SQLState: 42804'],
    ['a list', `update sessions set amr = :p`, text('{}'), 'SQLState: 42804'],
  ])('takes no text for %s without a cast', async (_what, sql, parameter, state) => {
    await expect(execute(sql, [parameter])).rejects.toMatchObject({
      name: 'DatabaseErrorException',
      message: expect.stringContaining(state),
    });
  });
  it('takes a text with a cast, or with a hint', async () => {
    const sql = 'select name from roles where id = :p';
    const found = [[{ stringValue: 'admin' }]];
    expect((await execute(`${sql}::uuid`, [text(uuid)])).records).toEqual(found);
    expect((await execute(sql, [{ ...text(uuid), typeHint: 'UUID' }])).records).toEqual(found);
  });
  it.each([
    ['a parameter that is missing', 'select :p::text', []],
    ['a parameter that the statement does not name', 'select 1', [text('x')]],
    ['a parameter twice', 'select :p::text', [text('x'), text('y')]],
    ['an array', 'select :p::text[]', [{ name: 'p', value: { arrayValue: { stringValues: ['x'] } } }]],
  ])('refuses %s', async (_what, sql, parameters) => {
    await expect(execute(sql, parameters)).rejects.toMatchObject({ name: 'BadRequestException' });
  });
  it('takes no colon of a literal, a name, a comment or a cast for a parameter', async () => {
    const sql = `select ':a' as "b:c", $t$:d$t$ /* :e */ || :p::text -- :f`;
    expect((await execute(sql, [text('x')])).records).toEqual([[{ stringValue: ':a' }, { stringValue: ':dx' }]]);
  });
  it('runs one statement at a time', async () => {
    await expect(execute('select 1; select 2')).rejects.toMatchObject({ name: 'DatabaseErrorException' });
  });
  it('answers each type in its field, times in UTC without a zone, and says what they are', async () => {
    const { records, columnMetadata } = await execute(`select true as a, 7::int as b, 1.5::float8 as c, null::text as d,
      '2026-07-01 12:00:00.120+02'::timestamptz as e, '{"a": 1}'::jsonb as f, '{x,"y,z"}'::text[] as g, '{}'::int[] as h,
      '2026-07-01'::timestamptz as i`);
    expect(records).toEqual([
      [
        { booleanValue: true },
        { longValue: 7 },
        { doubleValue: 1.5 },
        { isNull: true },
        { stringValue: '2026-07-01 10:00:00.120' },
        { stringValue: '{"a": 1}' },
        { arrayValue: { stringValues: ['x', 'y,z'] } },
        { arrayValue: { longValues: [] } },
        { stringValue: '2026-07-01 00:00:00' },
      ],
    ]);
    const types = ['bool', 'int4', 'float8', 'text', 'timestamptz', 'jsonb', '_text', '_int4', 'timestamptz'];
    expect(columnMetadata?.map(({ typeName }) => typeName)).toEqual(types);
  });
  it.each(["'1 day'::interval", "'pg_class'::regclass", 'pg_sleep(0)', "'{a,null}'::text[]", "'{{a}}'::text[]"])(
    'cannot answer %s',
    async (value) => {
      await expect(execute(`select ${value}`)).rejects.toMatchObject({ name: 'UnsupportedResultException' });
    },
  );
  it('answers how many rows a statement touched that answers none', async () => {
    const { records, numberOfRecordsUpdated } = await execute(`update roles set display_name = display_name`);
    expect([records, numberOfRecordsUpdated]).toEqual([undefined, 3]);
  });
  it('ends a transaction with its first error, and with a pause that is too long', async () => {
    const failed = await begin();
    await expect(execute('select 1 / 0', [], failed)).rejects.toMatchObject({ name: 'DatabaseErrorException' });
    await expect(execute('select 1', [], failed)).rejects.toMatchObject({ name: 'TransactionNotFoundException' });
    api.transactionSeconds = 0.05;
    const expired = await begin();
    while (api.openTransactions() > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const commit = new CommitTransactionCommand({ ...cluster(), transactionId: expired });
    await expect(client.send(commit)).rejects.toMatchObject({ name: 'TransactionNotFoundException' });
    api.transactionSeconds = 180;
  });
  // PGlite blocks the process while it works: there no two calls come in at once.
  if (engine === 'PostgreSQL') {
    it('runs one statement of a transaction at a time', async () => {
      const id = await begin();
      const results = await Promise.allSettled([
        execute('select pg_sleep(0.1)::text', [], id),
        execute('select pg_sleep(0.1)::text', [], id),
      ]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      await api.endTransactions();
    });
  }
  it('knows its cluster, its secret and its database, and takes nothing unsigned', async () => {
    const strangers = [{ resourceArn: 'x' }, { secretArn: 'x' }, { database: 'x' }];
    const refusals = ['HttpEndpointNotEnabledException', 'SecretsErrorException', 'DatabaseErrorException'];
    for (const [at, stranger] of strangers.entries()) {
      const input = { ...cluster(), database: api.options.database, sql: 'select 1', ...stranger };
      await expect(client.send(new ExecuteStatementCommand(input))).rejects.toMatchObject({ name: refusals[at] });
    }
    const unsigned = await fetch(`${api.options.service?.endpoint}/Execute`, { method: 'POST', body: '{}' });
    expect([unsigned.status, unsigned.headers.get('x-amzn-errortype')]).toEqual([403, 'AccessDeniedException']);
  });
}

describe('the Data API over PGlite', () => standInPromises('PGlite'));
describeWith('PostgreSQL', 'the Data API over PostgreSQL', () => standInPromises('PostgreSQL'));
