/** Parts of letters, digits, `.`, `_`, `=` and `-`, none of which starts with a dot: no name leads out of a folder. */
const safeName = /^(?!.{513})[A-Za-z0-9_=-][A-Za-z0-9._=-]*(\/[A-Za-z0-9_=-][A-Za-z0-9._=-]*)*$/;

/** The name as it is; throws a `RangeError` where it could lead out of the archive. */
export function archiveName(name: string): string {
  if (!safeName.test(name)) throw new RangeError(`${JSON.stringify(name)} is not a name of the archive`);
  return name;
}
