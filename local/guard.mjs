// Plain JavaScript without any import, so that an old Node still reads it and can say what is wrong.
const needed = 24;

if (Number.parseInt(process.versions.node, 10) < needed) {
  process.stderr.write(
    [
      `Gatehouse needs Node ${needed} or newer; this is Node ${process.versions.node} (${process.execPath}).`,
      'The npm scripts use the Node of the devDependency `node`, whose binary comes by an install script.',
      'Run `npm ci` again; where install scripts are off, run `npm rebuild node` once.',
      '',
    ].join('\n'),
  );
  process.exit(1);
}
