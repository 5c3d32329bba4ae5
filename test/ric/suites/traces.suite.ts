import { ada } from '../../flows/people.ts';
import type { Deployment } from '../deployment.ts';

/** What is left behind by whatever the suites before this one have done. */
export function tracesSuite(deployed: () => Deployment): void {
  describe('the functions together', () => {
    it('have asked for nothing that their roles do not allow', () => {
      expect(deployed().cloud.access.denied).toEqual([]);
    });

    it('have been started, each of them, and complained of nothing', async () => {
      for (const { name } of deployed().cloud.functions) {
        const instance = await deployed().instance(name);
        expect([name, instance.complaints()]).toEqual([name, '']);
      }
    });

    it('have logged lines of JSON, no fault among them, and no secret', () => {
      const { cloud, logged } = deployed();
      const held = [...cloud.functions.flatMap(({ environment }) => Object.entries(environment))]
        .filter(([name]) => name.startsWith('GATEHOUSE_SECRET_'))
        .flatMap(([, arn]) => [...cloud.secrets.valueOf(arn).matchAll(/"(?:d|bytes|password|a|b)": ?"([^"]+)"/g)]);
      const secrets = [...new Set(held.map(([, value]) => value ?? ''))];
      expect(secrets.length).toBeGreaterThan(5);
      const lines = logged();
      expect(lines.length).toBeGreaterThan(100);
      for (const { name, line } of lines) {
        const { level = 'none' } = JSON.parse(line) as { level?: string };
        expect([name, level, line]).not.toEqual([name, 'ERROR', line]);
        expect(secrets.filter((secret) => line.includes(secret))).toEqual([]);
        expect(line).not.toContain(ada.password);
      }
    });
  });
}
