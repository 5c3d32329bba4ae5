import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Stack } from 'aws-cdk-lib/core';
import { newApp } from '../../infra/platform.ts';
import { archiveSuite } from './archive.suite.ts';
import { costSuite } from './cost.suite.ts';
import { dataSuite } from './data.suite.ts';
import { edgeSuite } from './edge.suite.ts';
import { environmentSuite } from './environment.suite.ts';
import { grantsSuite } from './grants.suite.ts';
import { networkSuite } from './network.suite.ts';
import { operationsSuite } from './operations.suite.ts';
import { routesSuite } from './routes.suite.ts';
import { secretsSuite } from './secrets.suite.ts';
import { shapesSuite } from './shapes.suite.ts';
import { standInBuild } from './stand-in-build.ts';
import { statefulIds } from './stateful-ids.ts';
import { exampleOf, type Synthesis, stackNames, synthesise } from './synthesis.ts';

/** A machine that does much else at once synthesises slowly. */
import.meta.jest.setTimeout(120_000);

const built = standInBuild();
afterAll(() => rmSync(join(built.site, '..'), { recursive: true }));

describe.each(['standard', 'economy'] as const)('the %s profile', (profile) => {
  let synthesis: Synthesis;
  beforeAll(() => {
    synthesis = synthesise(exampleOf(profile), built);
  });
  const synthesised = () => synthesis;

  describe('routes', () => routesSuite(synthesised));
  describe('grants', () => grantsSuite(synthesised));
  describe('environment', () => environmentSuite(synthesised));
  describe('secrets', () => secretsSuite(synthesised));
  describe('data', () => dataSuite(synthesised));
  describe('archive', () => archiveSuite(synthesised));
  describe('network', () => networkSuite(synthesised));
  describe('edge', () => edgeSuite(synthesised));
  describe('operations', () => operationsSuite(synthesised));
  describe('cost', () => costSuite(synthesised));

  it('gives everything with state the logical id that it has always had', () => {
    const types = new Set(Object.values(statefulIds));
    const found = (['network', 'data', 'gateway', 'edge'] as const).flatMap((name) =>
      Object.entries(synthesis.templates[name].Resources)
        .filter(([, { Type }]) => types.has(Type))
        .map(([id, { Type }]) => [`${name}/${id}`, Type] as const),
    );
    const expected = Object.entries(statefulIds).filter(([id]) => profile === 'standard' || !ofStandard.test(id));
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
  });

  it('makes the same templates again', () => {
    expect(synthesise(exampleOf(profile), built).templates).toEqual(synthesis.templates);
  });

  it('is found clean by cdk-nag and the template validation', () => {
    const { pluginReports } = JSON.parse(synthesis.report) as {
      pluginReports: { pluginName: string; conclusion: string; violations?: unknown[] }[];
    };
    expect(pluginReports.map(({ pluginName, conclusion }) => [pluginName, conclusion])).toEqual(
      expect.arrayContaining([['AwsSolutions', 'success']]),
    );
    expect(pluginReports.filter(({ conclusion }) => conclusion !== 'success')).toEqual([]);
    // A warning is no failure, and nobody reads what is printed above the list of stacks at each synth.
    expect(pluginReports.flatMap(({ violations = [] }) => violations)).toEqual([]);
  });

  it.each(stackNames)('has the template of %s that was looked at', (name) => {
    expect(masked(synthesis.templates[name])).toMatchSnapshot();
  });
});

/** What only the standard profile has. */
const ofStandard = /Cache|SecretsStore|DatabaseClusterReader/;

describe('a stage of another shape', () => shapesSuite(built));

describe('a synth that finds a fault', () => {
  it('fails where cdk-nag finds what nobody acknowledged', () => {
    const app = newApp(join(built.site, '..', 'synth'));
    new Bucket(new Stack(app, 'x'), 'Open');
    expect(() => app.synth()).toThrow('AwsSolutions-S10');
  });
});

/** Without hashes of files, which change with every build, and without what only the CDK reads. */
function masked(template: object): object {
  const text = JSON.stringify(template, (key, value: unknown) =>
    // What dashboards show is told by tests of its own; the rest is for the CDK.
    key === 'Metadata' || key === 'DashboardBody' ? undefined : value,
  );
  return JSON.parse(
    text.replace(/[0-9a-f]{64}/g, '<hash>').replace(/(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}/g, '$1<hash>'),
  );
}
