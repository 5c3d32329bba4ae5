import base from '../../jest.config.js';

/** Journeys in a browser, against `npm start`: `npm run e2e`. The other tests are the root's configuration. */
export default {
  ...base,
  rootDir: '../..',
  globalSetup: '<rootDir>/test/e2e/harness/global-setup.ts',
  globalTeardown: '<rootDir>/test/e2e/harness/global-teardown.ts',
  testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  // A state that never comes is told by the browser's own deadline, which names it, before this one.
  testTimeout: 90_000,
  // Playwright alone takes more than what the other tests leave behind.
  workerIdleMemoryLimit: '1GB',
};
