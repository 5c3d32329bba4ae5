import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';

/**
 * How this CDK behaves, wherever the app is synthesised: by the CDK's own command, by `npm run synth`, by a test. What
 * the pinned version recommends, among it findings of the template validation as errors and cross-stack references
 * that are read at deploy (`Fn::GetStackOutput`), also across regions (docs/decisions/0012).
 */
export const flags: Record<string, unknown> = {
  ...CURRENTLY_RECOMMENDED_FLAGS,
  '@aws-cdk/core:target-partitions': ['aws'],
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/core:defaultCrossStackReferences': 'weak',
  // It puts a description of this source code into templates that an operator may show to others.
  '@aws-cdk/core:enableAdditionalMetadataCollection': false,
};
