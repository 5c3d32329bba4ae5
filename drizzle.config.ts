import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './lambdas/domain/schema.ts',
  out: './lambdas/migrations',
});
