import { createHash } from 'node:crypto';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.ChildNode | DefaultTreeAdapterTypes.Document;
type Element = DefaultTreeAdapterTypes.Element;

/** A page holds what the policy would refuse in a browser. */
export class PolicyFault extends Error {
  override readonly name = 'PolicyFault';
}

/**
 * Gives a page its `script-src`: scripts of this site, and exactly the inline scripts that the page holds, by their
 * hashes (CSP 6.7.3). It comes before everything but the declaration of the encoding, which has to be within the first
 * 1,024 bytes (HTML 4.2.5.4).
 *
 * @param page what the page is called, for the message.
 * @throws PolicyFault in one sentence that names every style attribute, inline handler, style element and `javascript:`
 * address of the page.
 */
export function withScriptPolicy(page: string, html: string): string {
  const elements = [...elementsOf(parse(html, { sourceCodeLocationInfo: true }))];
  const faults = new Set(elements.flatMap(faultsOf));
  if (faults.size > 0) throw new PolicyFault(`${page} has ${[...faults].join(', ')}: its policy refuses that.`);
  const hashes = new Set(elements.filter(isInlineScript).map((script) => `'sha256-${sha256(textOf(script))}'`));
  const policy = ["script-src 'self'", ...hashes].join(' ');
  const at = placeFor(elements);
  if (at === null) throw new PolicyFault(`${page} has no head: its policy has no place.`);
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}"/>`;
  return html.slice(0, at) + meta + html.slice(at);
}

function* elementsOf(node: Node): Generator<Element> {
  if ('tagName' in node) yield node;
  // What stands in a template runs once a script takes it out.
  if ('content' in node) yield* elementsOf(node.content as unknown as Node);
  if ('childNodes' in node) for (const child of node.childNodes) yield* elementsOf(child);
}

/** Where a browser would run or apply something that is in the page's own markup. */
function faultsOf({ tagName, attrs }: Element): string[] {
  const faults = tagName === 'style' ? ['a <style> element'] : [];
  for (const { name, value } of attrs) {
    if (name === 'style') faults.push(`a style attribute on <${tagName}>`);
    if (/^on/i.test(name)) faults.push(`an inline handler (${name}) on <${tagName}>`);
    // Browsers leave out tabs and line breaks, and control characters before the scheme (URL 4.4).
    const address = [...value].filter((character) => character > ' ').join('');
    if (/^javascript:/i.test(address)) faults.push(`a javascript: address on <${tagName}>`);
  }
  return faults;
}

function isInlineScript({ tagName, attrs }: Element): boolean {
  return tagName === 'script' && attrs.every(({ name }) => name !== 'src');
}

function textOf({ childNodes }: Element): string {
  return childNodes.map((child) => ('value' in child ? child.value : '')).join('');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

function placeFor(elements: readonly Element[]): number | null {
  const head = elements.find(({ tagName }) => tagName === 'head');
  const first = head?.childNodes.find((child) => 'tagName' in child);
  const declares = first?.tagName === 'meta' && first.attrs.some(({ name }) => name === 'charset');
  const before = declares ? first.sourceCodeLocation : head?.sourceCodeLocation?.startTag;
  return before?.endOffset ?? null;
}
