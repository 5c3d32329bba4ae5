/** What packages load at every start although no function of ours uses it: each is replaced by the least that does. */
import type { Plugin } from 'esbuild';

interface Unused {
  /** Matches the path of the file. */
  file: RegExp;
  contents: string;
}

export const unused: readonly Unused[] = [
  // The trace of iovalkey: it looks at the terminal and at every command. What goes wrong is told by the adapter.
  {
    file: /\/node_modules\/debug\/src\/index\.js$/,
    contents: 'exports.default = () => Object.assign(() => {}, { enabled: false });',
  },
  // The AWS SDK's way of naming a browser.
  { file: /\/node_modules\/bowser\/[^/]+$/, contents: 'export default {};' },
  // It asks at once whether `node:zlib` has it, and so loads that; there is one in JavaScript beside it.
  {
    file: /\/@smithy\/core\/dist-es\/submodules\/checksum\/crc32\/Crc32Node\.js$/,
    contents: "export { Crc32Js as Crc32Node } from './Crc32Js.js';",
  },
  // Every type of column, for tables that are given as functions; ours import the types that they have.
  {
    file: /\/drizzle-orm\/pg-core\/columns\/all\.js$/,
    contents: "export function getPgColumnBuilders() { throw new Error('a table imports its types of columns'); }",
  },
];

export const leaveOutUnused: Plugin = {
  name: 'leave-out-unused',
  setup({ onLoad }) {
    for (const { file, contents } of unused)
      onLoad({ filter: file }, ({ path }) => ({ contents, resolveDir: path.slice(0, path.lastIndexOf('/')) }));
  },
};
