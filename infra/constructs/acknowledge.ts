import { CfnElement, Stack, Validations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/**
 * Says why a rule of cdk-nag's AwsSolutions pack is not kept here.
 *
 * @param rule such as `S1`, or for one finding of several `IAM5[Resource::*]`.
 */
export function acknowledge(construct: IConstruct, rule: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: `AwsSolutions::AwsSolutions-${rule}`, reason });
}

/** The same for several rules. */
export function acknowledgeAll(construct: IConstruct, rules: readonly string[], reason: string): void {
  for (const rule of rules) acknowledge(construct, rule, reason);
}

/**
 * How cdk-nag writes a text of another stack: by the output that hands it on.
 *
 * @param output as the templates name it.
 */
export function textOf({ stack, region, output }: { stack: string; region: string; output: string }): string {
  return JSON.stringify({ 'Fn::GetStackOutput': { StackName: stack, Region: region, OutputName: output } });
}

/** How cdk-nag writes the ARN of a resource of the same stack. */
export function arnIn(construct: IConstruct, attribute = 'Arn'): string {
  const element = construct.node.defaultChild;
  if (!(element instanceof CfnElement)) throw new Error(`${construct.node.path} has no resource of its own`);
  return `<${Stack.of(construct).getLogicalId(element)}.${attribute}>`;
}
