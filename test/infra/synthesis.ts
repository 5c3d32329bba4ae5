import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Profile, StageConfig, StageInput } from '../../infra/config.ts';
import { readStage } from '../../infra/config.ts';
import { addPlatform, type Built, newApp, type PlatformStacks } from '../../infra/platform.ts';
import { stages } from '../../infra/stages.ts';

export interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  DependsOn?: string[];
}

export interface Template {
  Resources: Record<string, Resource>;
  Outputs?: Record<string, { Value: unknown }>;
  Parameters?: Record<string, Record<string, unknown>>;
}

export type StackName = keyof PlatformStacks;
export const stackNames = ['network', 'data', 'email', 'gateway', 'edge', 'api', 'observability'] as const;

/** The templates of a stage, as `cdk deploy` would send them. */
export interface Synthesis {
  config: StageConfig;
  templates: Record<StackName, Template>;
  /** Whether a stack refuses to be deleted. */
  isProtected: Record<StackName, boolean>;
  /** What cdk-nag and the template validation said. */
  report: string;
}

/** The example stage of a profile, with some settings replaced. */
export function exampleOf(profile: Profile, changed: Partial<StageInput> = {}): StageInput {
  const example = stages.find((stage) => stage.profile === profile);
  if (!example) throw new Error(`no example of ${profile}`);
  return { ...example, ...changed };
}

/** Throws where cdk-nag or the template validation finds something that is not acknowledged. */
export function synthesise(input: StageInput, built: Built): Synthesis {
  const config = readStage(input);
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-synth-'));
  const app = newApp(folder);
  addPlatform(app, config, built);
  const assembly = app.synth();
  const stackOf = (name: StackName) => assembly.getStackByName(`gatehouse-${config.name}-${name}`);
  const synthesis = {
    config,
    templates: byStack((name) => stackOf(name).template as Template),
    isProtected: byStack((name) => stackOf(name).terminationProtection === true),
    report: readFileSync(join(folder, 'validation-report.json'), 'utf8'),
  };
  rmSync(folder, { recursive: true });
  return synthesis;
}

function byStack<T>(of: (name: StackName) => T): Record<StackName, T> {
  return Object.fromEntries(stackNames.map((name) => [name, of(name)])) as Record<StackName, T>;
}

/** The resources of a type in a template, by logical id. */
export function ofType({ Resources }: Template, type: string): [id: string, resource: Resource][] {
  return Object.entries(Resources).filter(([, resource]) => resource.Type === type);
}

/** The properties of the only resource of a type. */
export function only(template: Template, type: string): Record<string, unknown> {
  const found = ofType(template, type);
  const [first] = found;
  if (!first || found.length > 1) throw new Error(`there are ${found.length} of ${type}`);
  return first[1].Properties;
}
