/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  globalSetup: './test/services/global-setup.ts',
  globalTeardown: './test/services/global-teardown.ts',
  testSequencer: '<rootDir>/test/sequencer.js',
  /** Copies of this repository, made by tests. */
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  /** Those run in a browser: `npm run e2e`. */
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2024', parser: { syntax: 'typescript' }, experimental: { keepImportAttributes: true } },
        module: { type: 'es6' },
      },
    ],
  },
  // Against a test that hangs, and no promise of speed: other work on the machine slows all of them, and the adapters of
  // AWS have stand-ins behind them that are slow by themselves.
  testTimeout: process.env.TEST_PROFILE ? 120_000 : 60_000,
  maxWorkers: 2,
  // What a test file loaded as ES modules is never given back, 12 MB for one that has a platform; and each database that
  // is opened has all of it looked through. A new worker is cheaper than an old one.
  workerIdleMemoryLimit: '150MB',
};
