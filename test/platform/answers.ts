import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { GatewayAnswer } from '../../local/gateway/message.ts';

/** Checks one answer; throws what is wrong with it in the document's terms. */
export type AnswerCheck = (method: string, path: string, answer: GatewayAnswer) => void;

interface Document {
  paths: Record<string, Record<string, { responses: Record<string, Response> }>>;
  components: { responses: Record<string, Response> };
}

interface Response {
  $ref?: string;
  content?: Record<string, unknown>;
}

/**
 * Holds every answer to the OpenAPI document: its status and its content type are declared, its body is valid. Paths
 * that the document does not have (404, 405) are left alone. Bodies are also plain JSON Schema 2020-12 instances, so an
 * independent validator reads them.
 */
export function answerCheck(document: Document): AnswerCheck {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
  formats.default(ajv);
  ajv.addSchema(document, 'openapi');
  const templates = Object.keys(document.paths).map((path) => ({ path, pattern: patternOf(path) }));
  return (method, path, answer) => {
    // A concrete path comes before one with parameters (OpenAPI 3.1, Paths Object).
    const template = path in document.paths ? path : templates.find(({ pattern }) => pattern.test(path))?.path;
    const operation = template === undefined ? undefined : document.paths[template]?.[method.toLowerCase()];
    if (template === undefined || !operation) return;
    const say = (what: string) => new Error(`${method} ${path} answered ${answer.status}: ${what}\n${answer.body}`);
    const found = responseAt(document, template, method, answer.status);
    if (!found) throw say('a status that the OpenAPI document does not declare');
    const type = answer.headers.find(([name]) => name === 'content-type')?.[1].split(';')[0];
    const declared = Object.keys(found.response.content ?? {});
    if (declared.length === 0 && answer.body.length === 0) return;
    const key = declared.find((name) => name.split(';')[0] === type);
    if (key === undefined) throw say(`content of type ${type}, where the document declares ${declared.join(', ')}`);
    const pointer = [...found.pointer, 'content', key, 'schema'];
    const validate = ajv.getSchema(`openapi#/${pointer.map(pointerPart).join('/')}`);
    if (!validate) throw say('content without a schema');
    if (!validate(bodyOf(answer, type))) throw say(ajv.errorsText(validate.errors, { separator: '\n' }));
  };
}

/** The declared response and where it stands, behind its reference where it is one. */
function responseAt(document: Document, template: string, method: string, status: number) {
  const name = method.toLowerCase();
  const response = document.paths[template]?.[name]?.responses[status];
  const shared = /^#\/components\/responses\/(.+)$/.exec(response?.$ref ?? '')?.[1];
  if (shared !== undefined) {
    const target = document.components.responses[shared];
    return target && { response: target, pointer: ['components', 'responses', shared] };
  }
  return response && { response, pointer: ['paths', template, name, 'responses', String(status)] };
}

function bodyOf(answer: GatewayAnswer, type: string | undefined): unknown {
  const text = answer.body.toString();
  return /[/+]json$/.test(type ?? '') ? JSON.parse(text) : text;
}

function patternOf(path: string): RegExp {
  const escaped = path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '[^/]+');
  return new RegExp(`^${escaped}$`);
}

/** RFC 6901, then the fragment's own encoding. */
function pointerPart(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}
