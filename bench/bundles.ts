/**
 * How long each function takes until it is ready and until it has answered for the first time, beside an empty handler
 * that is started in turn, both by Lambda's own runtime client.
 */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Bundled, bundleProfile } from '../local/bundle/bundle.ts';
import { type Profile, profiles } from '../local/bundle/entries.ts';
import { zippedBytes } from '../local/bundle/zipped.ts';
import { runtimeClient } from '../test/ric/lambda/client.ts';
import { startInstance } from '../test/ric/lambda/instance.ts';
import { startPostgres } from '../test/services/postgres.ts';
import type { FirstEvent } from './bundles/first-events.ts';
import { median } from './report.ts';

const budgets = { kilobytes: 300, passkeyKilobytes: 350, ready: 2, answered: 5.5 };
const folderOf = (name: string) => fileURLToPath(new URL(`./bundles/${name}`, import.meta.url));

interface Setting {
  client: string;
  folder: string;
  rounds: number;
  print: (text: string) => void;
}

/** Measures the functions of both profiles; answers whether every budget is kept. Throws where an answer is wrong. */
export async function reportBundles(rounds: number, print: (text: string) => void): Promise<boolean> {
  const client = await runtimeClient();
  if ('missing' in client) throw new Error(client.missing);
  const postgres = await startPostgres();
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'gatehouse-bench-')));
  try {
    // Whoever makes a database asks the environment where.
    process.env.TEST_POSTGRES_URL = postgres.url;
    let kept = true;
    for (const profile of profiles)
      kept = (await reportProfile(profile, { client: client.program, folder, rounds, print })) && kept;
    return kept;
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true });
  }
}

async function reportProfile(profile: Profile, { client, folder, rounds, print }: Setting): Promise<boolean> {
  const { startCloud } = await import('../test/ric/cloud/cloud.ts');
  const { firstEvents } = await import('./bundles/first-events.ts');
  const bundled = await bundleProfile(profile, join(folder, profile));
  const cloud = await startCloud(profile);
  const { events, close } = firstEvents(cloud);

  async function start(name: string, code: string, event: unknown) {
    const trusted: Record<string, string> = cloud.cache ? { NODE_EXTRA_CA_CERTS: cloud.cache.authority } : {};
    const settings = cloud.functions.find((one) => one.name === name);
    const environment = { ...settings?.environment, ...trusted, AWS_ENDPOINT_URL: cloud.access.endpoint };
    const began = performance.now();
    const instance = await startInstance({ client, folder: code, name, environment, timeoutSeconds: 60 });
    const ready = performance.now() - began;
    const answer = await instance.invoke(event);
    const answered = performance.now() - began;
    await instance.stop();
    return { ready, answered, answer };
  }
  async function hashMilliseconds(): Promise<number> {
    const { answer } = await start('hash', folderOf('hash'), { cost: cloud.resources.config.password.hashCost });
    return (answer as { milliseconds: number }).milliseconds;
  }
  async function measure({ entry, folder: code }: Bundled, { next, hashes, isRight }: FirstEvent) {
    const ratios: { ready: number[]; answered: number[] } = { ready: [], answered: [] };
    for (let round = 0; round < rounds; round += 1) {
      const event = await next();
      const empty = await start('empty', folderOf('empty'), {});
      const own = await start(entry.name, code, event);
      if (!isRight(own.answer)) throw new Error(`${entry.name} answered ${JSON.stringify(own.answer)}`);
      const hashed = hashes === 0 ? 0 : hashes * (await hashMilliseconds());
      ratios.ready.push(own.ready / empty.ready);
      ratios.answered.push((own.answered - hashed) / empty.answered);
    }
    return { ready: median(ratios.ready), answered: median(ratios.answered) };
  }

  try {
    for (const { entry, folder: code } of bundled)
      if (['migrate', 'key-rotation'].includes(entry.name)) await start(entry.name, code, {});
    print(`${profile.padEnd(16)} kB zipped   ready   first answer`);
    let kept = true;
    for (const one of bundled) {
      const event = events[one.entry.name];
      if (!event) throw new Error(`there is no event for ${one.entry.name}`);
      const kilobytes = Math.ceil((await zippedBytes(one.folder)) / 1000);
      const { ready, answered } = await measure(one, event);
      const largest = one.entry.name === 'passkey' ? budgets.passkeyKilobytes : budgets.kilobytes;
      const isKept = kilobytes <= largest && ready <= budgets.ready && answered <= budgets.answered;
      const values = `${String(kilobytes).padStart(9)} ${ready.toFixed(2).padStart(7)} ${answered.toFixed(2).padStart(14)}`;
      print(`${one.entry.name.padEnd(16)} ${values}${isKept ? '' : '  MISSED'}`);
      kept = isKept && kept;
    }
    print(`budget           ${budgets.kilobytes}, ${budgets.ready} and ${budgets.answered} times an empty handler\n`);
    return kept;
  } finally {
    await close();
    await cloud.stop();
  }
}
