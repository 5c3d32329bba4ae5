import { type InProcessQueue, inProcessQueue } from '../../lambdas/adapters/queue/in-process.ts';
import type { Nudge } from '../../lambdas/ports/queue.ts';
import { nudge, queueSuite } from './queue.suite.ts';

describe('the queue within the process', () => {
  let queue: InProcessQueue;
  let errors: { error: unknown; nudge: Nudge }[];
  let handled: string[];

  beforeEach(() => {
    errors = [];
    handled = [];
    queue = inProcessQueue((error, of) => errors.push({ error, nudge: of }));
    queue.subscribe(async ({ id }) => {
      handled.push(id);
    });
  });
  afterEach(() => queue.close());

  queueSuite((handler) => {
    queue.subscribe(handler);
    return { queue, settled: queue.settled };
  });

  it('hands nudges on in their order', async () => {
    await queue.nudge([nudge('1'), nudge('2')]);
    await queue.nudge([nudge('3')]);
    await queue.settled();
    expect(handled).toEqual(['1', '2', '3']);
  });
  it('runs no handler in the turn that nudges', async () => {
    await queue.nudge([nudge('1')]);
    await Promise.resolve();
    expect(handled).toEqual([]);
    await queue.settled();
    expect(handled).toEqual(['1']);
  });
  it('runs one handler at a time', async () => {
    let running = 0;
    let most = 0;
    queue.subscribe(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    });
    await Promise.all(['1', '2', '3'].map((id) => queue.nudge([nudge(id)])));
    await queue.settled();
    expect(most).toBe(1);
  });
  it('tells the error of a handler, and goes on', async () => {
    const error = new Error('no');
    queue.subscribe(async ({ id }) => {
      if (id === 'bad') throw error;
      handled.push(id);
    });
    await queue.nudge([nudge('bad'), nudge('good')]);
    await queue.settled();
    expect(errors).toEqual([{ error, nudge: nudge('bad') }]);
    expect(handled).toEqual(['good']);
  });
  it('is settled only after what the handlers nudged themselves', async () => {
    queue.subscribe(async ({ id }) => {
      handled.push(id);
      if (id.length < 4) await queue.nudge([nudge(`${id}+`)]);
    });
    await queue.nudge([nudge('1')]);
    await queue.settled();
    expect(handled).toEqual(['1', '1+', '1++', '1+++']);
  });
  it('loses what nobody has subscribed to, as the port allows', async () => {
    const lonely = inProcessQueue(() => {});
    await lonely.nudge([nudge('1')]);
    await lonely.settled();
    lonely.subscribe(async ({ id }) => {
      handled.push(id);
    });
    await lonely.settled();
    expect(handled).toEqual([]);
  });
  it('waits at close for the handler that runs, and starts no other', async () => {
    let finish = () => {};
    const started = new Promise<void>((resolve) => {
      queue.subscribe(async ({ id }) => {
        resolve();
        await new Promise<void>((done) => {
          finish = done;
        });
        handled.push(id);
      });
    });
    await queue.nudge([nudge('1'), nudge('2')]);
    await started;
    const closing = queue.close();
    finish();
    await closing;
    await queue.nudge([nudge('3')]);
    await queue.settled();
    expect(handled).toEqual(['1']);
  });
});
