import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;
export type Element = DefaultTreeAdapterTypes.Element;

/** Every element of a document as a browser reads it, with where each stands in the text. */
export function elementsIn(html: string): Element[] {
  return [...below(parse(html, { sourceCodeLocationInfo: true }))];
}

function* below(node: Node): Generator<Element> {
  if ('tagName' in node) yield node;
  // What stands in a template is used as soon as a script takes it out.
  if ('content' in node) yield* below(node.content);
  if ('childNodes' in node) for (const child of node.childNodes) yield* below(child);
}

export function attribute({ attrs }: Element, wanted: string): string | undefined {
  return attrs.find(({ name }) => name === wanted)?.value;
}

/** The text in a script or style element, as its hash is made of. */
export function textOf({ childNodes }: Element): string {
  return childNodes.map((child) => ('value' in child ? child.value : '')).join('');
}

/** What a browser would run of an element's attributes: handlers, and addresses that are scripts. */
export function scriptsIn({ tagName, attrs }: Element): string[] {
  return attrs.flatMap(({ name, value }) => {
    if (/^on/i.test(name)) return [`an inline handler (${name}) on <${tagName}>`];
    return isScriptAddress(value) ? [`a javascript: address on <${tagName}>`] : [];
  });
}

/** Control characters and spaces before the scheme, tabs and line breaks in it do not count (URL 4.4). */
function isScriptAddress(value: string): boolean {
  return /^javascript:/i.test([...value].filter((character) => character > ' ').join(''));
}
