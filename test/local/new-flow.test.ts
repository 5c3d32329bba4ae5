import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Checkout, checkout } from './checkout.ts';

let copy: Checkout;
beforeAll(() => {
  copy = checkout();
});
afterAll(() => {
  copy.remove();
});

const newFlow = (name: string) => copy.node('local/tools/new-flow.ts', name);
const read = (path: string) => readFileSync(join(copy.folder, path), 'utf8');
const faultsOf = ({ status, output }: ReturnType<Checkout['node']>) => (status === 0 ? '' : output);

describe('npm run new:flow', () => {
  it.each([
    ['', 'named in lower-case words'],
    ['GiftCard', 'named in lower-case words'],
    ['../evil', 'named in lower-case words'],
    ['gift-', 'named in lower-case words'],
    ['delete', 'already means something'],
    ['session', 'there is a flow session already'],
    ['me', 'there is a route getMe'],
  ])('refuses the name "%s" and says why', (name, reason) => {
    const { status, output } = newFlow(name);
    expect(output).toContain(reason);
    expect(status).toBe(1);
    expect(existsSync(join(copy.folder, 'lambdas/flows', name, 'me.ts'))).toBe(false);
  });

  it('makes a flow that passes every check and its own test', () => {
    const made = newFlow('gift-card');
    expect(made).toEqual({ status: 0, output: expect.stringContaining('lambdas/flows/gift-card/contract.ts') });
    expect(read('lambdas/api.ts')).toContain('giftCard');
    expect(read('docs/openapi.json')).toContain('/api/v1/gift-card');
    for (const script of ['check:types', 'check:lint', 'check:dead-code', 'check:openapi', 'check:fences'])
      expect({ script, faults: faultsOf(copy.node('--run', script)) }).toEqual({ script, faults: '' });
    expect(faultsOf(copy.node('--run', 'test', '--', 'test/flows/gift-card.test.ts'))).toBe('');
  }, 300_000);
});
