/** Writes docs/openapi.json, or with `--check` says whether it is what the platform serves now. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { serviceFlow } from '../../lambdas/flows/service/handler.ts';

const file = fileURLToPath(new URL('../../docs/openapi.json', import.meta.url));

/** The document as the service flow answers it: its handler asks neither the request nor the context. */
async function served(): Promise<string> {
  const reply = await serviceFlow.handlers.openapi?.({} as never, {} as never);
  return `${JSON.stringify(reply?.data, null, 2)}\n`;
}

function written(): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

const document = await served();
if (!process.argv.includes('--check')) {
  writeFileSync(file, document);
} else if (written() !== document) {
  process.stderr.write('docs/openapi.json is not what the platform serves. Run: npm run openapi\n');
  process.exit(1);
}
