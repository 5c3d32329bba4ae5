import { randomUUID } from 'node:crypto';
import type { Engine, EngineAnswer, EngineTransaction } from './engine.ts';
import { Refusal } from './refusal.ts';

interface Open {
  transaction: EngineTransaction;
  expiry: NodeJS.Timeout;
  busy: boolean;
}

/**
 * The open transactions of the service. One that nobody called for so many seconds is rolled back and forgotten, one
 * whose statement failed likewise, and each takes one statement at a time.
 */
export function transactions(seconds: () => number) {
  const open = new Map<string, Open>();
  const expire = (id: string) => setTimeout(() => void end(id, 'rollback').catch(() => {}), seconds() * 1000).unref();

  function find(id: string): Open {
    const found = open.get(id);
    if (!found) throw new Refusal('TransactionNotFoundException', `Transaction ${id} is not found`);
    if (found.busy) throw new Refusal('BadRequestException', `Transaction ${id} has a statement that is running`);
    return found;
  }

  async function end(id: string, how: 'commit' | 'rollback'): Promise<void> {
    const { transaction, expiry } = find(id);
    clearTimeout(expiry);
    open.delete(id);
    await transaction.end(how);
  }

  return {
    async begin(engine: Engine): Promise<string> {
      const transaction = await engine.begin();
      const id = randomUUID();
      open.set(id, { transaction, expiry: expire(id), busy: false });
      return id;
    },
    async query(id: string, text: string, values: (string | null)[]): Promise<EngineAnswer> {
      const found = find(id);
      clearTimeout(found.expiry);
      found.busy = true;
      try {
        return await found.transaction.query(text, values);
      } catch (error) {
        found.busy = false;
        await end(id, 'rollback').catch(() => {});
        throw error;
      } finally {
        found.busy = false;
        if (open.has(id)) found.expiry = expire(id);
      }
    },
    end,
    get count() {
      return open.size;
    },
    async endAll(): Promise<void> {
      await Promise.all([...open.keys()].map((id) => end(id, 'rollback').catch(() => {})));
    },
  };
}
