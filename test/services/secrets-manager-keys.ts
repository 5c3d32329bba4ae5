import type { AwsService } from '../../lambdas/adapters/aws/service.ts';
import { inTurn } from '../../lambdas/adapters/in-turn.ts';
import type { RotatableKeys } from '../../lambdas/adapters/keys/memory.ts';
import { secretsManagerKeys } from '../../lambdas/adapters/keys/secrets-manager.ts';
import { secretsManagerRotation } from '../../lambdas/adapters/keys/secrets-manager-rotation.ts';
import { secretsWhenUsed } from '../../lambdas/adapters/keys/secrets-when-used.ts';
import type { Clock } from '../../lambdas/ports/clock.ts';
import { secretNames } from './secrets-manager.ts';

/** New keys in a stand-in's secrets, that a test can rotate: the instance starts anew then, with an empty cache. */
export async function freshSecretsManagerKeys(
  { service }: { service: AwsService },
  clock: Clock,
): Promise<RotatableKeys> {
  const options = { clock, secrets: secretNames, open: secretsWhenUsed(service) };
  const rotation = secretsManagerRotation(options);
  await rotation.complete();
  let keys = secretsManagerKeys(options);
  const queued = inTurn();
  return {
    signing: () => keys.signing(),
    verifying: () => keys.verifying(),
    ring: (purpose) => keys.ring(purpose),
    rotate: (what) =>
      queued(async () => {
        await rotation.rotate([what]);
        keys = secretsManagerKeys(options);
      }),
  };
}
