import { createHash } from 'node:crypto';
import { firstScript } from './first-script.ts';
import { attribute, type Element, elementsIn, scriptsIn, textOf } from './markup.ts';

/** A page holds what its policy would refuse in a browser. */
export class PolicyFault extends Error {
  override readonly name = 'PolicyFault';
}

/**
 * Texts become markup and addresses of scripts by one narrow policy alone (trusted-types.ts). It is said in pages and
 * not in the header, which scripts have as well: the loader of a worker sets addresses too, before it could be told a
 * policy.
 */
const types = ["require-trusted-types-for 'script'", 'trusted-types default'];

/**
 * Gives a page its `script-src`: scripts of this site, and exactly the inline scripts that the page holds, by their
 * hashes (CSP 6.7.3). It comes before everything but the declaration of the encoding, which has to be within the first
 * 1,024 bytes (HTML 4.2.5.4). The first script follows it, before any other.
 *
 * @param page what the page is called, for the message.
 * @throws PolicyFault in one sentence that names every style attribute, inline handler, style element and `javascript:`
 * address of the page.
 */
export function withScriptPolicy(page: string, html: string): string {
  const elements = elementsIn(html);
  const faults = new Set(elements.flatMap(faultsOf));
  if (faults.size > 0) throw new PolicyFault(`${page} has ${[...faults].join(', ')}: its policy refuses that.`);
  const at = placeFor(elements);
  if (at === null) throw new PolicyFault(`${page} has no head: its policy has no place.`);
  const scripts = [firstScript, ...elements.filter(isInlineScript).map(textOf)];
  const hashes = new Set(scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`));
  const policy = [["script-src 'self'", ...hashes].join(' '), ...types].join('; ');
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}"/>`;
  return `${html.slice(0, at)}${meta}<script>${firstScript}</script>${html.slice(at)}`;
}

function faultsOf(element: Element): string[] {
  const { tagName } = element;
  return [
    ...(tagName === 'style' ? ['a <style> element'] : []),
    ...(attribute(element, 'style') === undefined ? [] : [`a style attribute on <${tagName}>`]),
    ...scriptsIn(element),
  ];
}

function isInlineScript(element: Element): boolean {
  return element.tagName === 'script' && attribute(element, 'src') === undefined;
}

function placeFor(elements: readonly Element[]): number | null {
  const head = elements.find(({ tagName }) => tagName === 'head');
  const first = head?.childNodes.find((child) => 'tagName' in child);
  const declares = first?.tagName === 'meta' && attribute(first, 'charset') !== undefined;
  const before = declares ? first.sourceCodeLocation : head?.sourceCodeLocation?.startTag;
  return before?.endOffset ?? null;
}
